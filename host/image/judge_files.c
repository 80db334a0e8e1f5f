/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge.h"

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <string.h>

/* Ours count whatever is in them. */
static bool is_config(const char *path)
{
	return strcmp(path, "etc/vfio-prebind.conf") == 0 ||
	       fnmatch("*/" VPB_IMAGE_RULE, path, 0) == 0 ||
	       fnmatch("*/vfio-prebind.conf.d/*.conf", path, 0) == 0;
}

/* A line "options vfio...", as install/common/image-files looks for it. */
static bool has_options(const struct vpb_image_file *file)
{
	const char *line = file->content.data;

	while (line) {
		const char *word = line + strspn(line, " \t");

		if (strncmp(word, "options", 7) == 0 && isblank((unsigned char)word[7]) &&
			strncmp(word + 7 + strspn(word + 7, " \t"), "vfio", 4) == 0)
			return true;
		line = strchr(line, '\n');
		line += line ? 1 : 0;
	}
	return false;
}

static bool is_modprobe(const char *path)
{
	return fnmatch("*/modprobe.d/*.conf", path, 0) == 0;
}

/* The files of one side that count, with the one of the other side. */
static bool counts(const struct vpb_image_file *file, const struct vpb_image_file *other)
{
	return is_config(file->path) ||
	       (is_modprobe(file->path) &&
		       (has_options(file) || (other && has_options(other))));
}

/* A link to /dev/null turns a file off, and an empty one does the same. */
static bool is_mask(const struct vpb_image *image, const char *path)
{
	const struct vpb_image_file *entry = vpb_image_entry(image, path);

	return entry && entry->target && strcmp(entry->target, "/dev/null") == 0;
}

static bool is_same(const struct vpb_image *image, const struct vpb_image_file *ours,
	const struct vpb_image_file *theirs)
{
	if (!theirs)
		return is_mask(image, ours->path) && !ours->content.length;
	/* What only root may read here is not held against the image. */
	return !ours->content.data ||
	       (theirs->content.data && ours->content.length == theirs->content.length &&
		       memcmp(ours->content.data, theirs->content.data,
			       ours->content.length) == 0);
}

static void difference_add(struct vpb_text *text, const char *path, const char *what)
{
	vpb_text_add(text, "%s/%s (%s)", text->length ? ", " : "", path, what);
}

int vpb_image_judge_files(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	const struct vpb_image *image = image_case->image, *host = image_case->host;
	VPB_CLEANUP(vpb_text_done) struct vpb_text differences = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

	if (!host)
		return 0;
	for (size_t i = 0; i < host->count; i++) {
		const struct vpb_image_file *ours = &host->files[i];
		const struct vpb_image_file *theirs = vpb_image_find(image, ours->path);

		if (counts(ours, theirs) && !is_same(image, ours, theirs))
			difference_add(&differences, ours->path,
				theirs ? "changed since" : "not in it");
	}
	for (size_t i = 0; i < image->count; i++) {
		const struct vpb_image_file *theirs = &image->files[i];

		if (counts(theirs, NULL) && !theirs->target &&
			!vpb_image_entry(host, theirs->path))
			difference_add(&differences, theirs->path, "no longer here");
	}
	if (vpb_text_error(&differences) < 0)
		return -ENOMEM;
	if (!differences.length)
		return 0;
	vpb_text_add(&reason, "has not the configuration of today: %s", differences.data);
	return vpb_image_warn(image_case, findings, VPB_KIND_IMAGE_FILES, &reason, NULL);
}
