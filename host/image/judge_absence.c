/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge.h"

#include <errno.h>
#include <string.h>

/* As the drop-in has it, and nothing else that a configuration has. */
#define DROP_IN_WORDS "/usr/lib/initcpio/install/vfio-prebind"
#define DROP_IN "/" VPB_MKINITCPIO_FOLDER "/" VPB_MKINITCPIO_DROP_IN

enum cause {
	CAUSE_UNKNOWN,
	CAUSE_NO_DROP_IN, /* it is not on this machine */
	CAUSE_HIDDEN, /* no drop-in was read */
	CAUSE_LATER, /* another one came after it */
	CAUSE_LEFT_OUT, /* it had its way, and an option took that back */
};

/*
 * The image holds the configuration that it was made of, all files one after the other: what
 * comes after our drop-in was read after it.
 */
static enum cause cause_of(const struct vpb_image_case *image_case)
{
	const struct vpb_image_file *file =
		vpb_image_find(image_case->image, "buildconfig");
	const char *ours, *next;

	if (!file || !file->content.data)
		return CAUSE_UNKNOWN;
	ours = strstr(file->content.data, DROP_IN_WORDS);
	if (!ours)
		return image_case->mkinitcpio.has_drop_in ? CAUSE_HIDDEN
							  : CAUSE_NO_DROP_IN;
	while ((next = strstr(ours + 1, DROP_IN_WORDS)))
		ours = next;
	return vpb_mkinitcpio_sets_hooks(ours) ? CAUSE_LATER : CAUSE_LEFT_OUT;
}

static void hidden_tell(const struct vpb_mkinitcpio *machine, struct vpb_text *reason,
	struct vpb_text *first)
{
	if (*machine->preset)
		vpb_text_add(reason,
			": /etc/mkinitcpio.d/%s names a configuration for it (_config=), "
			"and then no drop-in counts, such as " DROP_IN,
			machine->preset);
	else
		vpb_text_add(reason,
			": it was made without the files in /" VPB_MKINITCPIO_FOLDER
			", as option -c does and a line _config= in a preset");
	vpb_text_add(first,
		"do without %s, or put vfio-prebind before udev in the HOOKS of "
		"the configuration that was used",
		*machine->preset ? "that line" : "that option or line");
}

static void later_tell(const struct vpb_mkinitcpio *machine, struct vpb_text *reason,
	struct vpb_text *first)
{
	if (*machine->later)
		vpb_text_add(reason,
			": /" VPB_MKINITCPIO_FOLDER
			"/%s is read after " VPB_MKINITCPIO_DROP_IN
			" and sets HOOKS without it",
			machine->later);
	else
		vpb_text_add(reason,
			": HOOKS was set without it, by a file that was read "
			"after " DROP_IN);
	vpb_text_add(first,
		"put vfio-prebind before udev in the HOOKS of that file, or give it a name "
		"that 'ls -v' lists before " VPB_MKINITCPIO_DROP_IN);
}

static void cause_tell(const struct vpb_image_case *image_case, struct vpb_text *reason,
	struct vpb_text *first)
{
	switch (cause_of(image_case)) {
	case CAUSE_NO_DROP_IN:
		vpb_text_add(
			reason, ": " DROP_IN ", which puts it into HOOKS, is not there");
		vpb_text_add(first,
			"install vfio-prebind again, or put vfio-prebind before "
			"udev in HOOKS");
		break;
	case CAUSE_HIDDEN:
		hidden_tell(&image_case->mkinitcpio, reason, first);
		break;
	case CAUSE_LATER:
		later_tell(&image_case->mkinitcpio, reason, first);
		break;
	case CAUSE_LEFT_OUT:
		vpb_text_add(reason, ": HOOKS had it, and option -S took it out");
		vpb_text_add(first,
			"do without -S vfio-prebind, also in a line _options= "
			"in /etc/mkinitcpio.d");
		break;
	case CAUSE_UNKNOWN:
		vpb_text_add(first,
			"see that HOOKS has vfio-prebind before udev, also in a "
			"configuration that a preset names");
		break;
	}
}

int vpb_image_judge_absence(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text first = {};

	vpb_text_add(&reason, "is without vfio-prebind, and binds nothing");
	if (!image_case->has_hook) {
		vpb_text_add(&reason, ": the hook that puts it there is not installed");
		vpb_text_add(&first, "install vfio-prebind again");
	} else if (image_case->generator == VPB_MKINITCPIO) {
		cause_tell(image_case, &reason, &first);
	}
	if (vpb_text_error(&first) < 0)
		return -ENOMEM;
	return vpb_image_warn(
		image_case, findings, VPB_KIND_IMAGE_WITHOUT, &reason, first.data);
}
