/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_SIGNS_H
#define VPB_HOST_LOADER_SIGNS_H

#include <limits.h>

#include "loader.h"

/* What there is to tell by which loader booted this system. Facts only. */
struct vpb_signs {
	const struct vpb_root *root;
	const struct vpb_boot_program
		*program; /* which booted it; NULL: unknown, or none */
	char info[NAME_MAX + 1]; /* LoaderInfo: "systemd-boot 252.4" */
	char entry[NAME_MAX + 1]; /* LoaderEntrySelected: the name of a file */
	bool has_stub; /* StubInfo: the kernel came in a UKI */
	bool is_stub_alone; /* and the firmware started that by itself */
	bool has_boot_image; /* BOOT_IMAGE= on the command line: GRUB and extlinux add it */
	bool is_ostree;
	const char *sign; /* the file that told a row that it is the one; or NULL */
	int error; /* of a file that decides and could not be read, or 0 */
};

/* Reads the variables and the command line; `program` and `is_stub_alone` are left alone. */
void vpb_signs_read(const struct vpb_root *root, struct vpb_signs *signs);

/*
 * Whether a file is there, the first of several (NULL at their end) that is, and whether one has
 * these words. What is there decides which file is changed: one that cannot be read is noted as an
 * error, since "no" would be an answer.
 */
bool vpb_signs_have(struct vpb_signs *signs, const char *path);
const char *vpb_signs_first(struct vpb_signs *signs, const char *const paths[]);
bool vpb_signs_file_says(struct vpb_signs *signs, const char *path, const char *words);

#endif
