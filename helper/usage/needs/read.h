/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_NEEDS_READ_H
#define VPB_USAGE_NEEDS_READ_H

#include <mntent.h>

#include "list.h"

/*
 * libmount reads what is mounted and swapped on, and splits options. The other files are read here,
 * as no library does: libcryptsetup knows no crypttab, veritytab or integritytab, mdadm has no
 * library, libsystemd reads no units, and libzfs asks the kernel and not the cache file. fstab.c
 * says why getmntent(3) reads that one.
 */

/*
 * Reads the kernel command line, fstab, crypttab, veritytab, integritytab, mdadm.conf,
 * initramfs-tools' RESUME=, the units for mounts and swap, ZFS' cache, the boot loader's
 * partition, and what is mounted and swapped on now. A file that is not there is no error; one
 * that cannot be read is an unknown need. 0 or -ENOMEM.
 */
int vpb_needs_read(const struct vpb_root *root, struct vpb_needs *needs) VPB_MUST_CHECK;

/* The pools of ZFS, from several files. 0 or -ENOMEM. */
int vpb_needs_read_zfs(
	const struct vpb_root *root, struct vpb_needs *needs) VPB_MUST_CHECK;

/*
 * The texts of these files, each from `source`; all add to `needs`. What their
 * own readers do not understand is skipped, as they do. 0 or -ENOMEM.
 */
int vpb_needs_parse_fstab(
	struct vpb_needs *needs, const char *source, const char *text) VPB_MUST_CHECK;
/* The same for one line; `origin` is its place for a person ("/etc/fstab:3"). */
int vpb_needs_add_mount(struct vpb_needs *needs, const char *origin,
	const struct mntent *line) VPB_MUST_CHECK;
int vpb_needs_parse_crypttab(
	struct vpb_needs *needs, const char *source, const char *text) VPB_MUST_CHECK;
int vpb_needs_parse_veritytab(
	struct vpb_needs *needs, const char *source, const char *text) VPB_MUST_CHECK;
int vpb_needs_parse_integritytab(
	struct vpb_needs *needs, const char *source, const char *text) VPB_MUST_CHECK;
int vpb_needs_parse_mdadm(
	struct vpb_needs *needs, const char *source, const char *text) VPB_MUST_CHECK;
int vpb_needs_parse_resume(
	struct vpb_needs *needs, const char *source, const char *text) VPB_MUST_CHECK;
int vpb_needs_parse_unit(
	struct vpb_needs *needs, const char *source, const char *text) VPB_MUST_CHECK;
int vpb_needs_parse_cmdline(struct vpb_needs *needs, const char *text) VPB_MUST_CHECK;
int vpb_needs_parse_mounts(struct vpb_needs *needs, const char *text) VPB_MUST_CHECK;
int vpb_needs_parse_swaps(struct vpb_needs *needs, const char *text) VPB_MUST_CHECK;

#endif
