/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_JUDGE_H
#define VPB_HOST_IMAGE_JUDGE_H

#include "../../helper/pipeline.h"
#include "image.h"
#include "mkinitcpio.h"

/* One image, and what it should be. */
struct vpb_image_case {
	const struct vpb_image *image;
	const struct vpb_image *host; /* what it would be made from today, or NULL */
	const char *title; /* what it is called in findings */
	/* It may be still in the making: dracut puts libraries into its folder last. */
	bool is_folder;
	enum vpb_generator generator;
	bool has_hook; /* ours is installed for that generator */
	const char *release; /* of its kernel */
	const char *modules; /* that must be in it, a name a line */
	const char *rebuild; /* what to do to have it made again */
	bool is_command; /* and that is one to type */
	const struct vpb_root *root; /* where `next` is not NULL */
	const struct vpb_run
		*next; /* the next boot from an image that is made now, or NULL */
	struct vpb_mkinitcpio mkinitcpio; /* where that is the generator */
};

/*
 * Is everything in it that the helper needs, as it is on the machine today, and does the helper
 * run first? Without `host` only what the image itself says: is the helper in it, with its
 * libraries unless it is a folder, and first? Adds what is wrong, each with its fix. Pure, but where
 * `next` is given. Returns 0 or -ENOMEM.
 *
 * What is first depends on what /init is (init.h). Scripts and hooks run in the order of a
 * list, and there ours has to be the first; of our unit, what it says has to come after it.
 */
int vpb_image_judge(const struct vpb_image_case *image_case,
	struct vpb_findings *findings) VPB_MUST_CHECK;

/* Parts of it. */
int vpb_image_judge_absence(const struct vpb_image_case *image_case,
	struct vpb_findings *findings) VPB_MUST_CHECK;
int vpb_image_judge_unit(const struct vpb_image_case *image_case,
	struct vpb_findings *findings) VPB_MUST_CHECK;
int vpb_image_judge_files(const struct vpb_image_case *image_case,
	struct vpb_findings *findings) VPB_MUST_CHECK;
int vpb_image_judge_carriers(const struct vpb_image_case *image_case,
	struct vpb_findings *findings) VPB_MUST_CHECK;
int vpb_image_judge_order(const struct vpb_image_case *image_case,
	struct vpb_findings *findings) VPB_MUST_CHECK;

/* A warning "TITLE REASON", whose fix is the rebuild, with what has to be done first before it. */
int vpb_image_warn(const struct vpb_image_case *image_case, struct vpb_findings *findings,
	enum vpb_kind kind, const struct vpb_text *reason,
	const char *first) VPB_MUST_CHECK;

#endif
