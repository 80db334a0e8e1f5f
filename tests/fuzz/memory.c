/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../helper/base/array.h"

enum {
	ROOT = 1 << 20, /* above any descriptor of the kernel's here */
	FILES_MAX = 64,
	OPEN_MAX = 8,
};

static struct file {
	const char *path;
	size_t path_length;
	const uint8_t *bytes;
	size_t length;
} files[FILES_MAX];
static size_t file_count;

/* The descriptor is ROOT + 1 and the index. */
static struct {
	const struct file *file;
	size_t at;
} opened[OPEN_MAX];

int __real_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...);
ssize_t __real_read(int fd, void *bytes, size_t length);
ssize_t __wrap_read(int fd, void *bytes, size_t length);
ssize_t __real_pread(int fd, void *bytes, size_t length, off_t at);
ssize_t __wrap_pread(int fd, void *bytes, size_t length, off_t at);
int __real_close(int fd);
int __wrap_close(int fd);
int __real_fstat(int fd, struct stat *status);
int __wrap_fstat(int fd, struct stat *status);
int __real_fstatat(int folder, const char *path, struct stat *status, int flags);
int __wrap_fstatat(int folder, const char *path, struct stat *status, int flags);
int __wrap_scandirat(int folder, const char *path, struct dirent ***entries,
	int (*filter)(const struct dirent *),
	int (*compare)(const struct dirent **, const struct dirent **));

const struct vpb_root *memory_get(void)
{
	static const struct vpb_root root = {.fd = ROOT, .path = (char *)"/memory"};

	return &root;
}

void memory_clear(void)
{
	for (size_t i = 0; i < OPEN_MAX; i++)
		FUZZ_HOLD(!opened[i].file);
	file_count = 0;
}

void memory_add(const char *path, const void *bytes, size_t length)
{
	FUZZ_HOLD(file_count < FILES_MAX);
	files[file_count++] = (struct file){path, strlen(path), bytes, length};
}

/* Lengths first: libFuzzer takes a close look at each comparison. */
static const struct file *file_find(const char *path)
{
	size_t length = strlen(path);

	for (size_t i = 0; i < file_count; i++)
		if (files[i].path_length == length &&
			memcmp(files[i].path, path, length) == 0)
			return &files[i];
	return NULL;
}

void memory_drop(const char *path)
{
	const struct file *file = file_find(path);

	if (file)
		files[file - files] = files[--file_count];
}

bool memory_has(const char *path)
{
	return file_find(path);
}

/* What of the file's path is below the folder, or NULL. */
static const char *below(const struct file *file, const char *folder, size_t length)
{
	return file->path_length > length && file->path[length] == '/' &&
			       memcmp(file->path, folder, length) == 0
		       ? file->path + length + 1
		       : NULL;
}

int __wrap_openat(int folder, const char *path, int flags, ...)
{
	const struct file *file;

	if (folder != ROOT)
		return __real_openat(folder, path, flags);
	file = file_find(path);
	for (int i = 0; file && i < OPEN_MAX; i++) {
		if (opened[i].file)
			continue;
		opened[i].file = file;
		opened[i].at = 0;
		return ROOT + 1 + i;
	}
	errno = file ? EMFILE : ENOENT;
	return -1;
}

int __wrap_close(int fd)
{
	if (fd <= ROOT)
		return __real_close(fd);
	FUZZ_HOLD(opened[fd - ROOT - 1].file);
	opened[fd - ROOT - 1].file = NULL;
	return 0;
}

ssize_t __wrap_pread(int fd, void *bytes, size_t length, off_t at)
{
	const struct file *file;

	if (fd <= ROOT)
		return __real_pread(fd, bytes, length, at);
	file = opened[fd - ROOT - 1].file;
	FUZZ_HOLD(file && at >= 0);
	if ((size_t)at >= file->length)
		return 0;
	if (length > file->length - (size_t)at)
		length = file->length - (size_t)at;
	memcpy(bytes, file->bytes + at, length);
	return (ssize_t)length;
}

ssize_t __wrap_read(int fd, void *bytes, size_t length)
{
	ssize_t got;

	if (fd <= ROOT)
		return __real_read(fd, bytes, length);
	got = __wrap_pread(fd, bytes, length, (off_t)opened[fd - ROOT - 1].at);
	opened[fd - ROOT - 1].at += (size_t)got;
	return got;
}

static void status_fill(const struct file *file, struct stat *status)
{
	*status = (struct stat){
		.st_mode = S_IFREG | 0644,
		.st_ino = (ino_t)(file - files) + 1,
		.st_size = (off_t)file->length,
	};
}

int __wrap_fstat(int fd, struct stat *status)
{
	if (fd <= ROOT)
		return __real_fstat(fd, status);
	status_fill(opened[fd - ROOT - 1].file, status);
	return 0;
}

int __wrap_fstatat(int folder, const char *path, struct stat *status, int flags)
{
	size_t length = strlen(path);
	const struct file *file;

	if (folder != ROOT)
		return __real_fstatat(folder, path, status, flags);
	file = file_find(path);
	if (file) {
		status_fill(file, status);
		return 0;
	}
	for (size_t i = 0; i < file_count; i++) {
		if (!below(&files[i], path, length))
			continue;
		*status = (struct stat){
			.st_mode = S_IFDIR | 0755, .st_ino = (ino_t)(FILES_MAX + i) + 1};
		return 0;
	}
	errno = ENOENT;
	return -1;
}

static bool is_listed(struct dirent **list, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (strcmp(list[i]->d_name, name) == 0)
			return true;
	return false;
}

int __wrap_scandirat(int folder, const char *path, struct dirent ***entries,
	int (*filter)(const struct dirent *),
	int (*compare)(const struct dirent **, const struct dirent **))
{
	struct dirent **list = NULL, entry = {};
	size_t length = strlen(path);
	int count = 0;
	bool found = false;

	FUZZ_HOLD(folder == ROOT);
	for (size_t i = 0; i < file_count; i++) {
		const char *name = below(&files[i], path, length);

		if (!name)
			continue;
		found = true;
		entry.d_name[0] = '\0';
		strncat(entry.d_name, name, strcspn(name, "/"));
		if (!filter(&entry) || is_listed(list, count, entry.d_name))
			continue;
		list = vpb_array_grow(list, (size_t)count, sizeof(*list));
		FUZZ_HOLD(list && (list[count] = malloc(sizeof(entry))));
		*list[count++] = entry;
	}
	if (!found) {
		errno = ENOENT;
		return -1;
	}
	if (count)
		qsort(list, (size_t)count, sizeof(*list),
			(int (*)(const void *, const void *))compare);
	*entries = list;
	return count;
}
