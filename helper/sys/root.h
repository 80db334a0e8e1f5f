/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_ROOT_H
#define VPB_SYS_ROOT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "../base/text.h"

/*
 * The tree in which /sys, /proc and /etc are looked for: the running machine, or a copy of
 * another one (`--root DIR`). All paths below are relative to it and start without '/'.
 *
 * Another machine's tree has a wall around it: whatever its links say, nothing outside of it is
 * read, written, listed or made, see inside.h. An absolute link there begins at its top. All that is
 * opened below a root is opened by the functions here, so that this holds everywhere.
 *
 * Only regular files are read and written, and never by blocking on an open: a FIFO where
 * sysfs should be gives -EINVAL. A write to a real sysfs attribute can still block for as long
 * as the kernel's driver core does; deadline.h is for that.
 */
struct vpb_root {
	int fd;
	bool is_running_machine;
	bool is_walled; /* not so: the running machine, and what a user names from where he is */
	char *path; /* as given, without a '/' at the end: "" for the running machine */
};

/* Returns 0 or -errno; to be ended by vpb_root_done(). */
int vpb_root_open(const char *directory, struct vpb_root *ret_root) VPB_MUST_CHECK;
void vpb_root_done(struct vpb_root *root);

/* What a user names from where he is: any path, also an absolute one. It needs no ending. */
struct vpb_root vpb_root_here(void);

/* openat(2), with O_CLOEXEC; `mode` is that of a file which O_CREAT makes. -errno on an error. */
int vpb_root_open_at(const struct vpb_root *root, const char *path, int flags,
	mode_t mode) VPB_MUST_CHECK;

/* fstatat(2), with AT_SYMLINK_NOFOLLOW or 0 as flags. 0 or -errno. */
int vpb_root_stat(const struct vpb_root *root, const char *path, int flags,
	struct stat *ret_status) VPB_MUST_CHECK;

/*
 * The number of the character device that the path leads to; -ENODEV for what is none. A file
 * system of some user's that does not answer is not waited for.
 */
int vpb_root_read_number(
	const struct vpb_root *root, const char *path, dev_t *ret_number) VPB_MUST_CHECK;

/*
 * The path of what is open, without links in it, for libraries that open by path; needs /proc.
 * 0 or -errno.
 */
int vpb_root_real_path(int fd, char ret_path[PATH_MAX]) VPB_MUST_CHECK;

/* mkdirat(2). 0 or -errno, -EEXIST where it is there. */
int vpb_root_make_folder(
	const struct vpb_root *root, const char *path, mode_t mode) VPB_MUST_CHECK;

/*
 * Opens a regular file, and nothing else: never waits for the other end of a FIFO, or for a device.
 * Returns the descriptor, or -errno, -EINVAL for what is none. The second opens a name in a folder
 * that is open.
 */
int vpb_root_open_regular(
	const struct vpb_root *root, const char *path, int flags) VPB_MUST_CHECK;
int vpb_regular_open(int folder_fd, const char *name, int flags) VPB_MUST_CHECK;

/*
 * Adds what a user names to `text`: a regular file, and a pipe or a terminal, which is waited for.
 * Never more than vpb_root_read() takes. 0 or -errno.
 */
int vpb_root_read_input(const struct vpb_root *root, const char *path,
	struct vpb_text *text) VPB_MUST_CHECK;

/* Longest file that vpb_root_read() takes; -EFBIG beyond. */
#define VPB_ROOT_FILE_BYTES_MAX (1024 * 1024)

/* Adds what is left to read of an open file to `text`; the caller keeps `fd`. 0 or -errno. */
int vpb_root_read_open(int fd, struct vpb_text *text) VPB_MUST_CHECK;

/* Where the link itself leads, as it says; cut off where that is longer. 0 or -errno. */
int vpb_root_read_target(const struct vpb_root *root, const char *path,
	char ret_target[PATH_MAX]) VPB_MUST_CHECK;

/* Adds the whole file to `text`. 0 or -errno. */
int vpb_root_read(const struct vpb_root *root, const char *path,
	struct vpb_text *text) VPB_MUST_CHECK;

/*
 * Reads a short attribute and cuts the newline off. -EFBIG where it does not fit into
 * `buffer_bytes` with its NUL, and -EBADMSG where it holds something that is not printable;
 * `buffer` is written only on success.
 */
int vpb_root_read_word(const struct vpb_root *root, const char *path, char *buffer,
	size_t buffer_bytes) VPB_MUST_CHECK;

/* Writes all of `text` in one write, as sysfs wants it. The file must exist. 0 or -errno. */
int vpb_root_write(
	const struct vpb_root *root, const char *path, const char *text) VPB_MUST_CHECK;

/* The last part of the link's target, such as a driver's name; printable. 0 or -errno. */
int vpb_root_read_link(const struct vpb_root *root, const char *path, char *buffer,
	size_t buffer_bytes) VPB_MUST_CHECK;

/* Without following a link at the end: 1 where it is there, 0, or -errno where that is unknown. */
int vpb_root_look(const struct vpb_root *root, const char *path) VPB_MUST_CHECK;

/* The same where it does no harm to miss it. */
bool vpb_root_has(const struct vpb_root *root, const char *path);

/* A link to /dev/null: a file of that name in another folder is not wanted. */
bool vpb_root_is_mask(const struct vpb_root *root, const char *path);

/*
 * Puts `text` in place of the file, whole or not at all: written beside it, synced where that
 * costs something, renamed over it. What is there and is no regular file stays: -EINVAL. The directory is made where it is missing,
 * its parent must exist. 0 or -errno. (root_replace.c)
 */
int vpb_root_replace(
	const struct vpb_root *root, const char *path, const char *text) VPB_MUST_CHECK;

#endif
