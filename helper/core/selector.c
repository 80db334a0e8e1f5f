/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "selector.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "../base/array.h"

/* Longer than any selector that makes sense: sixteen hops and an identity. */
#define PLACE_BYTES 128

static int identity_parse(
	const char *text, struct vpb_identity *ret_identity, const char **ret_reason)
{
	uint32_t fields[4] = {0};
	unsigned int count = 0;

	*ret_reason =
		"an identity is vendor:device or vendor:device:subvendor:subdevice, "
		"four hexadecimal digits each";
	for (;;) {
		text = vpb_hex_parse(text, 4, &fields[count++]);
		if (!text)
			return -EINVAL;
		if (!*text)
			break;
		if (*text++ != ':' || count == 4)
			return -EINVAL;
	}
	if (count != 2 && count != 4)
		return -EINVAL;
	*ret_identity = (struct vpb_identity){
		.given = true,
		.with_subsystem = count == 4,
		.vendor = (uint16_t)fields[0],
		.device = (uint16_t)fields[1],
		.subvendor = (uint16_t)fields[2],
		.subdevice = (uint16_t)fields[3],
	};
	return 0;
}

static int path_parse(char *text, struct vpb_selector *selector, const char **ret_reason)
{
	char *next = strchr(text, '/');

	*ret_reason =
		"a path is the root port's address and then a device.function for each "
		"step down, such as 00:01.0/00.0";
	*next++ = '\0';
	if (vpb_address_parse(text, &selector->address) < 0)
		return -EINVAL;
	while (next) {
		uint32_t device, function;
		const char *end;

		if (selector->hop_count == VPB_PATH_HOPS_MAX) {
			*ret_reason = "a path has at most sixteen steps";
			return -EINVAL;
		}
		text = next;
		next = strchr(text, '/');
		if (next)
			*next++ = '\0';
		end = vpb_hex_parse(text, 2, &device);
		if (!end || *end++ != '.' || device > 0x1f)
			return -EINVAL;
		end = vpb_hex_parse(end, 1, &function);
		if (!end || *end || function > 7)
			return -EINVAL;
		selector->hops[selector->hop_count++] =
			(struct vpb_hop){(uint8_t)device, (uint8_t)function};
	}
	selector->kind = VPB_SELECTOR_PATH;
	return 0;
}

static int place_parse(
	const char *text, struct vpb_selector *selector, const char **ret_reason)
{
	const char *identity = strchr(text, '=');
	size_t length = identity ? (size_t)(identity - text) : strlen(text);
	char place[PLACE_BYTES];
	int r;

	if (length >= sizeof(place)) {
		*ret_reason = "that is too long for an address or a path";
		return -EINVAL;
	}
	memcpy(place, text, length);
	place[length] = '\0';

	if (strchr(place, '/')) {
		r = path_parse(place, selector, ret_reason);
	} else {
		*ret_reason =
			"an address is domain:bus:device.function in hexadecimal, such as "
			"0000:01:00.0";
		selector->kind = VPB_SELECTOR_ADDRESS;
		r = vpb_address_parse(place, &selector->address);
	}
	if (r < 0)
		return r;
	return identity ? identity_parse(identity + 1, &selector->identity, ret_reason)
			: 0;
}

static int id_parse(
	const char *text, struct vpb_selector *selector, const char **ret_reason)
{
	uint32_t fields[4] = {VPB_ID_ANY, VPB_ID_ANY, VPB_ID_ANY, VPB_ID_ANY};
	static const unsigned int digits[4] = {4, 4, 4, 2};
	unsigned int count = 0;

	*ret_reason =
		"an id is vendor:device, four hexadecimal digits each, such as 10de:2820; "
		"a device's place needs a '.', such as 01:00.0";
	for (;;) {
		if (*text && *text != ':') {
			text = vpb_hex_parse(text, digits[count], &fields[count]);
			if (!text)
				return -EINVAL;
		}
		count++;
		if (!*text)
			break;
		if (*text++ != ':' || count == 4)
			return -EINVAL;
	}
	if (count < 2)
		return -EINVAL;
	selector->kind = VPB_SELECTOR_ID;
	selector->id = (struct vpb_id_pattern){
		.vendor = fields[0],
		.device = fields[1],
		.subvendor = VPB_ID_ANY,
		.subdevice = VPB_ID_ANY,
	};
	if (fields[2] != VPB_ID_ANY) {
		selector->id.class_value = fields[2] << 8;
		selector->id.class_mask = VPB_CLASS_MASK_CODE;
	}
	if (fields[3] != VPB_ID_ANY) {
		selector->id.class_value |= fields[3];
		selector->id.class_mask |= VPB_CLASS_MASK_PROG_IF;
	}
	for (count = 0; count < 4; count++)
		if (fields[count] != VPB_ID_ANY)
			return 0;
	*ret_reason = "this would name every device of the machine";
	return -EINVAL;
}

static bool is_kernel_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0;
}

/*
 * A number as the kernel's sscanf() takes it for %x (lib/vsprintf.c): blanks and "0x" before it, no
 * sign; what is longer than 64 bits loses its first digits, and of these 64 the last 32 count.
 */
static bool kernel_number_take(const char **text, uint32_t *ret_value)
{
	const char *at = *text;
	uint64_t value = 0;

	while (is_kernel_blank((unsigned char)*at))
		at++;
	if (!isxdigit((unsigned char)*at))
		return false;
	if (at[0] == '0' && (at[1] | 0x20) == 'x')
		at += 2;
	for (; isxdigit((unsigned char)*at); at++)
		value = value * 16 +
			(uint64_t)(*at <= '9' ? *at - '0' : (*at | 0x20) - 'a' + 10);
	*text = at;
	*ret_value = (uint32_t)value;
	return true;
}

int vpb_selector_parse_vfio_ids(const char *text, struct vpb_selector *ret_selector)
{
	/* PCI_ANY_ID is all ones there as here. */
	struct vpb_id_pattern id = {.subvendor = VPB_ID_ANY, .subdevice = VPB_ID_ANY};
	uint32_t *const fields[] = {&id.vendor, &id.device, &id.subvendor, &id.subdevice,
		&id.class_value, &id.class_mask};
	size_t count = 0;

	while (count < VPB_ARRAY_SIZE(fields) && (!count || *text++ == ':') &&
		kernel_number_take(&text, fields[count]))
		count++;
	if (count < 2)
		return -EINVAL;
	*ret_selector = (struct vpb_selector){.kind = VPB_SELECTOR_ID, .id = id};
	return 0;
}

int vpb_selector_parse(
	const char *text, struct vpb_selector *ret_selector, const char **ret_reason)
{
	struct vpb_selector selector = {};
	int r;

	r = strchr(text, '.') ? place_parse(text, &selector, ret_reason)
			      : id_parse(text, &selector, ret_reason);
	if (r == 0)
		*ret_selector = selector;
	return r;
}
