/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_GIVE_BACK_H
#define VPB_GIVE_BACK_H

/*
 * The net below the boot program, in the initramfs: where the root file system does not appear, what
 * that program has bound there and what may carry the system goes back to the host's drivers, once. It
 * goes by the report of this boot alone, and never touches what others have bound.
 *
 * What waits for root there asks again and again, and nothing is done before it has asked for some
 * time: a longer gap in between, as for a passphrase, begins the time anew. Where nothing asks, this
 * watches by itself.
 */

/* The whole subcommand; argv[0] is its name. Returns an exit status. */
int vpb_give_back_run(int argc, char **argv);

#endif
