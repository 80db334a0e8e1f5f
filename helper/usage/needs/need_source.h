/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_NEEDS_NEED_SOURCE_H
#define VPB_USAGE_NEEDS_NEED_SOURCE_H

#include <mntent.h>

#include "list.h"

/* What the readers of tables, units and the command line share. Pure but for `needs`. */

/* One line of a table, and what depends on it. */
struct vpb_need_source {
	struct vpb_needs *needs;
	/* NULL: a boot needs it; else only what stands on this does, see struct vpb_optional. */
	const char *holder;
	struct vpb_need need; /* all but its name */
};

/*
 * Adds the name as a table has it: a device, with or without quotes, or the path of a file or
 * folder. A share or a pseudo file system is skipped. 0 or -ENOMEM.
 */
int vpb_need_source_add(
	const struct vpb_need_source *from, const char *name) VPB_MUST_CHECK;

/* Adds one of the forms of list.h as it stands. 0 or -ENOMEM. */
int vpb_need_source_add_exact(
	const struct vpb_need_source *from, const char *name) VPB_MUST_CHECK;

/* The tag of a share, of virtiofs or 9p. 0 or -ENOMEM. */
int vpb_need_source_add_share(
	const struct vpb_need_source *from, const char *tag) VPB_MUST_CHECK;

/* A file or folder, wherever it is. 0 or -ENOMEM. */
int vpb_need_source_add_path(
	const struct vpb_need_source *from, const char *path) VPB_MUST_CHECK;

/* What the node is made of, to be found by the node's name. 0 or -ENOMEM. */
int vpb_need_source_add_node(const struct vpb_need_source *from, const char *node,
	const char *made_of) VPB_MUST_CHECK;

/* The pool of a ZFS data set: the name up to the first slash. 0 or -ENOMEM. */
int vpb_need_source_add_pool(
	const struct vpb_need_source *from, const char *name) VPB_MUST_CHECK;

/*
 * The file with a key or header of an encrypted volume, and the device on which it lies: see the
 * function for the forms. `spec` goes up to the first comma. 0 or -ENOMEM.
 */
int vpb_need_source_add_key(
	const struct vpb_need_source *from, const char *spec) VPB_MUST_CHECK;

/*
 * The unit of a mount, a device, swap space or an encrypted volume, or the path of one. What other
 * units need is unknown, and they are skipped. 0 or -ENOMEM.
 */
int vpb_need_source_add_unit(
	const struct vpb_need_source *from, const char *name) VPB_MUST_CHECK;

/* All that a line of fstab, or a unit that says the same, depends on. 0 or -ENOMEM. */
int vpb_need_source_add_line(
	const struct vpb_need_source *from, const struct mntent *line) VPB_MUST_CHECK;

/*
 * Calls `add` for each line, which `origin` names for a person ("/etc/fstab:3"). The C library
 * splits the fields, as it does for systemd's fstab-generator; a field that is not there is empty,
 * and a line without a second one is skipped. 0 or -ENOMEM, or what `add` returns.
 */
int vpb_table_read(struct vpb_needs *needs, const char *source, const char *text,
	int (*add)(struct vpb_needs *needs, const char *origin,
		const struct mntent *line)) VPB_MUST_CHECK;

/* A device, as opposed to a share, a file or something made up. */
bool vpb_name_is_device(const char *name);

/* Without the quotes that a tag's value may stand in (mount(8)); the caller's, or NULL. */
char *vpb_name_unquoted(const char *name);

/* Whether a file system of that type, mounted with these options, comes over a virtio device. */
bool vpb_type_is_share(const char *type, const char *options);

/* Whether a file system of that type, from that source, comes from a server. */
bool vpb_type_is_remote(const char *type, const char *source);

/*
 * Adds the server of a line that mounts from one, also where that is done by a unit; what is within it,
 * such as a key, comes over the network. `user` and `fix` are NULL where a boot does without. 0 or -ENOMEM.
 */
int vpb_need_add_line_server(struct vpb_needs *needs, const struct mntent *line,
	const char *user, const char *fix) VPB_MUST_CHECK;

/* Adds the server, whose address is looked for in its name and in the options. 0 or -ENOMEM. */
int vpb_need_add_server(struct vpb_needs *needs, const char *options,
	const struct vpb_server *server) VPB_MUST_CHECK;

/*
 * The value of a word of the kernel command line with that key; NULL where it has another, or no
 * value. '-' and '_' are the same in a key.
 */
const char *vpb_word_value(const char *word, const char *key);

/* Adds what the word names, except for what counts only once. 0 or -ENOMEM. */
int vpb_word_parse(struct vpb_needs *needs, const char *word) VPB_MUST_CHECK;

/*
 * The value of the first option of that name in an option string, as libmount splits it: a comma
 * in quotes separates nothing, and the quotes are part of the value. "" where the option has no
 * value, NULL where there is no such option. `ret_length` may be NULL. To find the next one, search
 * on from the end of the value.
 */
const char *vpb_option_find(const char *options, const char *name, size_t *ret_length);

/* The last of two opposite words counts (systemd's fstab_test_yes_no_option). */
bool vpb_options_say(const char *options, const char *yes, const char *no);

#endif
