/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Systems whose /usr is an image: rpm-ostree changes it on this machine, bootc takes it as it comes. */

#include "signs.h"

#define RPM_OSTREE "usr/bin/rpm-ostree"

static bool rpm_ostree_detect(struct vpb_signs *signs)
{
	return signs->is_ostree && vpb_signs_have(signs, RPM_OSTREE);
}

/* The first makes images here, with the modules that are installed; the second has them have /etc. */
static bool rpm_ostree_add_rebuild(
	const struct vpb_root *root, const char *release, struct vpb_text *text)
{
	(void)root, (void)release;
	vpb_text_add(text,
		"run rpm-ostree initramfs --enable, then rpm-ostree initramfs-etc "
		"--track=/etc/vfio-prebind.conf --track=/etc/vfio-prebind.conf.d; where these "
		"ran before: rpm-ostree initramfs-etc --force-sync");
	return false;
}

const struct vpb_loader vpb_loader_rpm_ostree = {
	.name = "rpm-ostree",
	.summary = "a command for rpm-ostree, as Silverblue and Bazzite have it",
	.title = "rpm-ostree's",
	.detect = rpm_ostree_detect,
	.owns = rpm_ostree_detect,
	.makes_all_images = true,
	.add_rebuild = rpm_ostree_add_rebuild,
	.place = "run this as root",
	.takes_comments = true,
	.form = {"rpm-ostree kargs --append-if-missing=", " --append-if-missing=", "\n"},
	.undo_form = {"rpm-ostree kargs --delete-if-present=", " --delete-if-present=",
		""},
};

static bool bootc_detect(struct vpb_signs *signs)
{
	return signs->is_ostree && !vpb_signs_have(signs, RPM_OSTREE) &&
	       vpb_signs_have(signs, "usr/bin/bootc");
}

/* Also where neither program is known: nobody else makes images there. */
static bool bootc_owns(struct vpb_signs *signs)
{
	return signs->is_ostree && !vpb_signs_have(signs, RPM_OSTREE);
}

static bool bootc_add_rebuild(
	const struct vpb_root *root, const char *release, struct vpb_text *text)
{
	(void)root;
	vpb_text_add(text,
		"in the container file of this system's image copy /etc/vfio-prebind.conf.d "
		"into it and run dracut --force /usr/lib/modules/%s/initramfs.img %s, then "
		"build it and run bootc upgrade",
		release, release);
	return false;
}

const struct vpb_loader vpb_loader_bootc = {
	.name = "bootc",
	.summary = "a file for the container file of a bootc system",
	.title = "bootc's",
	.detect = bootc_detect,
	.owns = bootc_owns,
	.makes_all_images = true,
	.add_rebuild = bootc_add_rebuild,
	.place =
		"have the container file of this system's image put this into "
		"/usr/lib/bootc/kargs.d/10-vfio-prebind.toml, then build it and run bootc "
		"upgrade",
	.undo = "take that file out of the image, then build it and run bootc upgrade",
	.takes_comments = true,
	.form = {"kargs = [\"", "\", \"", "\"]\n"},
};
