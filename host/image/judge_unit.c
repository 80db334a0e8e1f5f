/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LATE "and host drivers may take the devices first"

/* systemd reads the first file of a name alone, in this order of folders. */
static const char *const folders[] = {"etc", "usr/lib", "lib"};

struct unit {
	const struct vpb_image_file *file, *link; /* NULL where there is none */
	bool is_of_admin; /* it is the one in /etc */
	bool has_drop_ins;
	struct vpb_text before; /* " NAME NAME ", of all lines Before= */
	bool waits; /* for sysinit.target, without DefaultDependencies=no */
	bool runs_helper;
};

static void unit_find(const struct vpb_image *image, struct unit *unit)
{
	bool found = false;

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		char path[128];

		snprintf(path, sizeof(path), "%s/systemd/system/%s", folders[i],
			VPB_IMAGE_UNIT);
		if (!found && vpb_image_entry(image, path)) {
			found = true;
			unit->file = vpb_image_find(image, path);
			unit->is_of_admin = i == 0;
		}
		snprintf(path, sizeof(path), "%s/systemd/system/sysinit.target.wants/%s",
			folders[i], VPB_IMAGE_UNIT);
		if (!unit->link)
			unit->link = vpb_image_find(image, path);
	}
	/* An empty file is what a link to /dev/null is in an image. */
	if (unit->file && !unit->file->content.length)
		unit->file = NULL;
}

/* systemd.syntax(7): blanks around '=', and an empty value takes back what stood before. */
static void line_take(struct unit *unit, char *line)
{
	char *value = strchr(line, '='), *end;

	line += strspn(line, " \t");
	if (!value || strchr("#;", *line))
		return;
	for (end = value; end > line && strchr(" \t", end[-1]); end--)
		;
	*end = '\0';
	value += 1 + strspn(value + 1, " \t");
	if (strcmp(line, "Before") == 0)
		vpb_text_add(&unit->before, "%s ", value);
	else if (strcmp(line, "DefaultDependencies") == 0)
		unit->waits =
			!strchr("nNfF0", *value) && strncasecmp(value, "off", 3) != 0;
	else if (strcmp(line, "ExecStart") == 0)
		unit->runs_helper =
			strstr(value, VPB_IMAGE_HELPER) || (*value && unit->runs_helper);
}

static int file_take(struct unit *unit, const struct vpb_image_file *file)
{
	VPB_CLEANUP(vpb_freep)
	char *copy = strdup(file->content.data ? file->content.data : "");
	char *rest = copy, *line;

	if (!copy)
		return -ENOMEM;
	for (char *at = copy; (at = strstr(at, "\\\n"));)
		at[0] = at[1] = ' ';
	while ((line = strsep(&rest, "\n")))
		line_take(unit, line);
	return 0;
}

/* The unit, and then what the administrator has added to it. */
static int unit_read(const struct vpb_image *image, struct unit *unit)
{
	int r;

	unit->waits = true;
	vpb_text_add(&unit->before, " ");
	r = file_take(unit, unit->file);
	for (size_t i = 0; r == 0 && i < image->count; i++)
		if (fnmatch("*/systemd/system/" VPB_IMAGE_UNIT ".d/*.conf",
			    image->files[i].path, 0) == 0) {
			unit->has_drop_ins = true;
			r = file_take(unit, &image->files[i]);
		}
	return r < 0 ? r : vpb_text_error(&unit->before);
}

static bool has_unit(const struct vpb_image *image, const char *name)
{
	char path[128];

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		snprintf(path, sizeof(path), "%s/systemd/system/%s", folders[i], name);
		if (vpb_image_find(image, path))
			return true;
	}
	return false;
}

/* All that can load a driver; only what is in this image can come first. */
static void order_tell(
	const struct vpb_image *image, const struct unit *unit, struct vpb_text *reason)
{
	static const char *const others[] = {"systemd-modules-load.service",
		"systemd-udevd.service", "systemd-udev-trigger.service",
		"dracut-cmdline.service", "dracut-pre-udev.service"};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		char word[64];

		snprintf(word, sizeof(word), " %s ", others[i]);
		if (has_unit(image, others[i]) && !strstr(unit->before.data, word))
			vpb_text_add(reason, "%s%s",
				reason->length ? ", "
					       : "has a " VPB_IMAGE_UNIT
						 " that is not ordered before ",
				others[i]);
	}
	if (reason->length)
		vpb_text_add(reason, ", " LATE);
}

static const char *fix_of(const struct unit *unit)
{
	if (unit->is_of_admin)
		return "remove /etc/systemd/system/" VPB_IMAGE_UNIT;
	if (unit->has_drop_ins)
		return "correct or remove the files in /etc/systemd/system/" VPB_IMAGE_UNIT
		       ".d, install vfio-prebind again";
	return "install vfio-prebind again";
}

static int content_judge(const struct vpb_image_case *image_case, struct unit *unit,
	struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text order = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text waits = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text program = {};
	const struct vpb_text *const reasons[] = {&order, &waits, &program};
	int r = unit_read(image_case->image, unit);

	if (r < 0)
		return r;
	order_tell(image_case->image, unit, &order);
	if (unit->waits)
		vpb_text_add(&waits,
			"has a " VPB_IMAGE_UNIT " without DefaultDependencies=no, which "
			"waits for sysinit.target, " LATE);
	if (!unit->runs_helper)
		vpb_text_add(&program, "has a " VPB_IMAGE_UNIT " that does not run /%s",
			VPB_IMAGE_HELPER);
	for (size_t i = 0; r == 0 && i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i]->length || vpb_text_error(reasons[i]) < 0)
			r = vpb_image_warn(image_case, findings, VPB_KIND_IMAGE_UNIT,
				reasons[i], fix_of(unit));
	return r;
}

/* Beside what is installed, a unit from elsewhere is named as such, whatever it says. */
static const char *difference_of(const struct vpb_image_case *image_case,
	const struct unit *unit, const struct vpb_image_file *ours)
{
	if (!image_case->host)
		return NULL;
	if (!ours)
		return "has a " VPB_IMAGE_UNIT " that is not installed here";
	if (ours->content.data &&
		(!unit->file->content.data ||
			strcmp(unit->file->content.data, ours->content.data) != 0))
		return "has another " VPB_IMAGE_UNIT " than the one installed, " LATE;
	return NULL;
}

int vpb_image_judge_unit(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	const struct vpb_image_file *ours =
		image_case->host ? vpb_image_find(image_case->host,
					   "usr/lib/vfio-prebind/" VPB_IMAGE_UNIT)
				 : NULL;
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	struct unit unit = {};
	const char *difference, *first;
	int r;

	unit_find(image_case->image, &unit);
	difference = unit.file ? difference_of(image_case, &unit, ours) : NULL;
	if (!unit.file || !unit.link)
		vpb_text_add(&reason, "has vfio-prebind in it, and %s",
			unit.file ? "nothing that starts it: no link in "
				    "sysinit.target.wants"
				  : "no " VPB_IMAGE_UNIT " that runs it");
	else if (difference)
		vpb_text_add(&reason, "%s", difference);
	if (!reason.length && vpb_text_error(&reason) == 0) {
		r = content_judge(image_case, &unit, findings);
		vpb_text_done(&unit.before);
		return r;
	}
	first = unit.is_of_admin ? "remove /etc/systemd/system/" VPB_IMAGE_UNIT
		: ours		 ? NULL
				 : "install vfio-prebind again";
	return vpb_image_warn(image_case, findings, VPB_KIND_IMAGE_UNIT, &reason, first);
}
