/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "manifest.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/core/kernel_line.h"
#include "../../helper/sys/attribute.h"
#include "../../helper/sys/folder.h"

/*
 * Words of the command line that say nothing about whose machine it is, alone or before '='; a
 * '*' stands for any end. All others are left out: root=UUID=, ip= and the like.
 */
static const char *const shown_words[] = {"ro", "rw", "quiet", "splash", "nomodeset",
	"single", "rescue", "emergency", "rd.break", "systemd.unit", "intel_iommu",
	"amd_iommu", "iommu", "intremap", "pci", "pcie_aspm", "pcie_acs_override",
	"pci-stub.ids", "vfio*", "video", "module_blacklist", "modprobe.blacklist",
	"rd.driver.blacklist", "initcall_blacklist", "kvm*", "nvidia*", "nouveau*",
	"i915*", "amdgpu*", "efifb", "console"};

bool vpb_manifest_shows_word(const char *word)
{
	size_t length = strcspn(word, "=" VPB_KERNEL_BLANKS);

	/* None of these needs quotes. */
	if (memchr(word, '"', vpb_kernel_word_length(word)))
		return false;

	for (size_t i = 0; i < sizeof(shown_words) / sizeof(*shown_words); i++) {
		size_t known = strcspn(shown_words[i], "*");

		if (shown_words[i][known] ? length >= known : length == known)
			if (strncmp(word, shown_words[i], known) == 0)
				return true;
	}
	return false;
}

static void cmdline_add(const struct vpb_root *root, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text cmdline = {};
	unsigned int left_out = 0;
	const char *word;

	if (vpb_root_read(root, "proc/cmdline", &cmdline) < 0)
		return;
	vpb_text_add(text, "cmdline");
	word = cmdline.data ? cmdline.data + strspn(cmdline.data, VPB_KERNEL_BLANKS) : "";
	for (; *word; word = vpb_kernel_word_next(word)) {
		/* With what its quotes hold. */
		int length = (int)vpb_kernel_word_length(word);

		if (vpb_manifest_shows_word(word))
			vpb_text_add(text, " %.*s", length, word);
		else
			left_out++;
	}
	vpb_text_add(
		text, "\n# %u more words of the command line are left out.\n", left_out);
}

/* "" for what is missing or not understood. */
static void word_read(const struct vpb_root *root, const struct vpb_device *device,
	const char *name, char buffer[VPB_NAME_BYTES])
{
	if (vpb_attribute_read(root, device->address, name, buffer, VPB_NAME_BYTES) < 0)
		buffer[0] = '\0';
}

static unsigned long number_read(const struct vpb_root *root,
	const struct vpb_device *device, const char *name, int base)
{
	char word[VPB_NAME_BYTES];

	word_read(root, device, name, word);
	return strtoul(word, NULL, base);
}

static void identity_add(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];
	unsigned long revision = number_read(root, device, "revision", 16);

	vpb_text_add(text, "device %s id=%04x:%04x",
		vpb_address_format(device->address, address), device->vendor,
		device->device);
	if (device->subvendor || device->subdevice)
		vpb_text_add(text, " subsystem=%04x:%04x", device->subvendor,
			device->subdevice);
	vpb_text_add(text, " class=%04x%02x", device->class_code, device->prog_if);
	if (revision)
		vpb_text_add(text, " rev=%02lx", revision & 0xff);
	if (device->has_group)
		vpb_text_add(text, " group=%u", device->group);
	if (device->is_bridge) {
		unsigned long first =
			number_read(root, device, "secondary_bus_number", 10);
		unsigned long last =
			number_read(root, device, "subordinate_bus_number", 10);

		vpb_text_add(text, " bus=%02lx-%02lx", first & 0xff,
			(last < first ? first : last) & 0xff);
	}
}

/*
 * The device that brings the root bus which this one is on, as VMD does: the kernel puts that bus
 * below it (.../0000:00:0e.0/pci10000:e0/10000:e0:06.0).
 */
static void behind_add(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES], path[PATH_MAX], target[PATH_MAX];
	char *rest = target, *part, *before[2] = {};
	struct vpb_address above;

	if (vpb_root_read_target(root, vpb_device_path(device->address, path), target) <
		0)
		return;
	while ((part = strsep(&rest, "/")) && rest) {
		before[0] = before[1];
		before[1] = part;
	}
	if (before[0] && strncmp(before[1], "pci", 3) == 0 &&
		vpb_address_parse(before[0], &above) == 0)
		vpb_text_add(text, " behind=%s", vpb_address_format(above, address));
}

static void state_add(const struct vpb_root *root, const struct vpb_inventory *inventory,
	size_t index, struct vpb_text *text)
{
	const struct vpb_device *device = &inventory->snapshot.devices[index];
	const struct vpb_item *item = &inventory->items[index];
	char word[VPB_NAME_BYTES], address[VPB_ADDRESS_BYTES];

	if (vpb_snapshot_parent(&inventory->snapshot, device) >= 0)
		vpb_text_add(
			text, " parent=%s", vpb_address_format(device->parent, address));
	else
		behind_add(root, device, text);
	if (device->is_boot_vga)
		vpb_text_add(text, " boot_vga=1");
	if (device->has_framebuffer)
		vpb_text_add(text, " framebuffer=1");
	if (device->driver[0])
		vpb_text_add(text, " driver=%s", device->driver);
	if (device->driver_override[0])
		vpb_text_add(text, " override=%s", device->driver_override);
	if (item->has_physfn)
		vpb_text_add(
			text, " physfn=%s", vpb_address_format(item->physfn, address));
	word_read(root, device, "sriov_totalvfs", word);
	if (word[0])
		vpb_text_add(text, " numvfs=%u totalvfs=%s", device->vf_count, word);
	if (item->reset_methods[0]) {
		char methods[VPB_NAME_BYTES];

		strcpy(methods, item->reset_methods);
		for (char *blank = methods; (blank = strchr(blank, ' '));)
			*blank = '+';
		vpb_text_add(text, " reset=%s", methods);
	}
	word_read(root, device, "power/runtime_status", word);
	if (word[0])
		vpb_text_add(text, " power=%s", word);
	vpb_text_add(text, "\n");
}

static bool is_bound(const struct vpb_snapshot *snapshot, const char *driver)
{
	for (size_t i = 0; i < snapshot->device_count; i++)
		if (strcmp(snapshot->devices[i].driver, driver) == 0)
			return true;
	return false;
}

/* Drivers that are there with nothing bound, and those that came with a module of their name. */
static void drivers_add(const struct vpb_root *root, const struct vpb_snapshot *snapshot,
	struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text modules = {};
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder drivers = vpb_folder_read(root, "sys/bus/pci/drivers");

	for (int i = 0; i < drivers.count; i++) {
		const char *name = drivers.entries[i]->d_name;
		char path[PATH_MAX];

		if (!is_bound(snapshot, name) && !strpbrk(name, " \t#"))
			vpb_text_add(text, "drivers %s\n", name);
		snprintf(path, sizeof(path), "sys/bus/pci/drivers/%s/module/initstate",
			name);
		if (vpb_root_has(root, path) && !strpbrk(name, " \t#")) {
			vpb_text_add(&modules, "modules ");
			for (const char *c = name; *c; c++)
				vpb_text_add(&modules, "%c", *c == '-' ? '_' : *c);
			vpb_text_add(&modules, "\n");
		}
	}
	vpb_text_add(text, "%s", modules.data ? modules.data : "");
}

int vpb_manifest_add(const struct vpb_root *root, const struct vpb_inventory *inventory,
	struct vpb_text *text)
{
	char word[VPB_NAME_BYTES];

	vpb_text_add(text,
		"# vfio-prebind %s wrote this: no serial numbers, UUIDs or host names.\n",
		VPB_VERSION);
	cmdline_add(root, text);
	if (vpb_root_read_word(root, "proc/sys/kernel/osrelease", word, sizeof(word)) ==
		0)
		vpb_text_add(text, "release %s\n", word);
	drivers_add(root, &inventory->snapshot, text);
	if (vpb_root_read_word(root,
		    "sys/module/vfio/parameters/enable_unsafe_noiommu_mode", word,
		    sizeof(word)) == 0)
		vpb_text_add(
			text, "parameter vfio enable_unsafe_noiommu_mode %s\n", word);
	if (inventory->no_framebuffers)
		vpb_text_add(text, "# Framebuffers are left out: only root sees them.\n");
	for (size_t i = 0; i < inventory->snapshot.device_count; i++) {
		const struct vpb_device *device = &inventory->snapshot.devices[i];

		identity_add(root, device, text);
		state_add(root, inventory, i, text);
	}
	return vpb_text_error(text);
}
