/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../machine/variants.h"
#include "host_files.h"
#include "judge.h"
#include "places.h"
#include "read.h"
#include "rebuild.h"

struct images {
	const struct vpb_root *root;
	const struct vpb_facts *facts;
	const struct vpb_run *next; /* or NULL */
	struct vpb_findings *findings;
	struct vpb_text *looked;
	struct vpb_rebuilds *rebuilds; /* or NULL */
	struct vpb_image host;
	bool *has_image; /* one a kernel */
	bool *has_unread; /* and one that could not be read, of which nobody knows whose it is */
};

static void rebuild_add(const struct images *images, bool is_command, const char *rebuild)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
	struct vpb_text *text;

	if (!images->rebuilds)
		return;
	text = is_command ? &images->rebuilds->commands : &images->rebuilds->by_hand;
	vpb_text_add(&line, "%s\n", rebuild);
	/* One call may make several images. */
	if (line.data && text->data && strstr(text->data, line.data))
		return;
	vpb_text_add(text, "%s", line.data ? line.data : "");
	text->failed |= line.failed;
}

/* Which of the installed kernels, or -1. */
static long kernel_find(const struct vpb_facts *facts, const char *release)
{
	for (size_t i = 0; i < facts->kernel_count; i++)
		if (strcmp(facts->kernels[i].release, release) == 0)
			return (long)i;
	return -1;
}

/* Whose modules are in it, where nothing else says whose image it is. */
static long kernel_guess(const struct vpb_facts *facts, const struct vpb_image *image)
{
	for (size_t i = 0; i < facts->kernel_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text path = {};

		vpb_text_add(&path, "usr/lib/modules/%s", facts->kernels[i].release);
		if (path.data && (vpb_image_find(image, path.data) ||
					 vpb_image_find(image, path.data + 4)))
			return (long)i;
	}
	return -1;
}

static int parts_read(const struct vpb_root *root, const struct vpb_image_place *place,
	struct vpb_image *image)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < place->part_count; i++)
		r = vpb_image_read(root, place->parts[i], image);
	return r < 0 ? r : vpb_image_settle(image);
}

/* What cannot be read is not judged: a warning where it is broken, a note where it is not for us. */
static int failure_tell(const struct images *images, const struct vpb_image_place *place,
	const char *title, int error)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	struct vpb_finding *finding;
	bool is_command;

	if (error == -EACCES || error == -EPERM) {
		vpb_text_add(
			&reason, "%s was not looked into: only root may read it", title);
		return vpb_text_error(&reason) < 0
			       ? -ENOMEM
			       : vpb_findings_say(images->findings, VPB_KIND_IMAGE_UNSEEN,
					 -1, NULL, reason.data,
					 "run 'vfio-prebind check' as root");
	}
	vpb_text_add(&reason, "%s cannot be read as a boot image: %s", title,
		error == -EBADMSG ? "it is cut off, damaged, or packed in an unknown way"
		: error == -EFBIG ? "it unpacks to more than any image does"
				  : strerror(-error));
	is_command = vpb_image_rebuild(images->root, place, VPB_GENERATOR_UNKNOWN,
		*place->release ? place->release : "KERNEL-VERSION", &fix);
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
		return -ENOMEM;
	if (*place->release)
		rebuild_add(images, is_command, fix.data);
	finding = vpb_findings_add(
		images->findings, VPB_KIND_IMAGE_BROKEN, -1, NULL, reason.data, fix.data);
	if (!finding)
		return -ENOMEM;
	return vpb_finding_set_command(
		finding, is_command && *place->release ? fix.data : NULL);
}

static int image_judge(const struct images *images, const struct vpb_image_place *place,
	const char *title, const struct vpb_image *image, const char *release)
{
	const struct vpb_root *root = images->root;
	VPB_CLEANUP(vpb_text_done) struct vpb_text variants = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text modules = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text rebuild = {};
	enum vpb_generator generator = vpb_image_generator(image);
	const char *path = place->parts[place->part_count - 1];
	bool is_command;
	int r = images->next ? vpb_variants_needed(root, release, images->next, &variants)
			     : 0;

	if (r == 0)
		r = vpb_image_host_modules(
			root, release, variants.data ? variants.data : "", &modules);
	is_command = vpb_image_rebuild(root, place, generator, release, &rebuild);
	vpb_text_add(images->looked, "%s%s (%s)", images->looked->length ? ", " : "",
		title, vpb_generator_name(generator));
	if (r < 0 || vpb_text_error(&rebuild) < 0 || vpb_text_error(images->looked) < 0)
		return -ENOMEM;
	rebuild_add(images, is_command, rebuild.data);
	return vpb_image_judge(
		&(const struct vpb_image_case){
			.image = image,
			.host = &images->host,
			.title = title,
			.generator = generator,
			.has_hook = vpb_image_host_has_hook(
				root, vpb_generator_installed(root, generator)),
			.release = release,
			.modules = modules.data ? modules.data : "",
			.rebuild = rebuild.data,
			.mkinitcpio = vpb_mkinitcpio_read(root, path),
			.is_command = is_command,
			.root = root,
			.next = images->next,
		},
		images->findings);
}

static int place_look(const struct images *images, const struct vpb_image_place *place)
{
	VPB_CLEANUP(vpb_image_done) struct vpb_image image = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text title = {};
	const char *release;
	long kernel;
	int r = parts_read(images->root, place, &image);

	for (size_t i = 0; i < place->part_count; i++)
		vpb_text_add(&title, "%s%s/%s", i ? " with " : "", images->root->path,
			place->parts[i]);
	if (r == -ENOMEM || vpb_text_error(&title) < 0)
		return -ENOMEM;
	release = *image.release ? image.release : place->release;
	kernel = *release ? kernel_find(images->facts, release)
			  : kernel_guess(images->facts, &image);
	if (kernel >= 0)
		images->has_image[kernel] = true;
	*images->has_unread |= r < 0 && kernel < 0;
	if (r < 0)
		return failure_tell(images, place, title.data, r);
	/* Its kernel was removed: it cannot get far. */
	if (kernel < 0)
		return 0;
	return image_judge(images, place, title.data, &image,
		images->facts->kernels[kernel].release);
}

/* What names the image of that kernel, where nothing is at that place; or NULL. */
static const struct vpb_image_lost *lost_find(
	const struct vpb_image_places *places, const char *release)
{
	const struct vpb_image_lost *unknown = NULL;

	for (size_t i = 0; i < places->lost_count; i++) {
		if (strcmp(places->lost[i].release, release) == 0)
			return &places->lost[i];
		if (!*places->lost[i].release && !unknown)
			unknown = &places->lost[i];
	}
	return unknown;
}

/* The running kernel had an image: that it is not seen says nothing good of it. */
static int running_tell(const struct images *images,
	const struct vpb_image_places *places, const char *release)
{
	const struct vpb_image_lost *lost = lost_find(places, release);
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	const char *top = images->root->path;
	bool is_command = vpb_image_rebuild_unseen(images->root, release, &fix);

	if (fix.length)
		rebuild_add(images, is_command, fix.data);
	else
		vpb_text_add(&fix, "%s",
			lost ? "mount the file system that it is on, or make it again with "
			       "the program that made it"
			     : "make it again with the program that made it, and look "
			       "into it by its path: vfio-prebind check --image FILE");
	vpb_text_add(&text,
		"the boot image of kernel %s, which is running, was not found, so it is "
		"unknown whether it binds anything",
		release);
	if (lost)
		vpb_text_add(&text, ": %s/%s, which %s/%s names, is not there", top,
			lost->path, top, lost->by);
	if (vpb_text_error(&text) < 0 || vpb_text_error(&fix) < 0)
		return -ENOMEM;
	return vpb_findings_say(
		images->findings, VPB_KIND_IMAGE_LOST, -1, NULL, text.data, fix.data);
}

static int absence_tell(const struct images *images, const char *release)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_text_add(&text,
		"no boot image of kernel %s was found, and without one it binds nothing "
		"early",
		release);
	if (vpb_text_error(&text) < 0)
		return -ENOMEM;
	return vpb_findings_say(images->findings, VPB_KIND_IMAGE_MISSING, -1, NULL,
		text.data,
		"ignore this where that kernel is never booted, or where its image is in "
		"another place");
}

static int absence_look(
	const struct images *images, const struct vpb_image_places *places)
{
	const struct vpb_facts *facts = images->facts;
	int r = 0;

	for (size_t i = 0; r == 0 && i < facts->kernel_count; i++) {
		const struct vpb_kernel *kernel = &facts->kernels[i];

		if (!images->has_image[i] && !(kernel->is_running && *images->has_unread))
			r = kernel->is_running
				    ? running_tell(images, places, kernel->release)
				    : absence_tell(images, kernel->release);
	}
	return r;
}

void vpb_rebuilds_done(struct vpb_rebuilds *rebuilds)
{
	vpb_text_done(&rebuilds->commands);
	vpb_text_done(&rebuilds->by_hand);
}

int vpb_check_images(const struct vpb_root *root, const struct vpb_facts *facts,
	const struct vpb_run *next, struct vpb_findings *findings,
	struct vpb_text *looked, struct vpb_rebuilds *rebuilds)
{
	VPB_CLEANUP(vpb_image_places_done) struct vpb_image_places places = {};
	VPB_CLEANUP(vpb_freep)
	bool *has_image = calloc(facts->kernel_count + 1, sizeof(*has_image));
	bool has_unread = false;
	struct images images = {root, facts, next, findings, looked, rebuilds, {},
		has_image, &has_unread};
	int r = has_image ? vpb_image_host_read(root, &images.host) : -ENOMEM;

	if (r == 0)
		r = vpb_image_places_find(root, facts, &places);
	for (size_t i = 0; r == 0 && i < places.count; i++)
		r = place_look(&images, &places.items[i]);
	if (r == 0)
		r = absence_look(&images, &places);
	vpb_image_done(&images.host);
	return r;
}

bool vpb_check_binds_nothing(enum vpb_kind kind)
{
	static const enum vpb_kind kinds[] = {VPB_KIND_IMAGE_BROKEN,
		VPB_KIND_IMAGE_WITHOUT, VPB_KIND_IMAGE_LIBRARIES, VPB_KIND_IMAGE_MODULES,
		VPB_KIND_IMAGE_FILES, VPB_KIND_IMAGE_ORDER, VPB_KIND_IMAGE_UNIT,
		VPB_KIND_IMAGE_INIT};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i] == kind)
			return true;
	return false;
}
