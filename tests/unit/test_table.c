/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "../../vm/acpi/table.h"
#include "unit.h"

enum { BYTES = 72, AT_MARK = 40, AT_NUMBERS = 49 };

static void checksum_make(uint8_t table[BYTES])
{
	uint8_t sum = 0;

	table[9] = 0;
	for (size_t i = 0; i < BYTES; i++)
		sum = (uint8_t)(sum + table[i]);
	table[9] = (uint8_t)-sum;
}

static void table_make(uint8_t table[BYTES])
{
	memset(table, 0x5a, BYTES);
	memcpy(table, "SSDT\x48\0\0\0", 8);
	memcpy(table + AT_MARK, "\x08NUMS\x11\x13\x0a\x10", 9);
	checksum_make(table);
}

static const struct vpb_table_numbers numbers = {
	.is_on_mains = 1, .state = 2, .power_mw = 0x01020304, .left_mwh = UINT32_MAX};

static void numbers_are_written_and_the_sum_is_right(void **state)
{
	static const uint8_t wanted[] = {
		1, 0, 0, 0, 2, 0, 0, 0, 4, 3, 2, 1, 0xff, 0xff, 0xff, 0xff};
	uint8_t table[BYTES], before[BYTES], sum = 0;

	(void)state;
	table_make(table);
	memcpy(before, table, BYTES);
	assert_int_equal(vpb_table_write(table, BYTES, &numbers), 0);
	assert_memory_equal(table + AT_NUMBERS, wanted, sizeof(wanted));
	for (size_t i = 0; i < BYTES; i++)
		sum = (uint8_t)(sum + table[i]);
	assert_int_equal(sum, 0);
	before[9] = table[9];
	memcpy(before + AT_NUMBERS, wanted, sizeof(wanted));
	assert_memory_equal(table, before, BYTES);
}

/* Each byte of what is looked at is another one, or the table is cut or has the buffer twice. */
static void another_table_stays(void **state)
{
	static const size_t places[] = {0, 3, 4, 7, AT_MARK, AT_MARK + 8};
	uint8_t table[BYTES], before[BYTES];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(places) + 2; i++) {
		table_make(table);
		if (i < COUNT_OF(places))
			table[places[i]] ^= 1;
		else if (i == COUNT_OF(places))
			memcpy(table + BYTES - 9, table + AT_MARK, 9);
		checksum_make(table);
		if (i == COUNT_OF(places) + 1)
			table[9]++;
		memcpy(before, table, BYTES);
		assert_int_equal(vpb_table_write(table, BYTES, &numbers), -EBADMSG);
		assert_memory_equal(table, before, BYTES);
	}
	table_make(table);
	for (size_t length = 0; length < BYTES; length++)
		assert_int_equal(vpb_table_write(table, length, &numbers), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_and_the_sum_is_right),
		cmocka_unit_test(another_table_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
