/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/sys/folder.h"
#include "rom.h"

#define SETUP_FOLDER "sys/kernel/boot_params/setup_data"

enum {
	SETUP_PCI = 3, /* the type, of enum setup_types there */
	/* in the kernel's struct pci_setup_rom, after its head (arch/x86/include/asm/pci.h). */
	SETUP_BYTES = 48,
	SETUP_VENDOR = 0,
	SETUP_DEVICE = 2,
	SETUP_LENGTH = 8,
	SETUP_PLACE = 16, /* four numbers of 8 bytes: segment, bus, device, function */
	/* in VFCT: where its images begin, and of the head of each. */
	VFCT_FIRST = 0x34,
	VFCT_HEAD_BYTES = 28,
	VFCT_VENDOR = 12,
	VFCT_DEVICE = 14,
	VFCT_LENGTH = 24,
};

void vpb_rom_source_done(struct vpb_rom_source *source)
{
	free(source->data);
	free(source->from);
	*source = (struct vpb_rom_source){};
}

/* All of what is open, one byte more than a ROM can have at most. */
static int descriptor_read(int fd, struct vpb_rom_source *source)
{
	size_t room = 0;

	for (;;) {
		ssize_t got;

		if (source->length == room) {
			unsigned char *data = realloc(source->data, room + 65536);

			if (!data)
				return -ENOMEM;
			source->data = data;
			room += 65536;
		}
		got = read(fd, source->data + source->length, room - source->length);
		if (got < 0)
			return -errno;
		if (got == 0)
			return 0;
		source->length += (size_t)got;
		if (source->length > VPB_ROM_BYTES_MAX)
			return -EFBIG;
	}
}

int vpb_rom_read_path(const struct vpb_root *root, const char *path, const char *before,
	struct vpb_rom_source *ret_source)
{
	VPB_CLEANUP(vpb_rom_source_done) struct vpb_rom_source source = {};
	VPB_CLEANUP(vpb_closep) int fd = vpb_root_open_regular(root, path, O_RDONLY);
	int r = fd < 0 ? fd : descriptor_read(fd, &source);

	if (r < 0)
		return r;
	if (asprintf(&source.from, "%s%s%s", root->path, before, path) < 0) {
		source.from = NULL;
		return -ENOMEM;
	}
	*ret_source = source;
	source = (struct vpb_rom_source){};
	return 0;
}

/* Leaves that part of what was read. */
static void part_keep(struct vpb_rom_source *source, size_t offset, size_t length)
{
	memmove(source->data, source->data + offset, length);
	source->length = length;
}

static bool is_setup_rom_of(
	const struct vpb_rom_source *source, const struct vpb_device *device)
{
	const struct vpb_rom_bytes bytes = {source->data, source->length};
	const uint32_t place[] = {device->address.domain, device->address.bus,
		device->address.device, device->address.function};

	if (source->length <= SETUP_BYTES ||
		vpb_rom_u16(&bytes, SETUP_VENDOR) != device->vendor ||
		vpb_rom_u16(&bytes, SETUP_DEVICE) != device->device)
		return false;
	for (size_t i = 0; i < 4; i++)
		if (vpb_rom_u32(&bytes, SETUP_PLACE + 8 * i) != place[i])
			return false;
	return true;
}

/* 0 where it is the device's ROM, -ENOENT where it is none or of another one. */
static int setup_read(const struct vpb_root *root, const char *name,
	const struct vpb_device *device, struct vpb_rom_source *source)
{
	char path[PATH_MAX], type[16];
	size_t length;
	int r;

	snprintf(path, sizeof(path), SETUP_FOLDER "/%s/type", name);
	if (vpb_root_read_word(root, path, type, sizeof(type)) < 0 ||
		strtoul(type, NULL, 0) != SETUP_PCI)
		return -ENOENT;
	snprintf(path, sizeof(path), SETUP_FOLDER "/%s/data", name);
	r = vpb_rom_read_path(root, path, "/", source);
	if (r < 0)
		return r;
	if (!is_setup_rom_of(source, device))
		return -ENOENT;
	length = vpb_rom_u32(
		&(struct vpb_rom_bytes){source->data, source->length}, SETUP_LENGTH);
	/* One that is cut off says so itself. */
	if (length > source->length - SETUP_BYTES)
		length = source->length - SETUP_BYTES;
	part_keep(source, SETUP_BYTES, length);
	return 0;
}

int vpb_rom_read_boot(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_rom_source *ret_source)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, SETUP_FOLDER);
	int error = -ENOENT;

	for (int i = 0; i < folder.count; i++) {
		struct vpb_rom_source source = {};
		int r = setup_read(root, folder.entries[i]->d_name, device, &source);

		if (r == 0) {
			*ret_source = source;
			return 0;
		}
		vpb_rom_source_done(&source);
		if (r != -ENOENT)
			error = r;
	}
	return error;
}

int vpb_rom_read_acpi(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_rom_source *ret_source)
{
	const uint32_t place[] = {
		device->address.bus, device->address.device, device->address.function};
	VPB_CLEANUP(vpb_rom_source_done) struct vpb_rom_source source = {};
	int r = vpb_rom_read_path(root, "sys/firmware/acpi/tables/VFCT", "/", &source);
	const struct vpb_rom_bytes bytes = {source.data, source.length};
	size_t at;

	if (r < 0)
		return r;
	/* A table knows no segments. */
	at = device->address.domain ? 0 : vpb_rom_u32(&bytes, VFCT_FIRST);
	while (at && at < source.length && source.length - at > VFCT_HEAD_BYTES) {
		size_t length = vpb_rom_u32(&bytes, at + VFCT_LENGTH);
		size_t room = source.length - at - VFCT_HEAD_BYTES;

		if (!length || length > room)
			break;
		if (vpb_rom_u32(&bytes, at) == place[0] &&
			vpb_rom_u32(&bytes, at + 4) == place[1] &&
			vpb_rom_u32(&bytes, at + 8) == place[2] &&
			vpb_rom_u16(&bytes, at + VFCT_VENDOR) == device->vendor &&
			vpb_rom_u16(&bytes, at + VFCT_DEVICE) == device->device) {
			part_keep(&source, at + VFCT_HEAD_BYTES, length);
			*ret_source = source;
			source = (struct vpb_rom_source){};
			return 0;
		}
		at += VFCT_HEAD_BYTES + length;
	}
	return -ENOENT;
}

int vpb_rom_read_file(const char *path, struct vpb_rom_source *ret_source)
{
	const struct vpb_root here = vpb_root_here();

	return vpb_rom_read_path(&here, path, "", ret_source);
}
