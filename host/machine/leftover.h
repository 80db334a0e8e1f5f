/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_LEFTOVER_H
#define VPB_HOST_MACHINE_LEFTOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "../../helper/base/text.h"

/*
 * What guides and wikis have people write to get a device to vfio-pci, as it stands in the files of
 * modprobe, of three initramfs generators, of systemd, and on the kernel command line. Facts
 * only: leftovers_judge.h says of each whether it is needed.
 */
enum vpb_leftover_kind {
	VPB_LEFTOVER_IDS, /* gives devices to vfio-pci: `names` are the ids */
	VPB_LEFTOVER_STUB, /* keeps devices from the host's drivers by pci-stub: the same */
	VPB_LEFTOVER_LOAD, /* loads the module `names` of vfio's */
	VPB_LEFTOVER_ORDER, /* loads vfio-pci before the module `names` */
	VPB_LEFTOVER_AGAINST, /* keeps the modules `names` from being loaded, or from displays */
	VPB_LEFTOVER_PROGRAM, /* `names` runs where vfio-pci would be loaded */
	VPB_LEFTOVER_FILE, /* puts `names`, such a program or options, into the image */
	VPB_LEFTOVER_SCRIPT, /* the file `names` itself binds devices in the initramfs */
};

struct vpb_leftover {
	enum vpb_leftover_kind kind;
	char *path; /* below the root; "": on this boot's kernel command line */
	unsigned int line, column; /* from 1 */
	char *words; /* as they are written, blanks aside */
	char *names; /* commas between several */
	size_t at, length; /* of these words in the text of the file */
	bool is_line; /* they are the whole line, which can become a comment */
	bool is_kernel_word; /* of the kernel command line, here or in a boot loader's file */
	bool is_by_hand; /* it cannot be told apart from what stands beside it */
	bool is_ignored; /* the file is not read: its name does not end as it has to */
	const char
		*trouble; /* why it does not do what it seems to, a constant; or NULL */
};

struct vpb_leftovers {
	struct vpb_leftover *items; /* by file and line */
	size_t count;
};

void vpb_leftovers_done(struct vpb_leftovers *leftovers);

/*
 * Adds `text`, that of the file at `path`, without those that `goes` has true for: lines become
 * comments, words are taken out. Pure.
 */
void vpb_leftovers_take_out(const struct vpb_leftovers *leftovers, const bool *goes,
	const char *path, const char *text, struct vpb_text *result);

/* What a line that became a comment begins with. */
#define VPB_LEFTOVER_COMMENT "# vfio-prebind: "

#endif
