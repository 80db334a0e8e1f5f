/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "table.h"

#include <errno.h>
#include <string.h>

enum {
	HEADER_BYTES = 36, /* ACPI 6.5, 5.2.6 */
	AT_LENGTH = 4,
	AT_CHECKSUM = 9,
	NUMBERS = 4,
};

/* Name (NUMS, Buffer (16) {...}) as iasl writes it: NameOp, the name, BufferOp, two lengths. */
static const uint8_t mark[] = {0x08, 'N', 'U', 'M', 'S', 0x11, 0x13, 0x0a, 0x10};

static uint8_t sum_of(const uint8_t *bytes, size_t length)
{
	uint8_t sum = 0;

	for (size_t i = 0; i < length; i++)
		sum = (uint8_t)(sum + bytes[i]);
	return sum;
}

static void number_write(uint8_t *at, uint32_t number)
{
	for (size_t i = 0; i < sizeof(number); i++)
		at[i] = (uint8_t)(number >> 8 * i);
}

int vpb_table_write(void *table, size_t length, const struct vpb_table_numbers *numbers)
{
	const uint32_t all[NUMBERS] = {numbers->is_on_mains, numbers->state,
		numbers->power_mw, numbers->left_mwh};
	uint8_t *bytes = table, *at, *end = bytes + length, wanted[sizeof(uint32_t)];

	number_write(wanted, (uint32_t)length);
	if (length < HEADER_BYTES || length > UINT32_MAX ||
		memcmp(bytes, "SSDT", 4) != 0 ||
		memcmp(bytes + AT_LENGTH, wanted, sizeof(wanted)) != 0 ||
		sum_of(bytes, length) != 0)
		return -EBADMSG;
	at = memmem(bytes + HEADER_BYTES, length - HEADER_BYTES, mark, sizeof(mark));
	if (!at)
		return -EBADMSG;
	at += sizeof(mark);
	if ((size_t)(end - at) < sizeof(all) ||
		memmem(at, (size_t)(end - at), mark, sizeof(mark)))
		return -EBADMSG;
	for (size_t i = 0; i < NUMBERS; i++)
		number_write(at + i * sizeof(uint32_t), all[i]);
	bytes[AT_CHECKSUM] = (uint8_t)(bytes[AT_CHECKSUM] - sum_of(bytes, length));
	return 0;
}
