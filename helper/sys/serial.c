/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial.h"

#include <stdio.h>
#include <string.h>

#include "attribute.h"

enum {
	CONFIG_BYTES = 4096,
	EXTENDED_BEGIN = 0x100, /* of the capabilities of PCI Express */
	SERIAL_CAPABILITY = 0x0003,
};

static uint32_t number_at(const unsigned char *config, size_t offset)
{
	return (uint32_t)config[offset] | (uint32_t)config[offset + 1] << 8 |
	       (uint32_t)config[offset + 2] << 16 | (uint32_t)config[offset + 3] << 24;
}

/* A maker that has written none leaves the memory as it was. */
static bool is_written(const unsigned char *serial)
{
	bool is_zeros = true, is_ones = true;

	for (size_t i = 0; i < 8; i++) {
		is_zeros &= serial[i] == 0x00;
		is_ones &= serial[i] == 0xff;
	}
	return !is_zeros && !is_ones;
}

/* PCI Express Base Specification, 7.9.3. Its list goes round in a broken device. */
static bool serial_find(
	const unsigned char *config, size_t length, const unsigned char **ret_serial)
{
	size_t offset = EXTENDED_BEGIN;

	for (unsigned int left = CONFIG_BYTES / 4; left > 0; left--) {
		uint32_t header;

		if (offset < EXTENDED_BEGIN || offset + 12 > length)
			return false;
		header = number_at(config, offset);
		if ((header & 0xffff) == SERIAL_CAPABILITY) {
			*ret_serial = config + offset + 4;
			return is_written(*ret_serial);
		}
		offset = header >> 20 & ~3u;
	}
	return false;
}

/*
 * Any user may read an image, but only root the number. Half as many digits tell two devices apart and
 * do not tell the number (FNV-1a).
 */
static void serial_format(
	const unsigned char serial[8], char ret_serial[VPB_SERIAL_BYTES])
{
	uint32_t sum = 0x811c9dc5;

	for (size_t i = 0; i < 8; i++)
		sum = (sum ^ serial[i]) * 0x01000193;
	snprintf(ret_serial, VPB_SERIAL_BYTES, "%08x", sum);
}

/* Only root gets more than 64 bytes. */
void vpb_serial_read(const struct vpb_root *root, struct vpb_address address,
	char ret_serial[VPB_SERIAL_BYTES])
{
	char path[PATH_MAX], word[VPB_NAME_BYTES];
	VPB_CLEANUP(vpb_text_done) struct vpb_text config = {};
	const unsigned char *serial;

	if (vpb_attribute_read(
		    root, address, "power/runtime_status", word, sizeof(word)) < 0 ||
		strcmp(word, "suspended") == 0 ||
		vpb_root_read(
			root, vpb_attribute_path(address, "config", path), &config) < 0 ||
		config.length < 256)
		return;
	if (serial_find((const unsigned char *)config.data, config.length, &serial))
		serial_format(serial, ret_serial);
	else
		strcpy(ret_serial, "none");
}
