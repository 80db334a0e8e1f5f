/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Plays the kernel for a tree of plain files, preloaded into the boot programs: what is written
 * to bind, unbind and drivers_probe moves the driver links, and a disk's node says whether it is
 * in use. Its own system calls are such as the programs make none of, so that nobody counts them.
 */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

/* Comes after the tree's own path, which the file's path in /proc begins with. */
static const char sysfs[] = "/sys/bus/pci/";

/* The path of an open file. */
static bool path_get(int fd, char path[PATH_MAX])
{
	char link[64];
	long length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = syscall(SYS_readlink, link, path, PATH_MAX - 1);
	if (length < 0)
		return false;
	path[length] = '\0';
	return true;
}

static void link_make(const char *path, const char *target)
{
	syscall(SYS_unlink, path);
	syscall(SYS_symlink, target, path);
}

static bool link_read(const char *path, char target[PATH_MAX])
{
	long length = syscall(SYS_readlink, path, target, PATH_MAX - 1);

	if (length < 0)
		return false;
	target[length] = '\0';
	return true;
}

static void word_read(const char *path, char word[32])
{
	struct iovec part = {word, 31};
	long fd = syscall(SYS_open, path, O_RDONLY | O_CLOEXEC);
	long got = fd < 0 ? 0 : syscall(SYS_preadv, fd, &part, 1, 0, 0);

	if (fd >= 0)
		syscall(SYS_close_range, fd, fd, 0);
	word[got > 0 ? got : 0] = '\0';
	word[strcspn(word, "\n")] = '\0';
}

/* The host's driver comes back from drivers_probe, as it would where it is loaded. */
static void driver_change(char *tree, const char *file, const char *address)
{
	char device[PATH_MAX], driver[PATH_MAX + 16], before[PATH_MAX + 16],
		override[PATH_MAX + 32], word[32], target[PATH_MAX];

	snprintf(device, sizeof(device), "%.3000s%sdevices/%.20s", tree, sysfs, address);
	snprintf(driver, sizeof(driver), "%s/driver", device);
	snprintf(before, sizeof(before), "%s/.driver", device);
	snprintf(override, sizeof(override), "%s/driver_override", device);
	if (strcmp(file, "unbind") == 0) {
		if (link_read(driver, target))
			link_make(before, target);
		syscall(SYS_unlink, driver);
		return;
	}
	word_read(override, word);
	if (link_read(driver, target))
		return;
	if (strcmp(word, "vfio-pci") == 0)
		link_make(driver, "../../bus/pci/drivers/vfio-pci");
	else if (strcmp(file, "drivers_probe") == 0 && link_read(before, target))
		link_make(driver, target);
}

static void write_play(int fd, const void *bytes, size_t length)
{
	static const struct iovec null = {(char *)"(null)\n", 7};
	char path[PATH_MAX], address[32], *below, *file;

	if (!path_get(fd, path))
		return;
	below = strstr(path, "/sys/");
	if (!below)
		return;
	syscall(SYS_ftruncate, fd, length);
	file = strrchr(path, '/') + 1;
	if (strcmp(file, "driver_override") == 0 && *(const char *)bytes == '\n')
		syscall(SYS_pwritev, fd, &null, 1, 0, 0);
	if (strcmp(file, "bind") != 0 && strcmp(file, "unbind") != 0 &&
		strcmp(file, "drivers_probe") != 0)
		return;
	*below = '\0';
	snprintf(address, sizeof(address), "%.*s", (int)length, (const char *)bytes);
	driver_change(path, file, address);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	long written = syscall(SYS_write, fd, bytes, length);

	if (written == (long)length)
		write_play(fd, bytes, length);
	return written;
}

/*
 * An attribute that is opened to be written keeps its value until it is. A disk that is in use is
 * a file with something in it.
 */
int openat(int folder, const char *path, int flags, ...)
{
	struct statx status;
	va_list args;
	long fd;
	int mode;

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, int) : 0;
	va_end(args);
	if (strncmp(path, "sys/", 4) == 0)
		flags &= ~O_TRUNC;
	fd = syscall(SYS_openat, folder, path, flags, mode);
	if (fd < 0 || strncmp(path, "dev/", 4) != 0 || !(flags & O_EXCL))
		return (int)fd;
	if (syscall(SYS_statx, fd, "", AT_EMPTY_PATH, STATX_SIZE, &status) == 0 &&
		status.stx_size == 0)
		return (int)fd;
	syscall(SYS_close_range, fd, fd, 0);
	errno = EBUSY;
	return -1;
}

/* So called where the flags are not known when a fortified program is built. */
int __openat_2(int folder, const char *path, int flags);
int __openat_2(int folder, const char *path, int flags)
{
	return openat(folder, path, flags);
}

int fstat(int fd, struct stat *status)
{
	char path[PATH_MAX], number[PATH_MAX + 32], word[32], *below;
	unsigned int major, minor;
	long r = syscall(SYS_fstat, fd, status);

	if (r < 0 || !path_get(fd, path) || !(below = strstr(path, "/dev/")))
		return (int)r;
	snprintf(number, sizeof(number), "%.*s/sys/class/block/%s/dev",
		(int)(below - path), path, below + 5);
	word_read(number, word);
	if (sscanf(word, "%u:%u", &major, &minor) == 2) {
		status->st_mode = S_IFBLK | 0600;
		status->st_rdev = makedev(major, minor);
	}
	return (int)r;
}
