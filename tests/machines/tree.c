/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The tree that the kernel would show for a machine. Names and formats of the attributes are
 * those of drivers/pci/pci-sysfs.c, drivers/pci/iov.c, drivers/iommu/iommu.c and
 * drivers/base/bus.c of Linux 6.x.
 */
#include "machine.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PCI "sys/bus/pci"

/* The memory of the one display that has the firmware framebuffer. */
#define FRAMEBUFFER_FIRST "0000006000000000"
#define FRAMEBUFFER_LAST "000000600fffffff"

/* Room for a place and a name in it. */
#define PATH_BYTES (2 * PATH_MAX)

static const char *base; /* the directory that the tree is made in */

/* A tree that is only half there is of no use, and the directory is new: the end is cheap. */
static void fail(const char *path)
{
	fprintf(stderr, "%s/%s: %s\n", base, path, strerror(errno));
	exit(EXIT_FAILURE);
}

static void directories_make(const char *path)
{
	char full[PATH_BYTES];
	size_t start = strlen(base) + 1;

	snprintf(full, sizeof(full), "%s/%s", base, path);
	for (char *slash = full + start; slash; slash = strchr(slash + 1, '/')) {
		if (slash != full + start)
			*slash = '\0';
		else
			continue;
		if (mkdir(full, 0755) < 0 && errno != EEXIST)
			fail(path);
		*slash = '/';
	}
	if (mkdir(full, 0755) < 0 && errno != EEXIST)
		fail(path);
}

static void bytes_put(const char *path, const void *bytes, size_t length)
{
	char full[PATH_BYTES];
	FILE *file;

	snprintf(full, sizeof(full), "%s/%s", base, path);
	file = fopen(full, "we");
	if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
		fail(path);
}

__attribute__((format(printf, 3, 4))) static void put(
	const char *directory, const char *name, const char *format, ...)
{
	char path[PATH_BYTES], text[8192];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	snprintf(path, sizeof(path), "%s/%s", directory, name);
	bytes_put(path, text, strlen(text));
}

/* A link from DIRECTORY/NAME to `target`, both in the tree; relative as sysfs makes it. */
static void link_put(const char *directory, const char *name, const char *target)
{
	char path[PATH_BYTES], text[PATH_BYTES] = "";
	size_t same = 0;

	for (size_t i = 0; directory[i] && directory[i] == target[i]; i++)
		if (directory[i] == '/')
			same = i + 1;
	for (const char *c = directory + same; c; c = strchr(c, '/')) {
		strcat(text, "../");
		c += *c == '/';
	}
	strcat(text, target + same);
	snprintf(path, sizeof(path), "%s/%s/%s", base, directory, name);
	if (symlink(text, path) < 0 && errno != EEXIST)
		fail(path);
}

static const char *address_text(const struct device *device)
{
	static char texts[4][32];
	static unsigned int next;
	char *text = texts[next++ % 4];

	snprintf(text, 32, "%04x:%02x:%02x.%x", device->address.domain,
		device->address.bus, device->address.device, device->address.function);
	return text;
}

/* The device's place below sys/devices: under its bridges, under its root bus. */
static void place_make(
	const struct machine *machine, const struct device *device, char place[PATH_MAX])
{
	if (device->parent != NONE) {
		place_make(machine, &machine->devices[device->parent], place);
	} else {
		snprintf(place, PATH_MAX, "sys/devices");
		if (device->behind != NONE)
			place_make(machine, &machine->devices[device->behind], place);
		snprintf(place + strlen(place), PATH_MAX - strlen(place), "/pci%04x:%02x",
			device->address.domain, device->address.bus);
	}
	strcat(place, "/");
	strcat(place, address_text(device));
}

static bool slot_is_shared(const struct machine *machine, const struct device *device)
{
	for (size_t i = 0; i < machine->device_count; i++) {
		struct address there = machine->devices[i].address;

		if (machine->devices[i].is_removed || &machine->devices[i] == device)
			continue;
		there.function = device->address.function;
		if (memcmp(&there, &device->address, sizeof(there)) == 0)
			return true;
	}
	return false;
}

/* The standard header (include/uapi/linux/pci_regs.h); all after it is 0. */
static void config_put(
	const struct machine *machine, const struct device *device, const char *place)
{
	uint8_t bytes[256] = {0};
	char path[PATH_BYTES];
	const unsigned int words[][2] = {{0x00, device->vendor}, {0x02, device->product},
		{0x2c, device->header ? 0 : device->subvendor},
		{0x2e, device->header ? 0 : device->subproduct}};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		bytes[words[i][0]] = (uint8_t)words[i][1];
		bytes[words[i][0] + 1] = (uint8_t)(words[i][1] >> 8);
	}
	bytes[0x08] = (uint8_t)device->revision;
	bytes[0x09] = (uint8_t)device->class_code;
	bytes[0x0a] = (uint8_t)(device->class_code >> 8);
	bytes[0x0b] = (uint8_t)(device->class_code >> 16);
	bytes[0x0e] =
		(uint8_t)(device->header | (slot_is_shared(machine, device) ? 0x80 : 0));
	if (device->has_bus) {
		bytes[0x18] = (uint8_t)device->address.bus;
		bytes[0x19] = (uint8_t)device->bus_first;
		bytes[0x1a] = (uint8_t)device->bus_last;
	}
	snprintf(path, sizeof(path), "%s/config", place);
	bytes_put(path, bytes, sizeof(bytes));
}

static void attributes_put(const struct device *device, const char *place)
{
	char resource[8192] = "";

	put(place, "vendor", "0x%04x\n", device->vendor);
	put(place, "device", "0x%04x\n", device->product);
	put(place, "subsystem_vendor", "0x%04x\n", device->subvendor);
	put(place, "subsystem_device", "0x%04x\n", device->subproduct);
	put(place, "class", "0x%06x\n", device->class_code);
	put(place, "revision", "0x%02x\n", device->revision);
	put(place, "modalias", "pci:v%08Xd%08Xsv%08Xsd%08Xbc%02Xsc%02Xi%02X\n",
		device->vendor, device->product, device->subvendor, device->subproduct,
		device->class_code >> 16, device->class_code >> 8 & 0xff,
		device->class_code & 0xff);
	put(place, "irq", "0\n");
	put(place, "enable", "0\n");
	put(place, "numa_node", "-1\n");
	put(place, "d3cold_allowed", "1\n");
	if (*device->reset) {
		char words[NAME_BYTES];

		strcpy(words, device->reset);
		for (char *c = words; (c = strchr(c, '+'));)
			*c = ' ';
		put(place, "reset_method", "%s\n", words);
	}
	if (*device->power) {
		char power[PATH_BYTES];

		snprintf(power, sizeof(power), "%s/power", place);
		directories_make(power);
		put(power, "runtime_status", "%s\n", device->power);
	}
	if (device->framebuffer)
		strcpy(resource, "0x" FRAMEBUFFER_FIRST " 0x" FRAMEBUFFER_LAST
				 " 0x000000000014220c\n");
	for (int i = device->framebuffer != 0; i < (device->has_bus ? 17 : 13); i++)
		strcat(resource,
			"0x0000000000000000 0x0000000000000000 0x0000000000000000\n");
	put(place, "resource", "%s", resource);
	/* glibc and the kernel both print a NULL string so. */
	put(place, "driver_override", "%s\n",
		*device->override ? device->override : "(null)");
	/* pci_is_vga(): VGA, and the old class of what came before class codes. */
	if (device->class_code >> 8 == 0x0300 || device->class_code >> 8 == 0x0001)
		put(place, "boot_vga", "%d\n",
			device->boot_vga == NONE ? 0 : device->boot_vga);
	if (device->has_bus) {
		put(place, "secondary_bus_number", "%u\n", device->bus_first);
		put(place, "subordinate_bus_number", "%u\n", device->bus_last);
	}
	if (device->vf_count != NONE || device->vf_total != NONE) {
		put(place, "sriov_numvfs", "%d\n",
			device->vf_count == NONE ? 0 : device->vf_count);
		put(place, "sriov_totalvfs", "%d\n",
			device->vf_total == NONE ? device->vf_count : device->vf_total);
	}
}

/* Whether both have one name, but for the dashes that no module's name has in sysfs. */
static bool is_module_of(const char *module, const char *driver)
{
	for (; *driver; module++, driver++)
		if (*module != (*driver == '-' ? '_' : *driver))
			return false;
	return !*module;
}

static void driver_put(const struct machine *machine, const char *name)
{
	char path[PATH_BYTES], module[PATH_BYTES];

	snprintf(path, sizeof(path), PCI "/drivers/%s", name);
	directories_make(path);
	put(path, "bind", "%s", "");
	put(path, "unbind", "%s", "");
	put(path, "new_id", "%s", "");
	put(path, "remove_id", "%s", "");
	for (size_t i = 0; i < machine->module_count; i++) {
		snprintf(module, sizeof(module), "sys/module/%s", machine->modules[i]);
		if (is_module_of(machine->modules[i], name))
			link_put(path, "module", module);
	}
}

static void links_put(
	const struct machine *machine, const struct device *device, const char *place)
{
	const char *address = address_text(device);
	char path[PATH_BYTES];

	link_put(PCI "/devices", address, place);
	link_put(place, "subsystem", PCI);
	if (*device->driver) {
		snprintf(path, sizeof(path), PCI "/drivers/%s", device->driver);
		driver_put(machine, device->driver);
		link_put(place, "driver", path);
		link_put(path, address, place);
	}
	if (device->group != NONE) {
		snprintf(path, sizeof(path), "sys/kernel/iommu_groups/%d/devices",
			device->group);
		directories_make(path);
		link_put(path, address, place);
		*strrchr(path, '/') = '\0';
		put(path, "type", "DMA-FQ\n");
		link_put(place, "iommu_group", path);
	}
	if (device->physfn != NONE) {
		const struct device *physfn = &machine->devices[device->physfn];
		char name[32];
		int number = 0;

		for (const struct device *d = machine->devices; d < device; d++)
			number += !d->is_removed && d->physfn == device->physfn;
		snprintf(name, sizeof(name), "virtfn%d", number);
		place_make(machine, physfn, path);
		link_put(place, "physfn", path);
		link_put(path, name, place);
	}
}

static void modules_put(const struct machine *machine)
{
	char text[8192] = "", path[PATH_BYTES];
	size_t length = 0;

	for (size_t i = 0; i < machine->module_count; i++) {
		snprintf(path, sizeof(path), "sys/module/%s", machine->modules[i]);
		directories_make(path);
		put(path, "initstate", "live\n");
		length += (size_t)snprintf(text + length, sizeof(text) - length,
			"%s 16384 0 - Live 0x0000000000000000\n", machine->modules[i]);
	}
	put("proc", "modules", "%s", text);
	for (size_t i = 0; i < machine->parameter_count; i++) {
		const struct parameter *parameter = &machine->parameters[i];

		snprintf(path, sizeof(path), "sys/module/%s/parameters",
			parameter->module);
		directories_make(path);
		put(path, parameter->name, "%s\n", parameter->value);
	}
}

/* Names of our own in every tree, so that no text depends on the list of the machine under it. */
static void names_put(void)
{
	char bytes[65536];
	FILE *file = fopen(PCI_IDS, "re");
	size_t length = file ? fread(bytes, 1, sizeof(bytes), file) : 0;

	if (!file || length == 0 || length == sizeof(bytes) || fclose(file) != 0)
		fail(PCI_IDS);
	directories_make("usr/share/misc");
	bytes_put("usr/share/misc/pci.ids", bytes, length);
}

void tree_put(const char *directory, const char *name, const char *text)
{
	directories_make(directory);
	put(directory, name, "%s", text);
}

void tree_link(const char *directory, const char *name, const char *target)
{
	directories_make(directory);
	link_put(directory, name, target);
}

bool machine_place(const struct machine *machine, const char *address, char *place)
{
	for (size_t i = 0; i < machine->device_count; i++)
		if (strcmp(address_text(&machine->devices[i]), address) == 0) {
			place_make(machine, &machine->devices[i], place);
			return true;
		}
	return false;
}

bool machine_expand(const struct machine *machine, const char *directory)
{
	static const char *const directories[] = {PCI "/devices", PCI "/drivers",
		"sys/kernel/iommu_groups", "sys/module", "proc/sys/kernel/random", "etc",
		"run"};
	char place[PATH_MAX];

	base = directory;
	if (mkdir(directory, 0755) < 0) {
		perror(directory);
		return false;
	}
	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories); i++)
		directories_make(directories[i]);
	names_put();
	put(PCI, "drivers_probe", "%s", "");
	put(PCI, "drivers_autoprobe", "1\n");
	put("proc", "cmdline", "%s\n", machine->cmdline);
	put("proc/sys/kernel/random", "boot_id", "%s\n", machine->boot_id);
	if (*machine->release)
		put("proc/sys/kernel", "osrelease", "%s\n", machine->release);
	if (machine->has_vmcore)
		put("proc", "vmcore", "%s", "");
	modules_put(machine);
	for (size_t i = 0; i < machine->driver_count; i++)
		driver_put(machine, machine->drivers[i]);
	for (size_t i = 0; i < machine->device_count; i++) {
		const struct device *device = &machine->devices[i];

		if (device->is_removed)
			continue;
		place_make(machine, device, place);
		directories_make(place);
		attributes_put(device, place);
		config_put(machine, device, place);
		links_put(machine, device, place);
		if (device->framebuffer)
			put("proc", "iomem",
				"6000000000-600fffffff : %s\n  6000000000-60007e8fff : BOOTFB\n",
				address_text(device));
	}
	return blocks_put(machine);
}
