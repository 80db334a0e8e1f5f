/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_LEFTOVERS_PARSE_H
#define VPB_HOST_MACHINE_LEFTOVERS_PARSE_H

#include "leftover.h"

/* The parts of leftovers.c that read one kind of file each. Pure; 0 or -ENOMEM. */

struct vpb_leftover_text {
	const char *path, *text;
	bool is_ignored;
	struct vpb_leftovers *list; /* with those of the files before */
};

typedef int vpb_leftover_parse(const struct vpb_leftover_text *from);
vpb_leftover_parse vpb_leftover_parse_modprobe; /* modprobe.d(5) */
vpb_leftover_parse vpb_leftover_parse_modules; /* initramfs-tools' list of modules */
vpb_leftover_parse vpb_leftover_parse_load; /* modules-load.d(5), /etc/modules */
vpb_leftover_parse vpb_leftover_parse_mkinitcpio; /* mkinitcpio.conf(5) */
vpb_leftover_parse vpb_leftover_parse_dracut; /* dracut.conf(5) */
vpb_leftover_parse vpb_leftover_parse_kernel_line; /* words, as in /etc/kernel/cmdline */
vpb_leftover_parse vpb_leftover_parse_grub; /* GRUB_CMDLINE_LINUX...= */
vpb_leftover_parse vpb_leftover_parse_script; /* of an initramfs */

/* A word of a text, by its first byte and the one after its last. */
struct vpb_span {
	const char *at, *end;
};

/*
 * Adds `like` with copies of both texts, where `words` begin in the file, unless it is ignored and
 * has nothing of vfio's in it.
 */
int vpb_leftover_add(const struct vpb_leftover_text *from,
	const struct vpb_leftover *like, struct vpb_span words,
	struct vpb_span names) VPB_MUST_CHECK;

/* The next word of `line` after *word, whose `at` is NULL before the first. */
bool vpb_span_next(struct vpb_span line, struct vpb_span *word);

bool vpb_span_is(struct vpb_span word, const char *text);
bool vpb_span_has_start(struct vpb_span word, const char *start);

/* Whether it names one of vfio's modules, or one that takes ids= (pci-stub as well). */
bool vpb_span_is_vfio(struct vpb_span word);
bool vpb_span_takes_ids(struct vpb_span word);
bool vpb_span_is_stub(struct vpb_span word); /* pci_stub */

/* What follows `start` in a word. */
struct vpb_span vpb_span_after(struct vpb_span word, size_t length);

/* The lines of a text, each from its first word on; false after the last. */
bool vpb_span_next_line(
	const char *text, bool is_continued, struct vpb_span *line) VPB_MUST_CHECK;

#endif
