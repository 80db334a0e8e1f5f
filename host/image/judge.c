/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Adds each name that is needed and not there, and what those that are there need in turn. */
static void libraries_look(const struct vpb_image *image, const char *needed,
	struct vpb_text *seen, struct vpb_text *missing, unsigned int depth)
{
	for (; needed && *needed; needed += strcspn(needed, "\n") + 1) {
		const struct vpb_image_file *library;
		char name[256], line[sizeof(name) + 2];
		size_t length = strcspn(needed, "\n");

		if (length >= sizeof(name))
			continue;
		memcpy(name, needed, length);
		name[length] = '\0';
		snprintf(line, sizeof(line), "\n%s\n", name);
		if (seen->data && strstr(seen->data, line))
			continue;
		vpb_text_add(seen, "%s", line);
		library = vpb_image_library(image, name);
		if (!library)
			vpb_text_add(missing, "%s%s", missing->length ? ", " : "", name);
		else if (depth < 16)
			libraries_look(image, library->needed, seen, missing, depth + 1);
	}
}

static int helper_judge(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	const struct vpb_image_file *helper =
		vpb_image_find(image_case->image, VPB_IMAGE_HELPER);
	const struct vpb_image_file *ours =
		image_case->host ? vpb_image_find(image_case->host, VPB_IMAGE_HELPER)
				 : NULL;
	VPB_CLEANUP(vpb_text_done) struct vpb_text seen = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text missing = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	int r = 0;

	if (!image_case->is_folder)
		libraries_look(image_case->image, helper->needed, &seen, &missing, 0);
	if (vpb_text_error(&seen) < 0 || vpb_text_error(&missing) < 0)
		return -ENOMEM;
	if (missing.length) {
		vpb_text_add(&reason,
			"lacks libraries without which vfio-prebind binds nothing: %s",
			missing.data);
		r = vpb_image_warn(
			image_case, findings, VPB_KIND_IMAGE_LIBRARIES, &reason, NULL);
		vpb_text_done(&reason);
	}
	/* Not the bytes: dracut takes what is for debuggers out of a program. */
	if (r < 0 || !ours || !ours->build_id || !helper->build_id ||
		strcmp(ours->build_id, helper->build_id) == 0)
		return r;
	vpb_text_add(&reason, "has another vfio-prebind-helper than the one installed");
	return vpb_image_warn(image_case, findings, VPB_KIND_IMAGE_HELPER, &reason, NULL);
}

/* "vfio-pci.ko.xz" is the module vfio_pci. */
static bool is_module(const char *path, const char *name, size_t length)
{
	const char *slash = strrchr(path, '/');
	const char *file = slash ? slash + 1 : path;

	for (size_t i = 0; i < length; i++)
		if (file[i] != name[i] && !(file[i] == '-' && name[i] == '_'))
			return false;
	return strncmp(file + length, ".ko", 3) == 0 &&
	       (!file[length + 3] || file[length + 3] == '.');
}

static bool has_module(
	const struct vpb_image_case *image_case, const char *name, size_t length)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text folder = {};

	vpb_text_add(&folder, "lib/modules/%s/", image_case->release);
	for (size_t i = 0; folder.data && i < image_case->image->count; i++) {
		const char *path = image_case->image->files[i].path;
		const char *at = strncmp(path, "usr/", 4) == 0 ? path + 4 : path;

		if (strncmp(at, folder.data, folder.length) == 0 &&
			is_module(path, name, length))
			return true;
	}
	return false;
}

static int modules_judge(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	bool any = false;

	vpb_text_add(&reason,
		"lacks modules of kernel %s that binding needs: ", image_case->release);
	for (const char *at = image_case->modules; *at;) {
		size_t length = strcspn(at, "\n");

		if (!has_module(image_case, at, length)) {
			vpb_text_add(&reason, "%s%.*s", any ? ", " : "", (int)length, at);
			any = true;
		}
		at += length + (at[length] == '\n');
	}
	return any ? vpb_image_warn(
			     image_case, findings, VPB_KIND_IMAGE_MODULES, &reason, NULL)
		   : 0;
}

int vpb_image_judge(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	static int (*const judges[])(const struct vpb_image_case *,
		struct vpb_findings *) = {helper_judge, modules_judge,
		vpb_image_judge_files, vpb_image_judge_carriers, vpb_image_judge_order};
	int r = 0;

	if (!vpb_image_find(image_case->image, VPB_IMAGE_HELPER))
		return vpb_image_judge_absence(image_case, findings);
	for (size_t i = 0; r == 0 && i < sizeof(judges) / sizeof(*judges); i++)
		r = judges[i](image_case, findings);
	return r;
}
