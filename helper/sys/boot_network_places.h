/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_BOOT_NETWORK_PLACES_H
#define VPB_SYS_BOOT_NETWORK_PLACES_H

#include <stdbool.h>

/* Where an image, or what one is made from, may say that it brings a network up, and in which form. */

enum vpb_tree {
	VPB_TREE_IMAGE = 1,
	VPB_TREE_HOST = 2,
};

enum vpb_form {
	VPB_FORM_FILE_IS_THERE,
	VPB_FORM_SETTINGS, /* of a shell, over all files of this form in their order */
	VPB_FORM_WORDS, /* of a kernel command line */
	VPB_FORM_SCRIPTS, /* of a shell, that a generator's init runs */
	VPB_FORM_FOLDERS_OF_SCRIPTS,
	VPB_FORM_INTERFACES, /* interfaces(5) */
};

struct vpb_boot_network_place {
	unsigned int trees; /* of enum vpb_tree */
	enum vpb_form form;
	const char *path;
	const char *
		names; /* of a folder: the files in it, as for fnmatch(3); NULL: `path` is a file */
};

/* Ended by one without a path. */
extern const struct vpb_boot_network_place vpb_boot_network_places[];

/* Whether it is in every image of some kind, and does nothing without a word of the command line. Pure. */
bool vpb_boot_network_is_stock(const char *path);

#endif
