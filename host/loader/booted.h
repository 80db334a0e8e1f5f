/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_BOOTED_H
#define VPB_HOST_LOADER_BOOTED_H

#include <limits.h>

#include "loader.h"

/*
 * What booted this system, and so where its kernel command line comes from. Of several loaders
 * that are installed only one is asked at a boot: it tells in an EFI variable (the Boot Loader
 * Interface of systemd.io), or by what it adds to the command line.
 */
struct vpb_loader_booted {
	const struct vpb_loader *loader; /* NULL: unknown */
	const struct vpb_boot_program
		*program; /* the row's, or where only that is known; NULL: neither */
	char how[640]; /* how that is known: a sentence without its full stop */
	char entry[NAME_MAX +
		   1]; /* the name of the boot entry's file, "" where unknown */
};

/*
 * Facts only. Returns 0, or -errno where a file that decides is there and cannot be read: then
 * *ret_booted is not to be used.
 */
int vpb_loader_find_booted(
	const struct vpb_root *root, struct vpb_loader_booted *ret_booted) VPB_MUST_CHECK;

/*
 * The same for one that the user names, by the name of a row or of a boot program: which of the program's
 * rows it is, the files tell.
 */
int vpb_loader_find_named(const struct vpb_root *root, const char *name,
	struct vpb_loader_booted *ret_booted) VPB_MUST_CHECK;

bool vpb_loader_is_named(const char *name);

#endif
