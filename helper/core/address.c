/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "address.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

const char *vpb_hex_parse(const char *text, unsigned int digits, uint32_t *ret_value)
{
	uint32_t value = 0;

	for (; digits > 0; digits--, text++) {
		if (!isxdigit((unsigned char)*text))
			return NULL;
		value = value * 16 + (uint32_t)(isdigit((unsigned char)*text)
							? *text - '0'
							: (*text | 0x20) - 'a' + 10);
	}
	*ret_value = value;
	return text;
}

int vpb_address_parse(const char *text, struct vpb_address *ret_address)
{
	uint32_t domain = 0, bus, device, function;
	size_t digits = strspn(text, "0123456789abcdefABCDEF");

	if (digits >= 4 && digits <= 8) {
		text = vpb_hex_parse(text, (unsigned int)digits, &domain);
		if (!text || *text++ != ':')
			return -EINVAL;
	}
	text = vpb_hex_parse(text, 2, &bus);
	if (!text || *text++ != ':')
		return -EINVAL;
	text = vpb_hex_parse(text, 2, &device);
	if (!text || *text++ != '.' || device > 0x1f)
		return -EINVAL;
	text = vpb_hex_parse(text, 1, &function);
	if (!text || *text || function > 7)
		return -EINVAL;

	*ret_address = (struct vpb_address){
		domain, (uint8_t)bus, (uint8_t)device, (uint8_t)function};
	return 0;
}

const char *vpb_address_format(struct vpb_address address, char buffer[VPB_ADDRESS_BYTES])
{
	snprintf(buffer, VPB_ADDRESS_BYTES, "%04x:%02x:%02x.%x", address.domain,
		address.bus, address.device & 0x1fu, address.function & 7u);
	return buffer;
}

static uint64_t address_key(struct vpb_address address)
{
	return (uint64_t)address.domain << 24 | (uint64_t)address.bus << 16 |
	       (uint64_t)address.device << 8 | address.function;
}

int vpb_address_compare(struct vpb_address a, struct vpb_address b)
{
	return (address_key(a) > address_key(b)) - (address_key(a) < address_key(b));
}

bool vpb_address_same_slot(struct vpb_address a, struct vpb_address b)
{
	a.function = b.function;
	return vpb_address_compare(a, b) == 0;
}
