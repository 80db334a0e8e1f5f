/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* All paths are relative to this. */
static int top = -1;
static bool is_failed;

static void hold(bool holds, const char *path)
{
	if (!holds && !is_failed)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	is_failed |= !holds;
}

static void folder_make(const char *path)
{
	char part[PATH_MAX];

	for (const char *slash = path; slash;) {
		slash = strchr(slash + 1, '/');
		snprintf(part, sizeof(part), "%.*s",
			slash ? (int)(slash - path) : (int)strlen(path), path);
		hold(mkdirat(top, part, 0755) == 0 || errno == EEXIST, part);
	}
}

static void __attribute__((format(printf, 3, 4)))
file_make(const char *folder, const char *name, const char *format, ...)
{
	char path[PATH_MAX + WORD_BYTES];
	va_list args;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = openat(top, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	hold(fd >= 0, path);
	if (fd < 0)
		return;
	va_start(args, format);
	hold(vdprintf(fd, format, args) >= 0, path);
	va_end(args);
	close(fd);
}

static void link_make(const char *folder, const char *name, const char *target)
{
	char path[PATH_MAX + WORD_BYTES];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	hold(symlinkat(target, top, path) == 0, path);
}

/* The folder of a device lies in that of the bridge above it. */
static void folder_of(const struct machine *machine, const struct function *function,
	char folder[PATH_MAX])
{
	char place[PLACE_BYTES];
	size_t length;

	if (function->has_above)
		folder_of(machine,
			&machine->functions[machine_find(machine, function->above)],
			folder);
	else
		snprintf(folder, PATH_MAX, "sys/devices/pci%04x:%02x",
			function->place.domain, function->place.bus);
	length = strlen(folder);
	snprintf(folder + length, PATH_MAX - length, "/%s",
		place_show(function->place, place));
}

static bool is_unreadable(const struct function *function, const char *attribute)
{
	return function->unreadable && strcmp(function->unreadable, attribute) == 0;
}

static void numbers_write(const struct function *function, const char *folder)
{
	file_make(folder, "vendor", "0x%04x\n", function->vendor);
	file_make(folder, "device", "0x%04x\n", function->device);
	file_make(
		folder, "class", "0x%04x%02x\n", function->class_code, function->prog_if);
	file_make(folder, "revision", "0xa1\n");
	file_make(folder, "subsystem_vendor", "0x%04x\n", function->subvendor);
	file_make(folder, "subsystem_device", "0x%04x\n", function->subdevice);
	if (function->is_bridge)
		file_make(folder, "secondary_bus_number", "1\n");
	if (is_unreadable(function, "boot_vga"))
		file_make(folder, "boot_vga", "2\n");
	else if (function->class_code == 0x0300)
		file_make(folder, "boot_vga", "%d\n", function->is_boot_vga);
	if (is_unreadable(function, "sriov_numvfs"))
		file_make(folder, "sriov_numvfs", "many\n");
	else if (function->vf_count)
		file_make(folder, "sriov_numvfs", "%u\n", function->vf_count);
	if (is_unreadable(function, "driver_override"))
		file_make(folder, "driver_override", "\001\n");
	else
		file_make(folder, "driver_override", "%s\n",
			*function->override ? function->override : "(null)");
}

static void config_write(const struct function *function, const char *folder)
{
	unsigned char config[CONFIG_BYTES];
	char path[PATH_MAX + WORD_BYTES];
	int fd;

	serial_write(function->serial, config);
	snprintf(path, sizeof(path), "%s/config", folder);
	fd = openat(top, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	hold(fd >= 0 && write(fd, config, sizeof(config)) == sizeof(config), path);
	if (fd >= 0)
		close(fd);
}

static void power_write(const struct function *function, const char *folder)
{
	char power[PATH_MAX + WORD_BYTES];

	snprintf(power, sizeof(power), "%s/power", folder);
	folder_make(power);
	if (*function->control)
		file_make(power, "control", "%s\n", function->control);
	file_make(power, "runtime_status", "%s\n",
		function->serial ? "active" : "suspended");
	config_write(function, folder);
}

static void group_write(const struct function *function, const char *folder)
{
	char path[PATH_MAX], place[PLACE_BYTES];

	if (is_unreadable(function, "iommu_group")) {
		link_make(folder, "iommu_group", "../../kernel/iommu_groups/none");
		return;
	}
	if (function->group < 0)
		return;
	snprintf(path, sizeof(path), "../../kernel/iommu_groups/%d", function->group);
	link_make(folder, "iommu_group", path);
	snprintf(path, sizeof(path), "sys/kernel/iommu_groups/%d/devices",
		function->group);
	folder_make(path);
	file_make(path, place_show(function->place, place), "%s", "");
}

static void function_write(const struct machine *machine, unsigned int index)
{
	const struct function *function = &machine->functions[index];
	unsigned int base = 0x10000000 + (index << 20);
	char folder[PATH_MAX], target[PATH_MAX + 16], place[PLACE_BYTES];

	folder_of(machine, function, folder);
	folder_make(folder);
	numbers_write(function, folder);
	power_write(function, folder);
	group_write(function, folder);
	if (*function->driver) {
		snprintf(target, sizeof(target), "../../bus/pci/drivers/%s",
			function->driver);
		link_make(folder, "driver", target);
	}
	if (function->is_vf)
		link_make(folder, "physfn", "../a-physical-function");
	file_make(folder, "resource", "0x%016x 0x%016x 0x%016x\n", base, base + 0xfffff,
		0x40200);
	if (function->has_framebuffer)
		file_make("proc", "iomem", "  %08x-%08x : BOOTFB\n", base + 0x1000,
			base + 0x80fff);
	snprintf(target, sizeof(target), "../../../%s", folder + strlen("sys/"));
	link_make("sys/bus/pci/devices", place_show(function->place, place), target);
}

bool sysfs_write(const char *directory, const struct machine *machine,
	const struct random_request *asked)
{
	char told[TOLD_BYTES];

	is_failed = false;
	top = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	hold(top >= 0, directory);
	if (top < 0)
		return false;
	folder_make("sys/bus/pci/devices");
	folder_make("proc");
	folder_make("etc");
	for (unsigned int i = 0; i < machine->count; i++)
		function_write(machine, machine_listed(machine, i));
	if (machine->is_noiommu) {
		folder_make("sys/module/vfio/parameters");
		file_make("sys/module/vfio/parameters", "enable_unsafe_noiommu_mode",
			"Y\n");
	}
	file_make("etc", "vfio-prebind.conf", "%s", asked->config);
	if (machine->is_told) {
		told_write(machine, told);
		folder_make("usr/lib/vfio-prebind");
		file_make("usr/lib/vfio-prebind", "carriers", "%s", told);
	}
	/* As initramfs-tools writes it into an image. */
	if (machine->comes_over_network) {
		folder_make("conf");
		file_make("conf", "initramfs.conf", "BOOT=local\nIP=dhcp\n");
	}
	file_make("proc", "cmdline", "%s\n", asked->cmdline);
	close(top);
	return !is_failed;
}

static int one_remove(
	const char *path, const struct stat *status, int type, struct FTW *level)
{
	(void)status, (void)type, (void)level;
	return remove(path);
}

void sysfs_remove(const char *directory)
{
	nftw(directory, one_remove, 16, FTW_DEPTH | FTW_PHYS);
}
