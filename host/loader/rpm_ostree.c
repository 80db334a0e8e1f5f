/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "signs.h"

static bool rpm_ostree_detect(struct vpb_signs *signs)
{
	return signs->is_ostree && vpb_signs_have(signs, "usr/bin/rpm-ostree");
}

const struct vpb_loader vpb_loader_rpm_ostree = {
	.name = "rpm-ostree",
	.summary = "a command for rpm-ostree, as Silverblue and Bazzite have it",
	.title = "rpm-ostree's",
	.detect = rpm_ostree_detect,
	.place = "run this as root",
	.takes_comments = true,
	.form = {"rpm-ostree kargs --append-if-missing=", " --append-if-missing=", "\n"},
	.undo_form = {"rpm-ostree kargs --delete-if-present=", " --delete-if-present=",
		""},
};
