/* SPDX-License-Identifier: GPL-2.0-or-later */

/* GRUB where transactional-update keeps a root that is read-only, as in openSUSE's MicroOS. */

#include "grub.h"
#include "read_only.h"
#include "signs.h"

static bool transactional_is_there(struct vpb_signs *signs)
{
	return vpb_read_only_is(signs->root);
}

static bool transactional_detect(struct vpb_signs *signs)
{
	if ((signs->program && signs->program != &vpb_grub_program) ||
		!transactional_is_there(signs))
		return false;
	signs->sign = signs->program ? NULL : VPB_READ_ONLY_PROGRAM;
	return true;
}

static bool transactional_add_rebuild(
	const struct vpb_root *root, const char *release, struct vpb_text *text)
{
	(void)root, (void)release;
	vpb_text_add(text, VPB_READ_ONLY_REBUILD);
	return false;
}

const struct vpb_loader vpb_loader_transactional = {
	.name = "transactional",
	.summary = "a line for GRUB, as MicroOS has it",
	.title = "GRUB with transactional-update",
	.detect = transactional_detect,
	.owns = transactional_is_there,
	.makes_all_images = true,
	.add_rebuild = transactional_add_rebuild,
	.place =
		"put this at the end of /etc/default/grub, then run transactional-update "
		"grub.cfg",
	.undo = "take that line out, then run transactional-update grub.cfg",
	.takes_comments = true,
	.form = VPB_GRUB_FORM,
};
