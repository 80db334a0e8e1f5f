/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	LINKS_MAX = 40, /* as the kernel follows (path_resolution(7)) */
	DEPTH_MAX = 200, /* a descriptor each, of which there are 1024 by default */
};

/* A folder for each part that was walked, so that `..` is one that was walked through. */
struct walk {
	int top_fd;
	int fds[DEPTH_MAX];
	size_t depth;
	unsigned int link_count;
	char rest[PATH_MAX];
};

static void walk_done(struct walk *walk)
{
	while (walk->depth > 0)
		vpb_closep(&walk->fds[--walk->depth]);
}

static int walk_here(const struct walk *walk)
{
	return walk->depth ? walk->fds[walk->depth - 1] : walk->top_fd;
}

/* Takes the next part off the rest, and says whether it was the last. */
static bool part_take(struct walk *walk, char ret_part[NAME_MAX + 1])
{
	size_t slashes = strspn(walk->rest, "/");
	size_t length = strcspn(walk->rest + slashes, "/");
	const char *end = walk->rest + slashes + length;

	snprintf(ret_part, NAME_MAX + 1, "%.*s", (int)length, walk->rest + slashes);
	memmove(walk->rest, end, strlen(end) + 1);
	return !*walk->rest;
}

/* Returns 1 where the part is a link, which is in front of the rest now; 0 where it is none. */
static int link_follow(struct walk *walk, const char *part)
{
	char target[PATH_MAX], rest[2 * PATH_MAX];
	ssize_t length = readlinkat(walk_here(walk), part, target, sizeof(target) - 1);

	if (length < 0)
		return errno == EINVAL || errno == ENOENT ? 0 : -errno;
	target[length] = '\0';
	if (++walk->link_count > LINKS_MAX)
		return -ELOOP;
	snprintf(rest, sizeof(rest), "%s%s", target, walk->rest);
	if (strlen(rest) >= sizeof(walk->rest))
		return -ENAMETOOLONG;
	strcpy(walk->rest, rest);
	if (*target == '/')
		walk_done(walk);
	return 1;
}

static int folder_enter(struct walk *walk, const char *part)
{
	int fd;

	if (strcmp(part, "..") == 0) {
		if (walk->depth > 0)
			vpb_closep(&walk->fds[--walk->depth]);
		return 0;
	}
	if (!*part || strcmp(part, ".") == 0)
		return 0;
	if (walk->depth == DEPTH_MAX)
		return -ENAMETOOLONG;
	fd = openat(walk_here(walk), part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	walk->fds[walk->depth++] = fd;
	return 0;
}

static bool is_dot(const char *part)
{
	return !*part || strcmp(part, ".") == 0 || strcmp(part, "..") == 0;
}

static int walk_open(int top_fd, const char *path, int flags, mode_t mode)
{
	VPB_CLEANUP(walk_done) struct walk walk = {.top_fd = top_fd};
	char part[NAME_MAX + 1];
	int fd;

	if (!*path)
		return -ENOENT;
	if (strlen(path) >= sizeof(walk.rest))
		return -ENAMETOOLONG;
	strcpy(walk.rest, path);
	for (;;) {
		size_t slashes = strspn(walk.rest, "/");
		bool is_last, is_kept;
		int r = 0;

		if (strcspn(walk.rest + slashes, "/") > NAME_MAX)
			return -ENAMETOOLONG;
		is_last = part_take(&walk, part);
		is_kept = is_last &&
			  (flags & O_NOFOLLOW || (flags & O_CREAT && flags & O_EXCL));
		if (!is_dot(part) && !is_kept)
			r = link_follow(&walk, part);
		if (r < 0)
			return r;
		if (r > 0)
			continue;
		if (is_last && !is_dot(part))
			break;
		r = folder_enter(&walk, part);
		if (r < 0)
			return r;
		strcpy(part, ".");
		if (is_last)
			break;
	}
	fd = openat(walk_here(&walk), part, flags | O_NOFOLLOW, mode);
	return fd < 0 ? -errno : fd;
}

int vpb_inside_open(int top_fd, const char *path, int flags, mode_t mode)
{
	struct open_how how = {.flags = (unsigned int)flags,
		.mode = flags & O_CREAT ? mode : 0,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
	long fd = syscall(__NR_openat2, top_fd, path, &how, sizeof(how));

	if (fd >= 0)
		return (int)fd;
	/* EPERM is what filters say that do not know it; EAGAIN, that something was moved meanwhile. */
	if (errno != ENOSYS && errno != EPERM && errno != EAGAIN)
		return -errno;
	return walk_open(top_fd, path, flags, mode);
}
