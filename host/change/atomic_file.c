/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "attributes.h"

/* No program reads files that are called so out of a folder of drop-ins. */
#define BESIDE ".vfio-prebind-new"

/* A folder that is open, and a name in it. */
struct place {
	int folder;
	char name[NAME_MAX + 1];
	char beside[NAME_MAX + 1];
};

static void place_done(struct place *place)
{
	vpb_closep(&place->folder);
}

static int place_open(const struct vpb_root *root, const char *path, struct place *place)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char folder[PATH_MAX];

	if (strlen(name) + sizeof(BESIDE) > sizeof(place->beside) ||
		strlen(path) >= sizeof(folder))
		return -ENAMETOOLONG;
	/* The top's is the slash itself. */
	snprintf(folder, sizeof(folder), "%.*s",
		slash ? (int)(slash - path) + (slash == path) : 1, slash ? path : ".");
	strcpy(place->name, name);
	snprintf(place->beside, sizeof(place->beside), "%.*s" BESIDE,
		(int)(NAME_MAX - sizeof(BESIDE)), name);
	place->folder = vpb_root_open_at(root, folder, O_RDONLY | O_DIRECTORY, 0);
	return place->folder < 0 ? place->folder : 0;
}

/* The path of an open file below the root, as /proc shows it. */
static int path_below(const struct vpb_root *root, int fd, char ret_path[PATH_MAX])
{
	char top[PATH_MAX], path[PATH_MAX];
	size_t length;
	int r = vpb_root_real_path(root->fd, top);

	if (r == 0)
		r = vpb_root_real_path(fd, path);
	if (r < 0)
		return r;
	length = strcmp(top, "/") == 0 ? 0 : strlen(top);
	if (strncmp(top, path, length) != 0 || path[length] != '/' || !path[length + 1])
		return -EXDEV;
	strcpy(ret_path, path + length + 1);
	return 0;
}

/* Where a link leads to a file that is not there (any more), in a folder that is. */
static int dangling_resolve(const struct vpb_root *root, const char *path,
	const struct place *place, char ret_path[PATH_MAX])
{
	char target[PATH_MAX], above[2 * PATH_MAX], folder[PATH_MAX];
	ssize_t length = readlinkat(place->folder, place->name, target, sizeof(target));
	VPB_CLEANUP(vpb_closep) int fd = -1;
	struct stat status;
	char *slash;

	if (length <= 0 || length >= PATH_MAX)
		return -ENOLINK;
	target[length] = '\0';
	slash = strrchr(target, '/');
	if (!slash || !slash[1])
		return -ENOLINK;
	if (*target == '/')
		snprintf(above, sizeof(above), "%.*s", (int)(slash - target) + 1, target);
	else
		snprintf(above, sizeof(above), "%.*s/%.*s",
			(int)(strrchr(path, '/') - path), path, (int)(slash - target),
			target);
	if (strlen(above) >= PATH_MAX)
		return -ENOLINK;
	fd = vpb_root_open_at(root, above + (*above == '/'), O_PATH | O_DIRECTORY, 0);
	if (fd < 0 || path_below(root, fd, folder) < 0 || fstat(fd, &status) < 0 ||
		(status.st_uid != 0 && status.st_uid != geteuid()) ||
		fstatat(fd, slash + 1, &status, AT_SYMLINK_NOFOLLOW) == 0)
		return -ENOLINK;
	if (strlen(folder) + strlen(slash) >= PATH_MAX ||
		strncmp(folder, "etc/", 4) != 0 || strpbrk(folder, "\n") ||
		strchr(slash, '\n'))
		return -ENOLINK;
	memcpy(ret_path, folder, strlen(folder));
	strcpy(ret_path + strlen(folder), slash);
	return 0;
}

int vpb_atomic_file_resolve(
	const struct vpb_root *root, const char *path, char ret_path[PATH_MAX])
{
	VPB_CLEANUP(place_done) struct place place = {.folder = -1};
	VPB_CLEANUP(vpb_closep) int fd = -1;
	char real[PATH_MAX];
	struct stat status;
	int r = place_open(root, path, &place);

	if (r < 0 && r != -ENOENT)
		return r;
	if (r < 0 ||
		fstatat(place.folder, place.name, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
		!S_ISLNK(status.st_mode)) {
		snprintf(ret_path, PATH_MAX, "%s", path);
		return 0;
	}
	fd = vpb_root_open_at(root, path, O_PATH, 0);
	if (fd == -ENOENT && strchr(path, '/'))
		return dangling_resolve(root, path, &place, ret_path);
	if (fd < 0)
		return fd == -ENOENT ? -ENOLINK : fd;
	r = path_below(root, fd, real);
	if (r < 0)
		return r;
	/* A user's file is read as the user wants it, and not through us. */
	if (fstat(fd, &status) < 0 || (status.st_uid != 0 && status.st_uid != geteuid()))
		return -EXDEV;
	if (strncmp(real, "etc/", 4) != 0 || strchr(real, '\n'))
		return -EXDEV;
	strcpy(ret_path, real);
	return 0;
}

int vpb_atomic_file_read(
	const struct vpb_root *root, const char *path, struct vpb_text *text)
{
	VPB_CLEANUP(place_done) struct place place = {.folder = -1};
	VPB_CLEANUP(vpb_closep) int fd = -1;
	int r = place_open(root, path, &place);

	if (r < 0)
		return r;
	fd = vpb_regular_open(place.folder, place.name, O_RDONLY | O_NOFOLLOW);
	return fd < 0 ? fd : vpb_root_read_open(fd, text);
}

static int bytes_write(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, bytes, length);

		if (written < 0)
			return -errno;
		bytes += written;
		length -= (size_t)written;
	}
	return fsync(fd) < 0 ? -errno : 0;
}

/* A boot partition may be one of FAT, which has one mode for all files. */
static int mode_set(int fd, mode_t mode)
{
	struct statfs system;
	int r = fchmod(fd, mode) < 0 ? -errno : 0;

	if (r == -EPERM && fstatfs(fd, &system) == 0 &&
		system.f_type == MSDOS_SUPER_MAGIC)
		return 0;
	return r;
}

static int like_take(const struct vpb_root *root, const char *like, mode_t mode, int fd)
{
	VPB_CLEANUP(place_done) struct place place = {.folder = -1};
	VPB_CLEANUP(vpb_closep) int from = -1;
	int r;

	if (!like)
		return mode_set(fd, mode);
	r = place_open(root, like, &place);
	if (r < 0)
		return r;
	from = vpb_regular_open(place.folder, place.name, O_RDONLY | O_NOFOLLOW);
	return from < 0 ? from : vpb_attributes_copy(from, fd);
}

static int beside_write(const struct vpb_root *root, const struct place *place,
	const void *bytes, size_t length, const char *like, mode_t mode)
{
	VPB_CLEANUP(vpb_closep)
	int fd = openat(place->folder, place->beside,
		O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	int r;

	if (fd < 0)
		return -errno;
	r = like_take(root, like, mode, fd);
	return r < 0 ? r : bytes_write(fd, bytes, length);
}

/* Also where the file system is read-only and so removes nothing, not even what is not there. */
static bool is_gone(const struct place *place, const char *name)
{
	struct stat status;

	return fstatat(place->folder, name, &status, AT_SYMLINK_NOFOLLOW) < 0 &&
	       errno == ENOENT;
}

static int name_remove(const struct place *place, const char *name)
{
	if (is_gone(place, name))
		return 0;
	return unlinkat(place->folder, name, 0) < 0 && errno != ENOENT ? -errno : 0;
}

static int folder_sync(const struct place *place)
{
	return fsync(place->folder) < 0 ? -errno : 0;
}

int vpb_atomic_file_write(const struct vpb_root *root, const char *path,
	const void *bytes, size_t length, const char *like, mode_t mode)
{
	VPB_CLEANUP(place_done) struct place place = {.folder = -1};
	struct stat status;
	int r = place_open(root, path, &place);

	if (r < 0)
		return r;
	if (fstatat(place.folder, place.name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
		!S_ISREG(status.st_mode))
		return -EINVAL;
	r = name_remove(&place, place.beside);
	if (r < 0)
		return r;
	r = beside_write(root, &place, bytes, length, like, mode);
	if (r == 0 && renameat(place.folder, place.beside, place.folder, place.name) < 0)
		r = -errno;
	if (r == 0)
		return folder_sync(&place);
	(void)unlinkat(place.folder, place.beside, 0);
	return r;
}

static int names_remove(const struct vpb_root *root, const char *path, bool with_file)
{
	VPB_CLEANUP(place_done) struct place place = {.folder = -1};
	int r = place_open(root, path, &place);

	if (r == -ENOENT)
		return 0;
	if (r == 0)
		r = name_remove(&place, place.beside);
	if (r == 0 && with_file)
		r = name_remove(&place, place.name);
	return r < 0 ? r : folder_sync(&place);
}

int vpb_atomic_file_remove(const struct vpb_root *root, const char *path)
{
	return names_remove(root, path, true);
}

int vpb_atomic_file_tidy(const struct vpb_root *root, const char *path)
{
	return names_remove(root, path, false);
}

int vpb_atomic_folder_make(const struct vpb_root *root, const char *path, mode_t mode)
{
	VPB_CLEANUP(place_done) struct place place = {.folder = -1};
	int r = place_open(root, path, &place);

	if (r < 0)
		return r;
	if (mkdirat(place.folder, place.name, mode) < 0)
		return errno == EEXIST ? 0 : -errno;
	/* Whatever the caller's umask. */
	if (fchmodat(place.folder, place.name, mode, 0) < 0)
		return -errno;
	return folder_sync(&place);
}

int vpb_atomic_folder_remove(const struct vpb_root *root, const char *path)
{
	VPB_CLEANUP(place_done) struct place place = {.folder = -1};
	int r = place_open(root, path, &place);

	if (r < 0)
		return r == -ENOENT ? 0 : r;
	if (is_gone(&place, place.name))
		return 0;
	if (unlinkat(place.folder, place.name, AT_REMOVEDIR) == 0)
		return folder_sync(&place);
	return errno == ENOTEMPTY || errno == EEXIST ? 0 : -errno;
}
