/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_LOADER_H
#define VPB_HOST_LOADER_LOADER_H

#include <limits.h>

#include "../../helper/sys/root.h"
#include "form.h"

/*
 * How words get onto the kernel command line: one row for each boot loader, or for each program
 * that writes a boot loader's files. A new one is a row in a file of its own, with its functions,
 * and a line in loaders.c. A function that is NULL is not needed, or cannot be done there.
 */

struct vpb_facts;
struct vpb_signs;
struct vpb_loader_change;

/* The program that starts the kernel. Several rows may belong to one. */
struct vpb_boot_program {
	const char *name; /* with which the EFI variable LoaderInfo begins */
	const char *const *files; /* one of these is there where it is; NULL at the end */
	bool adds_boot_image; /* BOOT_IMAGE= to the command line */
	const char *maker; /* what writes its files; NULL: nothing that has to be there */
};

struct vpb_loader {
	const char *name; /* what users write after --for */
	const char *summary; /* of its form; NULL: not offered to users */

	/* What booted this system. */
	const char *title; /* what it is called; NULL: never found */
	const struct vpb_boot_program *program;
	/* Whether it is this one; NULL: where `program` booted. The first row that says so is it. */
	bool (*detect)(struct vpb_signs *signs);

	/* Its tool, where one makes the boot entries, so that nothing else may, see owner.h. */
	/* Whether it does so here, whatever has booted. */
	bool (*owns)(struct vpb_signs *signs);
	bool makes_all_images; /* else those that its entries name */
	/*
	 * Adds how it makes the image of that kernel again: a command, true, or what a person has
	 * to do. Nothing is added where whoever made the image does.
	 */
	bool (*add_rebuild)(
		const struct vpb_root *root, const char *release, struct vpb_text *text);

	/* As a text for a person to use. */
	const char *place; /* where the text belongs, and what has to be run then */
	const char *undo; /* or NULL: the words in the form `undo_form` do it */
	/* Both of these end with the commands that this adds. */
	void (*add_commands)(const struct vpb_root *root, const struct vpb_facts *facts,
		struct vpb_text *text);
	bool takes_comments;
	struct vpb_loader_form form, undo_form;
	/* Adds the whole text, where that is more than the words in the form. 0 or -errno. */
	int (*add_text)(const struct vpb_root *root, const struct vpb_loader *loader,
		const char *words, struct vpb_text *text);

	/* As changes to this system, see change.h. These return 0, 1 or -errno as told there. */
	/*
	 * Whether a file of others gives that word to every boot, and which; NULL: as this boot's
	 * command line has it. A file that has it where it does not count is named, and false.
	 */
	bool (*says)(const struct vpb_loader_change *change, const char *word,
		char ret_path[PATH_MAX]);
	/* Wants the words for every boot; NULL: print only, the user is told what to add. */
	int (*want)(struct vpb_loader_change *change);
	/* Wants a second boot entry that alone has the words; NULL: there is no such way. */
	int (*want_entry)(struct vpb_loader_change *change);
	/*
	 * Files out of which words can be taken, by what their paths begin with; NULL at the end. Where
	 * this is NULL, the user is told which words are not needed any more.
	 */
	const char *const *word_files;
	/* Adds the commands that a change to this file needs; 1: it is a file of this loader. */
	int (*refresh)(struct vpb_loader_change *change, const char *path);
};

/* All rows; NULL at the end. */
extern const struct vpb_loader *const vpb_loaders[];

/* The one of that name that users may ask for, or NULL. */
const struct vpb_loader *vpb_loader_find(const char *name);

extern const struct vpb_loader vpb_loader_plain;
extern const struct vpb_loader vpb_loader_grubby;
extern const struct vpb_loader vpb_loader_grub;
extern const struct vpb_loader vpb_loader_grub_file;
extern const struct vpb_loader vpb_loader_kernelstub;
extern const struct vpb_loader vpb_loader_proxmox;
extern const struct vpb_loader vpb_loader_mkinitcpio;
extern const struct vpb_loader vpb_loader_kernel_install;
extern const struct vpb_loader vpb_loader_entry;
extern const struct vpb_loader vpb_loader_limine;
extern const struct vpb_loader vpb_loader_refind;
extern const struct vpb_loader vpb_loader_rpm_ostree;
extern const struct vpb_loader vpb_loader_u_boot;
extern const struct vpb_loader vpb_loader_zfsbootmenu;
extern const struct vpb_loader vpb_loader_sdboot_manage;
extern const struct vpb_loader vpb_loader_transactional;
extern const struct vpb_loader vpb_loader_sdbootutil;
extern const struct vpb_loader vpb_loader_bootc;
extern const struct vpb_loader vpb_loader_nixos;

#endif
