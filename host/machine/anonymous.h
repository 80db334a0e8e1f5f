/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_ANONYMOUS_H
#define VPB_HOST_MACHINE_ANONYMOUS_H

#include "../../helper/sys/root.h"

/*
 * Takes out of a text for a bug report what says whose machine it is. Two ways, as neither is enough: what
 * this machine is known to be called (its name, its users, its serial numbers, what its command line
 * says beyond words that are known), and what looks like a secret (UUIDs, MAC and IP addresses, long
 * hexadecimal numbers, names of file systems, home folders). PCI addresses and ids stay.
 */
struct vpb_secrets {
	char **words;
	size_t count;
};

/* What can be read of them. Returns 0 or -ENOMEM; to be ended by vpb_secrets_done(). */
int vpb_secrets_read(
	const struct vpb_root *root, struct vpb_secrets *ret_secrets) VPB_MUST_CHECK;
void vpb_secrets_done(struct vpb_secrets *secrets);

/* Adds the text without them, "<hidden>" and the like in their place. Returns 0 or -ENOMEM. */
int vpb_anonymous_add(const struct vpb_secrets *secrets, const char *from,
	struct vpb_text *text) VPB_MUST_CHECK;

#endif
