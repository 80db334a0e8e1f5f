/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define OURS "vfio-prebind"

/* What a list runs before us. */
struct order {
	bool is_run;
	struct vpb_text before;
};

/* Takes one name of the list; those behind ours do not matter. */
static void order_take(struct order *order, const char *name, size_t length)
{
	if (order->is_run || length == 0)
		return;
	if (memmem(name, length, OURS, strlen(OURS)))
		order->is_run = true;
	else
		vpb_text_add(&order->before, "%s%.*s", order->before.length ? " " : "",
			(int)length, name);
}

/* initramfs-tools: a line a script, and lines that read what the script has left. */
static void scripts_take(const struct vpb_image *image, struct order *order)
{
	const struct vpb_image_file *file =
		vpb_image_find(image, "scripts/init-top/ORDER");
	const char *line = file ? file->content.data : NULL;

	while (line && *line) {
		size_t length = strcspn(line, "\n");
		const char *end = memchr(line, ' ', length);
		const char *name =
			memrchr(line, '/', end ? (size_t)(end - line) : length);

		if (*line == '/' && name)
			order_take(order, name + 1,
				(end ? (size_t)(end - name) : strcspn(name, "\n")) - 1);
		line += length + (line[length] == '\n');
	}
}

/* mkinitcpio: EARLYHOOKS="a b" in /config. */
static void hooks_take(const struct vpb_image *image, struct order *order)
{
	static const char key[] = "EARLYHOOKS=\"";
	const struct vpb_image_file *file = vpb_image_find(image, "config");
	const char *word =
		file && file->content.data ? strstr(file->content.data, key) : NULL;

	if (word)
		word += strlen(key);
	while (word && *word && *word != '"' && *word != '\n') {
		size_t length = strcspn(word, " \"\n");

		order_take(order, word, length);
		word += length + (word[length] == ' ');
	}
}

/* dracut: by name; where its hooks lie differs by version. */
static void cmdline_take(const struct vpb_image *image, struct order *order)
{
	static const char folder[] = "/dracut/hooks/cmdline/";

	for (size_t i = 0; i < image->count; i++) {
		const char *at = strstr(image->files[i].path, folder);

		if (at)
			order_take(
				order, at + strlen(folder), strlen(at + strlen(folder)));
	}
}

/* How our place in that list comes about, for the fix. */
static const char *cure_of(enum vpb_generator generator, const struct order *order)
{
	if (generator == VPB_MKINITCPIO)
		return "put vfio-prebind before udev and all others but base in HOOKS";
	if (!order->is_run)
		return "install vfio-prebind again";
	if (generator == VPB_DRACUT)
		return "leave out or rename the dracut module that installs them";
	if (strstr(order->before.data, "udev"))
		return "our script has to be called 00-vfio-prebind with an empty PREREQ: "
		       "remove any of your own from /etc/initramfs-tools/scripts/init-top, "
		       "install vfio-prebind again";
	return "put PREREQ=\"00-vfio-prebind\" into each of them";
}

static int list_judge(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	struct order order = {};
	int r = 0;

	if (image_case->generator == VPB_INITRAMFS_TOOLS)
		scripts_take(image_case->image, &order);
	else if (image_case->generator == VPB_MKINITCPIO)
		hooks_take(image_case->image, &order);
	else
		cmdline_take(image_case->image, &order);
	if (vpb_text_error(&order.before) < 0)
		r = -ENOMEM;
	if (!order.is_run)
		vpb_text_add(&reason, "has vfio-prebind in it, and does not run it");
	else if (order.before.length)
		vpb_text_add(&reason,
			"runs these before vfio-prebind, and drivers that they load take "
			"the devices first: %s",
			order.before.data);
	if (r == 0 && (!order.is_run || order.before.length))
		r = vpb_image_warn(image_case, findings, VPB_KIND_IMAGE_ORDER, &reason,
			cure_of(image_case->generator, &order));
	vpb_text_done(&order.before);
	return r;
}

/* systemd reads the first file of a name alone, in this order of folders. */
static int unit_judge(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	static const char *const folders[] = {"etc", "usr/lib", "lib"};
	const struct vpb_image_file *unit = NULL, *link = NULL;
	const struct vpb_image_file *ours =
		vpb_image_find(image_case->host, "usr/lib/vfio-prebind/" VPB_IMAGE_UNIT);
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	const char *first = NULL;
	bool found = false;

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		char path[128];

		snprintf(path, sizeof(path), "%s/systemd/system/%s", folders[i],
			VPB_IMAGE_UNIT);
		if (!found && vpb_image_entry(image_case->image, path)) {
			found = true;
			unit = vpb_image_find(image_case->image, path);
			if (i == 0)
				first = "remove /etc/systemd/system/" VPB_IMAGE_UNIT;
		}
		snprintf(path, sizeof(path), "%s/systemd/system/sysinit.target.wants/%s",
			folders[i], VPB_IMAGE_UNIT);
		if (!link)
			link = vpb_image_find(image_case->image, path);
	}
	if (!unit || !link)
		vpb_text_add(&reason, "has vfio-prebind in it, and %s",
			unit ? "nothing that starts it: no link in "
			       "sysinit.target.wants"
			     : "no " VPB_IMAGE_UNIT " that runs it");
	else if (!ours)
		vpb_text_add(
			&reason, "has a " VPB_IMAGE_UNIT " that is not installed here");
	else if (ours->content.data &&
		 (!unit->content.data ||
			 strcmp(unit->content.data, ours->content.data) != 0))
		vpb_text_add(&reason,
			"has another " VPB_IMAGE_UNIT
			" than the one installed, and host drivers may take the devices "
			"first");
	else
		return 0;
	return vpb_image_warn(image_case, findings, VPB_KIND_IMAGE_UNIT, &reason,
		first  ? first
		: ours ? NULL
		       : "install vfio-prebind again");
}

int vpb_image_judge_order(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	return vpb_image_has_systemd(image_case->image)
		       ? unit_judge(image_case, findings)
		       : list_judge(image_case, findings);
}
