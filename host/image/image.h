/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_IMAGE_H
#define VPB_HOST_IMAGE_IMAGE_H

#include "../../helper/base/text.h"

#define VPB_IMAGE_HELPER "usr/lib/vfio-prebind/vfio-prebind-helper"
#define VPB_IMAGE_UNIT "vfio-prebind-initrd.service"
#define VPB_IMAGE_RULE "udev/rules.d/00-vfio-prebind.rules"

/*
 * The files of a boot image, as a list: all names, and the content of those that matter here.
 * The files that an image is made from, on the machine, are such a list as well, under the same
 * names. Pure. Functions that can fail return 0 or -ENOMEM.
 */
struct vpb_image_file {
	char *path; /* without a '/' at its beginning */
	char *target; /* of a symbolic link, or NULL */
	char *leader; /* the first name of the same file (a hard link), or NULL */
	struct vpb_text content; /* data is NULL where it was not kept */
	char *needed; /* of a program or library: others that it needs, a name a line */
	char *build_id; /* of a program, hexadecimal */
	size_t number; /* of two files of one name the later one counts */
};

struct vpb_image {
	struct vpb_image_file *files;
	size_t count;
	char release[128]; /* the kernel's, where a UKI has it; else "" */
};

enum vpb_generator {
	VPB_GENERATOR_UNKNOWN,
	VPB_INITRAMFS_TOOLS,
	VPB_DRACUT,
	VPB_MKINITCPIO,
};

void vpb_image_done(struct vpb_image *image);

/* Adds a file; NULL when memory is out. Until vpb_image_settle() nothing is looked up. */
struct vpb_image_file *vpb_image_add(struct vpb_image *image, const char *path);

/* Puts the list in order: by name, each once, the content of hard links at each of them. */
int vpb_image_settle(struct vpb_image *image) VPB_MUST_CHECK;

/* Whether somebody will ask for the content of the file of that name. */
bool vpb_image_wants_content(const char *path);

/* Programs and libraries that are asked what they need. */
bool vpb_image_is_elf(const char *path);

/* That file, through links as the kernel would follow them; NULL where it ends nowhere. */
const struct vpb_image_file *vpb_image_find(
	const struct vpb_image *image, const char *path);

/* As it lies there, without following a link at its end. */
const struct vpb_image_file *vpb_image_entry(
	const struct vpb_image *image, const char *path);

/* The first library of that name, in whatever folder, that is there; or NULL. */
const struct vpb_image_file *vpb_image_library(
	const struct vpb_image *image, const char *name);

/* By what only one of them puts into its images. */
enum vpb_generator vpb_image_generator(const struct vpb_image *image);

/* Whether systemd is the image's init. */
bool vpb_image_has_systemd(const struct vpb_image *image);

/* "initramfs-tools", "dracut", "mkinitcpio", "unknown generator". */
const char *vpb_generator_name(enum vpb_generator generator);

#endif
