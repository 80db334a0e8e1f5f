/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "init.h"
#include "judge.h"

#include <errno.h>
#include <string.h>

#define OURS "vfio-prebind"

/* What a list runs before us. */
struct order {
	bool is_run;
	struct vpb_text before;
};

/* Takes one name of the list; those after ours do not matter. */
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

/*
 * dracut: by name. The folder differs by version; where there are several (from 110 on), one
 * after the other. lib/ is usr/lib/ by another name.
 */
static void cmdline_take(const struct vpb_image *image, struct order *order)
{
	static const char *const folders[] = {
		"var/lib/dracut/hooks/cmdline/",
		"etc/dracut/hooks/cmdline/",
		"usr/lib/dracut/hooks/cmdline/",
		"lib/dracut/hooks/cmdline/",
	};

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		size_t length = strlen(folders[i]);

		for (size_t j = 0; j < image->count; j++) {
			const char *path = image->files[j].path;

			if (strncmp(path, folders[i], length) == 0)
				order_take(order, path + length, strlen(path + length));
		}
	}
}

/* How our place in that list comes about, for the fix. */
static const char *fix_of(enum vpb_init init, const struct order *order)
{
	if (init == VPB_INIT_MKINITCPIO)
		return "put vfio-prebind before udev and all others but base in HOOKS";
	if (!order->is_run)
		return "install vfio-prebind again";
	if (!order->before.length)
		return NULL;
	if (init == VPB_INIT_DRACUT)
		return "leave out or rename the dracut module that installs them";
	if (strstr(order->before.data, "udev"))
		return "our script has to be called 00-vfio-prebind with an empty PREREQ: "
		       "remove any of your own from /etc/initramfs-tools/scripts/init-top, "
		       "install vfio-prebind again";
	return "put PREREQ=\"00-vfio-prebind\" into each of them";
}

/* The image is made for systemd, and a script has taken the place of its /init. */
static bool has_lost_systemd(const struct vpb_image *image)
{
	return vpb_image_has_systemd(image) &&
	       (vpb_image_find(image, "usr/lib/systemd/system/" VPB_IMAGE_UNIT) ||
		       vpb_image_find(image, "lib/systemd/system/" VPB_IMAGE_UNIT));
}

static int list_judge(const struct vpb_image_case *image_case, enum vpb_init init,
	struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	struct order order = {};
	const char *fix;
	int r = 0;

	if (init == VPB_INIT_INITRAMFS_TOOLS)
		scripts_take(image_case->image, &order);
	else if (init == VPB_INIT_MKINITCPIO)
		hooks_take(image_case->image, &order);
	else
		cmdline_take(image_case->image, &order);
	if (vpb_text_error(&order.before) < 0)
		r = -ENOMEM;
	fix = fix_of(init, &order);
	if (!order.is_run && has_lost_systemd(image_case->image)) {
		vpb_text_add(&reason,
			"has a script as /init and not systemd, so nothing starts " VPB_IMAGE_UNIT);
		if (init == VPB_INIT_MKINITCPIO) {
			vpb_text_add(&reason,
				": the hook base, where it comes after systemd in HOOKS, "
				"replaces /init");
			fix = "put base before systemd in HOOKS, or leave it out";
		}
	} else if (!order.is_run) {
		vpb_text_add(&reason, "has vfio-prebind in it, and does not run it");
	} else if (order.before.length) {
		vpb_text_add(&reason,
			"runs these before vfio-prebind, and drivers that they load take "
			"the devices first: %s",
			order.before.data);
	}
	if (r == 0 && reason.length)
		r = vpb_image_warn(
			image_case, findings, VPB_KIND_IMAGE_ORDER, &reason, fix);
	vpb_text_done(&order.before);
	return r;
}

/* Nothing is known of an init that is none of these, and what it runs. */
static int stranger_judge(const struct vpb_image_case *image_case, enum vpb_init init,
	struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

	if (init == VPB_INIT_MISSING)
		vpb_text_add(&reason, "has no /init that could start vfio-prebind");
	else
		vpb_text_add(&reason,
			"has an /init of an unknown kind, and whether vfio-prebind runs "
			"first cannot be told");
	return vpb_image_warn(image_case, findings, VPB_KIND_IMAGE_INIT, &reason,
		"see that /init is the one of initramfs-tools, dracut, mkinitcpio or "
		"systemd");
}

int vpb_image_judge_order(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	enum vpb_init init = vpb_image_init(image_case->image);

	if (init == VPB_INIT_SYSTEMD)
		return vpb_image_judge_unit(image_case, findings);
	if (init == VPB_INIT_MISSING || init == VPB_INIT_UNKNOWN)
		return stranger_judge(image_case, init, findings);
	return list_judge(image_case, init, findings);
}
