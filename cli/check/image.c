/* SPDX-License-Identifier: GPL-2.0-or-later */

/* check --image: one image, as what has just made it asks. */

#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../helper/base/log.h"
#include "../../helper/base/output.h"
#include "../../helper/core/finding.h"
#include "../../host/image/host_files.h"
#include "../../host/image/judge.h"
#include "../../host/image/places.h"
#include "../../host/image/read.h"
#include "../../host/image/rebuild.h"
#include "../../host/image/tree.h"
#include "../../host/machine/facts.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/line.h"
#include "../command.h"

struct one_image {
	const struct vpb_root *root;
	const char *path; /* as it was typed */
	struct stat status;
	struct vpb_facts facts;
	struct vpb_image image;
	struct vpb_findings findings;
};

/* How an image in its usual place is made is known; of any other its generator is. */
static int rebuild_add(const struct one_image *one, enum vpb_generator generator,
	const char *release, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_image_places_done) struct vpb_image_places places = {};
	int r = vpb_image_places_find(one->root, &one->facts, &places);

	for (size_t i = 0; r == 0 && *release && i < places.count; i++) {
		const struct vpb_image_place *place = &places.items[i];
		struct stat other;

		if (vpb_root_stat(one->root, place->parts[place->part_count - 1], 0,
			    &other) < 0 ||
			other.st_dev != one->status.st_dev ||
			other.st_ino != one->status.st_ino)
			continue;
		vpb_image_rebuild(one->root, place, generator, release, text);
		return vpb_text_error(text);
	}
	if (generator == VPB_INITRAMFS_TOOLS)
		vpb_text_add(
			text, "update-initramfs -u -k %s", *release ? release : "all");
	else if (generator == VPB_DRACUT)
		vpb_text_add(text, "dracut --force --regenerate-all");
	else if (generator == VPB_MKINITCPIO)
		vpb_text_add(text, "mkinitcpio -P");
	else
		vpb_text_add(text, "make it again with the program that made it");
	return r < 0 ? r : vpb_text_error(text);
}

/* By what the image says of itself, by its name, and by the modules in it. */
static const char *release_of(const struct one_image *one)
{
	const struct vpb_facts *facts = &one->facts;
	const char *release = *one->image.release
				      ? one->image.release
				      : vpb_image_release_in(facts, one->path);

	for (size_t i = 0; !*release && i < facts->kernel_count; i++) {
		char path[sizeof("usr/lib/modules/") + sizeof(facts->kernels->release)];

		snprintf(path, sizeof(path), "usr/lib/modules/%s",
			facts->kernels[i].release);
		if (vpb_image_find(&one->image, path) ||
			vpb_image_find(&one->image, path + strlen("usr/")))
			release = facts->kernels[i].release;
	}
	return release;
}

static int judge(struct one_image *one)
{
	enum vpb_generator generator = vpb_image_generator(&one->image);
	const char *release = release_of(one);
	VPB_CLEANUP(vpb_freep) char *real = realpath(one->path, NULL);
	VPB_CLEANUP(vpb_text_done) struct vpb_text rebuild = {};
	int r = rebuild_add(one, generator, release, &rebuild);

	if (r < 0)
		return r;
	return vpb_image_judge(
		&(const struct vpb_image_case){
			.image = &one->image,
			.title = one->path,
			.is_folder = S_ISDIR(one->status.st_mode),
			.generator = generator,
			.has_hook = vpb_image_host_has_hook(
				one->root, vpb_generator_installed(one->root, generator)),
			.release = release,
			.modules = "",
			.rebuild = rebuild.data,
			.mkinitcpio = vpb_mkinitcpio_read(one->root, real),
		},
		&one->findings);
}

static int failure_tell(struct one_image *one, int error)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	bool is_hidden = error == -EACCES || error == -EPERM;

	vpb_text_add(&reason, "%s could not be read: %s", one->path,
		error == -EBADMSG ? "it is cut off, damaged, or packed in an unknown way"
		: error == -EFBIG ? "it holds more than any image does"
				  : strerror(-error));
	if (vpb_text_error(&reason) < 0)
		return -ENOMEM;
	return vpb_findings_say(&one->findings,
		is_hidden ? VPB_KIND_IMAGE_UNSEEN : VPB_KIND_IMAGE_BROKEN, -1, NULL,
		reason.data,
		is_hidden ? "run this as root"
			  : "see that it is an initramfs, a UKI, or the folder of one");
}

static int image_look(struct one_image *one)
{
	const struct vpb_root here = vpb_root_here();
	int r = vpb_facts_read(one->root, &one->facts);

	if (r < 0)
		return r;
	if (stat(one->path, &one->status) < 0)
		return failure_tell(one, -errno);
	if (S_ISDIR(one->status.st_mode)) {
		r = vpb_image_read_tree(one->path, &one->image);
	} else {
		r = vpb_image_read(&here, one->path, &one->image);
		if (r == 0)
			r = vpb_image_settle(&one->image);
	}
	return r == -ENOMEM ? r : r < 0 ? failure_tell(one, r) : judge(one);
}

static int findings_print(const struct one_image *one)
{
	const struct vpb_snapshot none = {};

	vpb_findings_print("", &one->findings, &none);
	if (!one->findings.count)
		vpb_line_print("%s: vfio-prebind is in it, and runs first (%s)",
			one->path, vpb_generator_name(vpb_image_generator(&one->image)));
	return 0;
}

static int findings_print_json(const struct one_image *one)
{
	const struct vpb_snapshot none = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};

	vpb_json_begin_object(&json, NULL);
	vpb_findings_add_json(&json, "images", &one->findings, &none);
	vpb_json_end_object(&json);
	return vpb_output_text(&text);
}

int vpb_check_image(const struct vpb_root *root, const char *path, bool is_json)
{
	struct one_image one = {.root = root, .path = path};
	int r = image_look(&one), status;

	if (r == 0)
		r = is_json ? findings_print_json(&one) : findings_print(&one);
	/* A note is about an image of which nothing is known: that is no success. */
	status = r < 0 || one.findings.count ? VPB_EXIT_FAILED : VPB_EXIT_DONE;
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "check: %s", strerror(-r));
	vpb_findings_done(&one.findings);
	vpb_image_done(&one.image);
	vpb_facts_done(&one.facts);
	return status;
}
