/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "../../helper/core/address.h"
#include "../../helper/core/device.h"
#include "unit.h"

static void assert_address(const char *text, const char *formatted)
{
	struct vpb_address address;
	char buffer[VPB_ADDRESS_BYTES];

	assert_int_equal(vpb_address_parse(text, &address), 0);
	assert_string_equal(vpb_address_format(address, buffer), formatted);
}

static void both_forms_are_read(void **state)
{
	(void)state;
	assert_address("0000:01:00.0", "0000:01:00.0");
	assert_address("01:00.0", "0000:01:00.0");
	assert_address("a1:1f.7", "0000:a1:1f.7");
	assert_address("A1:1F.7", "0000:a1:1f.7");
	assert_address("ffff:ff:1f.7", "ffff:ff:1f.7");
}

static void a_domain_may_be_longer(void **state)
{
	(void)state;
	assert_address("10000:00:02.0", "10000:00:02.0");
	assert_address("ffffffff:ff:1f.7", "ffffffff:ff:1f.7");
	assert_address("00010000:00:02.0", "10000:00:02.0");
}

static void all_else_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		":",
		".",
		"01",
		"01:00",
		"01:00.",
		"01:00.8",
		"01:20.0",
		"01:00.00",
		"01:00.0 ",
		" 01:00.0",
		"1:00.0",
		"01:0.0",
		"001:00.0",
		"000:01:00.0",
		"0000:1:00.0",
		"0000:01:00.0x",
		"123456789:01:00.0",
		"0000.01:00.0",
		"0000:01.00.0",
		"0000:01:00:0",
		"0x00:01:00.0",
		"01:-1.0",
		"g1:00.0",
		"\xff\xff:00.0",
	};
	struct vpb_address untouched = {1, 2, 3, 4};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (vpb_address_parse(texts[i], &untouched) != -EINVAL)
			fail_msg("'%s' was taken for an address", texts[i]);
	assert_int_equal(
		vpb_address_compare(untouched, (struct vpb_address){1, 2, 3, 4}), 0);
}

static int compared(const char *a, const char *b)
{
	struct vpb_address first, second;
	int there, back;

	assert_int_equal(vpb_address_parse(a, &first), 0);
	assert_int_equal(vpb_address_parse(b, &second), 0);
	there = vpb_address_compare(first, second);
	back = vpb_address_compare(second, first);
	assert_true((there < 0) == (back > 0) && (there > 0) == (back < 0));
	return there;
}

static void domain_counts_most_and_function_least(void **state)
{
	(void)state;
	assert_int_equal(compared("01:02.3", "01:02.3"), 0);
	assert_true(compared("01:02.3", "01:02.4") < 0);
	assert_true(compared("01:02.7", "01:03.0") < 0);
	assert_true(compared("01:1f.7", "02:00.0") < 0);
	assert_true(compared("0000:ff:1f.7", "0001:00:00.0") < 0);
	assert_true(compared("ffff:ff:1f.7", "10000:00:00.0") < 0);
	assert_true(compared("7fffffff:00:00.0", "ffffffff:00:00.0") < 0);
}

static bool one_slot(const char *a, const char *b)
{
	struct vpb_address first, second;

	assert_int_equal(vpb_address_parse(a, &first), 0);
	assert_int_equal(vpb_address_parse(b, &second), 0);
	return vpb_address_same_slot(first, second);
}

static void a_slot_is_all_but_the_function(void **state)
{
	(void)state;
	assert_true(one_slot("01:00.0", "01:00.0"));
	assert_true(one_slot("01:00.0", "01:00.7"));
	assert_false(one_slot("01:00.0", "01:01.0"));
	assert_false(one_slot("01:00.0", "02:00.0"));
	assert_false(one_slot("01:00.0", "0001:01:00.0"));
}

static void hex_reads_that_many_digits(void **state)
{
	const char *text = "09afAF0";
	uint32_t value = 77;

	(void)state;
	assert_ptr_equal(vpb_hex_parse(text, 6, &value), text + 6);
	assert_int_equal(value, 0x09afaf);
	assert_ptr_equal(vpb_hex_parse(text, 1, &value), text + 1);
	assert_int_equal(value, 0);
	value = 77;
	assert_null(vpb_hex_parse("12", 3, &value));
	assert_null(vpb_hex_parse("1g", 2, &value));
	assert_null(vpb_hex_parse("0x", 2, &value));
	assert_int_equal(value, 77);
	assert_non_null(vpb_hex_parse("ffffffff", 8, &value));
	assert_int_equal(value, UINT32_MAX);
}

static void a_snapshot_is_sorted_and_searched(void **state)
{
	struct vpb_device devices[] = {
		{.address = {0, 2, 0, 0}},
		{.address = {1, 0, 0, 0}},
		{.address = {0, 1, 0, 1}},
		{.address = {0, 1, 0, 0}},
	};
	struct vpb_snapshot snapshot = {.devices = devices, .device_count = 4};
	struct vpb_snapshot empty = {};

	(void)state;
	vpb_snapshot_sort(&snapshot);
	vpb_snapshot_sort(&empty);
	assert_int_equal(
		vpb_snapshot_find(&snapshot, (struct vpb_address){0, 1, 0, 0}), 0);
	assert_int_equal(
		vpb_snapshot_find(&snapshot, (struct vpb_address){0, 1, 0, 1}), 1);
	assert_int_equal(
		vpb_snapshot_find(&snapshot, (struct vpb_address){0, 2, 0, 0}), 2);
	assert_int_equal(
		vpb_snapshot_find(&snapshot, (struct vpb_address){1, 0, 0, 0}), 3);
	assert_int_equal(
		vpb_snapshot_find(&snapshot, (struct vpb_address){0, 1, 0, 2}), -1);
	assert_int_equal(vpb_snapshot_find(&empty, (struct vpb_address){0, 1, 0, 0}), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_forms_are_read),
		cmocka_unit_test(a_domain_may_be_longer),
		cmocka_unit_test(all_else_is_refused),
		cmocka_unit_test(domain_counts_most_and_function_least),
		cmocka_unit_test(a_slot_is_all_but_the_function),
		cmocka_unit_test(hex_reads_that_many_digits),
		cmocka_unit_test(a_snapshot_is_sorted_and_searched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
