/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHANGE_ATOMIC_FILE_H
#define VPB_HOST_CHANGE_ATOMIC_FILE_H

#include <limits.h>
#include <sys/types.h>

#include "../../helper/sys/root.h"

/*
 * Files of other people's that are changed: each is written whole beside its place, synced,
 * renamed over it, and its folder synced. At every moment the old file or the new one is there.
 *
 * With `--root DIR` nothing outside of DIR is read or written, whatever links say (root.h). No function here follows a link
 * at the end of a path but vpb_atomic_file_resolve(). All return 0 or -errno.
 */

/*
 * The path of the file itself: where `path` is a link, the file that it leads to, which has to be
 * in /etc like the link, and root's. -EXDEV where it is not. Where the file is missing, its folder has to be
 * there, below /etc and named by the link; else -ENOLINK. A path where nothing is yet is its own.
 */
int vpb_atomic_file_resolve(const struct vpb_root *root, const char *path,
	char ret_path[PATH_MAX]) VPB_MUST_CHECK;

/* Adds all of the file to `text`. -ENOENT also where its folder is missing. */
int vpb_atomic_file_read(const struct vpb_root *root, const char *path,
	struct vpb_text *text) VPB_MUST_CHECK;

/*
 * Puts `bytes` in place of the file. Owner, mode, ACLs and all other extended attributes become
 * those of the file `like`; where that is NULL: root's, `mode`, and what the folder gives.
 */
int vpb_atomic_file_write(const struct vpb_root *root, const char *path,
	const void *bytes, size_t length, const char *like, mode_t mode) VPB_MUST_CHECK;

/* Removes the file, and what an interrupted vpb_atomic_file_write() left of it; none is no error. */
int vpb_atomic_file_remove(const struct vpb_root *root, const char *path) VPB_MUST_CHECK;

/* Removes only what an interrupted vpb_atomic_file_write() left. */
int vpb_atomic_file_tidy(const struct vpb_root *root, const char *path) VPB_MUST_CHECK;

/* One that is there is no error, and keeps its mode. */
int vpb_atomic_folder_make(
	const struct vpb_root *root, const char *path, mode_t mode) VPB_MUST_CHECK;

/* One that is missing, or not empty, is no error. */
int vpb_atomic_folder_remove(
	const struct vpb_root *root, const char *path) VPB_MUST_CHECK;

#endif
