/* SPDX-License-Identifier: GPL-2.0-or-later */

/* GRUB with the menu that grub-mkconfig writes from /etc/default. */

#include "grub.h"

#include <errno.h>
#include <string.h>

#include "change.h"
#include "signs.h"

#define FILE_PATH "etc/default/grub"
#define FOLDER "etc/default/grub.d"
#define DROP_IN "zz-vfio-prebind.cfg"
#define ENTRY_SCRIPT "etc/grub.d/11_vfio-prebind"
#define LINUX_SCRIPT "etc/grub.d/10_linux"

static const char *const menus[] = {"boot/grub/grub.cfg", "boot/grub2/grub.cfg", NULL};
static const char *const mkconfigs[] = {"usr/sbin/grub-mkconfig", "usr/bin/grub-mkconfig",
	"usr/sbin/grub2-mkconfig", "usr/bin/grub2-mkconfig", NULL};

const struct vpb_boot_program vpb_grub_program = {.name = "GRUB",
	.files = menus,
	.adds_boot_image = true,
	.maker = "grub-mkconfig"};

/* Whether its drop-in folder is read, its own program says: that is a patch of Debian's. */
static bool grub_detect(struct vpb_signs *signs)
{
	const char *mkconfig;

	if (signs->program != &vpb_grub_program)
		return false;
	mkconfig = vpb_signs_first(signs, mkconfigs);
	return mkconfig && vpb_signs_have(signs, "usr/sbin/update-grub") &&
	       vpb_signs_file_says(signs, mkconfig, "/default/grub.d");
}

static bool grub_file_detect(struct vpb_signs *signs)
{
	return signs->program == &vpb_grub_program && vpb_signs_first(signs, mkconfigs) &&
	       vpb_signs_first(signs, menus);
}

static const char *const word_files[] = {"etc/default/grub", NULL};

/* The command line of each entry that is no recovery entry has the words of both. */
static const char *const variables[] = {
	"GRUB_CMDLINE_LINUX", "GRUB_CMDLINE_LINUX_DEFAULT", NULL};

static const char *const paths[] = {FILE_PATH, FOLDER "/*.cfg", NULL};
static const char *const file_paths[] = {FILE_PATH, NULL};
static const struct vpb_loader_files files = {paths, variables, false};
static const struct vpb_loader_files file_alone = {file_paths, variables, false};

static bool grub_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	return vpb_loader_variables_say(change, &files, word, ret_path);
}

static bool grub_file_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	return vpb_loader_variables_say(change, &file_alone, word, ret_path);
}

/* A line of our own after all others, in a file of our own or not, is the same to GRUB. */
static int grub_want(struct vpb_loader_change *change)
{
	return vpb_loader_want_variable(change, FOLDER "/" DROP_IN, &files);
}

static int grub_file_want(struct vpb_loader_change *change)
{
	return vpb_loader_want_variable(change, FILE_PATH, &file_alone);
}

/*
 * The entries of GRUB's own script once more, so that they are what they are on this system, and
 * for every kernel that comes later as well. It has one for the newest kernel by that id.
 */
static int grub_want_entry(struct vpb_loader_change *change)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
	const struct vpb_root *root = change->root;
	struct vpb_journal_file *file;
	int r;

	change->path = LINUX_SCRIPT;
	if (!vpb_root_has(root, LINUX_SCRIPT))
		return -ENOENT;
	change->path = ENTRY_SCRIPT;
	r = vpb_transaction_file(
		root, change->journal, ENTRY_SCRIPT, VPB_PARTS_PROGRAM, &file);
	if (r == 0)
		r = vpb_loader_add_words(change, &files, &line);
	if (r < 0)
		return r;
	vpb_text_add(&text,
		"#!/bin/sh\n" VPB_SETUP_HEAD
		"# The entries of 10_linux once more, with these words and another title.\n"
		"[ -x /" LINUX_SCRIPT " ] || exit 0\n"
		"set -e\n"
		"%sexport GRUB_CMDLINE_LINUX GRUB_CMDLINE_LINUX_DEFAULT\n"
		"export GRUB_DISABLE_RECOVERY=true GRUB_DISABLE_SUBMENU=false\n"
		"entries=$(/" LINUX_SCRIPT ")\n"
		"printf '%%s\\n' \"$entries\" | sed \"\n"
		"s/^\\([[:blank:]]*\\(menuentry\\|submenu\\) '[^']*\\)'/"
		"\\1 " VPB_ENTRY_TITLE "'/\n"
		"s/'gnulinux-simple-[^']*'/'vfio-prebind'/\n"
		"s/'gnulinux-/'vfio-prebind-/g\"\n",
		line.data);
	vpb_text_add(&change->one_shot, "%s vfio-prebind",
		vpb_root_has(root, "usr/sbin/grub2-reboot") ||
				vpb_root_has(root, "usr/bin/grub2-reboot")
			? "grub2-reboot"
			: "grub-reboot");
	r = vpb_text_error(&text);
	return r < 0 ? r : vpb_transaction_want(file, text.data);
}

static int mkconfig_add(struct vpb_loader_change *change)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
	struct vpb_signs signs = {.root = change->root};
	const char *mkconfig = vpb_signs_first(&signs, mkconfigs);
	const char *menu = vpb_signs_first(&signs, menus);

	if (signs.error < 0)
		return signs.error;
	if (!mkconfig || !menu) {
		vpb_text_add(&change->advice, "write GRUB's menu again\n");
		return vpb_text_error(&change->advice);
	}
	vpb_text_add(&line, "%s -o /%s", strrchr(mkconfig, '/') + 1, menu);
	return vpb_text_error(&line) < 0
		       ? -ENOMEM
		       : vpb_journal_want_command(change->journal, line.data);
}

static int grub_refresh(struct vpb_loader_change *change, const char *path)
{
	int r;

	if (strcmp(path, FILE_PATH) != 0 &&
		strncmp(path, FOLDER "/", strlen(FOLDER "/")) != 0 &&
		strncmp(path, "etc/grub.d/", 11) != 0)
		return 0;
	r = vpb_root_look(change->root, "usr/sbin/update-grub");
	if (r > 0)
		r = vpb_journal_want_command(change->journal, "update-grub");
	else if (r == 0)
		r = mkconfig_add(change);
	return r < 0 ? r : 1;
}

const struct vpb_loader vpb_loader_grub = {
	.name = "grub",
	.summary = "a drop-in for GRUB, as Debian and Ubuntu have it",
	.title = "GRUB",
	.program = &vpb_grub_program,
	.detect = grub_detect,
	.place = "put this into /etc/default/grub.d/zz-vfio-prebind.cfg, then run "
		 "update-grub",
	.undo = "remove that file, then run update-grub",
	.takes_comments = true,
	.form = VPB_GRUB_FORM,
	.says = grub_says,
	.word_files = word_files,
	.want = grub_want,
	.want_entry = grub_want_entry,
	.refresh = grub_refresh,
};

/* Without Debian's folder. */
const struct vpb_loader vpb_loader_grub_file = {
	.name = "grub-file",
	.title = "GRUB",
	.program = &vpb_grub_program,
	.detect = grub_file_detect,
	.form = VPB_GRUB_FORM,
	.says = grub_file_says,
	.word_files = word_files,
	.want = grub_file_want,
	.want_entry = grub_want_entry,
};
