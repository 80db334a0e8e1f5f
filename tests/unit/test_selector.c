/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <ctype.h>
#include <string.h>

#include "../../helper/core/selector.h"
#include "unit.h"

static struct vpb_selector parsed(const char *text)
{
	struct vpb_selector selector;
	const char *reason = NULL;

	if (vpb_selector_parse(text, &selector, &reason) != 0)
		fail_msg("'%s' was refused: %s", text, reason);
	return selector;
}

static void assert_place(const struct vpb_selector *selector, const char *address)
{
	char buffer[VPB_ADDRESS_BYTES];

	assert_string_equal(vpb_address_format(selector->address, buffer), address);
}

static void an_address_is_one(void **state)
{
	struct vpb_selector selector = parsed("0000:01:00.0");

	(void)state;
	assert_int_equal(selector.kind, VPB_SELECTOR_ADDRESS);
	assert_place(&selector, "0000:01:00.0");
	assert_false(selector.identity.given);
	selector = parsed("0a:1f.3");
	assert_int_equal(selector.kind, VPB_SELECTOR_ADDRESS);
	assert_place(&selector, "0000:0a:1f.3");
}

static void a_path_keeps_its_steps(void **state)
{
	struct vpb_selector selector = parsed("0001:00:01.2/00.0/1f.7");

	(void)state;
	assert_int_equal(selector.kind, VPB_SELECTOR_PATH);
	assert_place(&selector, "0001:00:01.2");
	assert_int_equal(selector.hop_count, 2);
	assert_int_equal(selector.hops[0].device, 0);
	assert_int_equal(selector.hops[0].function, 0);
	assert_int_equal(selector.hops[1].device, 0x1f);
	assert_int_equal(selector.hops[1].function, 7);
}

static void a_path_has_sixteen_steps_at_most(void **state)
{
	char text[256] = "00:01.0";
	struct vpb_selector selector;
	const char *reason = NULL;

	(void)state;
	for (int i = 0; i < VPB_PATH_HOPS_MAX; i++)
		strcat(text, "/00.0");
	assert_int_equal(parsed(text).hop_count, VPB_PATH_HOPS_MAX);
	strcat(text, "=10de:2820:1d05:1178");
	assert_true(parsed(text).identity.with_subsystem);
	*strchr(text, '=') = '\0';
	strcat(text, "/00.0");
	assert_int_equal(vpb_selector_parse(text, &selector, &reason), -EINVAL);
	assert_non_null(strstr(reason, "sixteen"));
}

static void an_identity_belongs_to_a_place(void **state)
{
	struct vpb_selector selector = parsed("01:00.0=10de:2820");

	(void)state;
	assert_int_equal(selector.kind, VPB_SELECTOR_ADDRESS);
	assert_true(selector.identity.given);
	assert_false(selector.identity.with_subsystem);
	assert_int_equal(selector.identity.vendor, 0x10de);
	assert_int_equal(selector.identity.device, 0x2820);

	selector = parsed("00:01.0/00.0=10DE:2820:1d05:1178");
	assert_int_equal(selector.kind, VPB_SELECTOR_PATH);
	assert_int_equal(selector.hop_count, 1);
	assert_true(selector.identity.given);
	assert_true(selector.identity.with_subsystem);
	assert_int_equal(selector.identity.vendor, 0x10de);
	assert_int_equal(selector.identity.subvendor, 0x1d05);
	assert_int_equal(selector.identity.subdevice, 0x1178);
}

static void assert_id(const char *text, uint32_t vendor, uint32_t device,
	uint32_t class_value, uint32_t class_mask)
{
	struct vpb_selector selector = parsed(text);

	assert_int_equal(selector.kind, VPB_SELECTOR_ID);
	assert_int_equal(selector.id.vendor, vendor);
	assert_int_equal(selector.id.device, device);
	assert_int_equal(selector.id.subvendor, VPB_ID_ANY);
	assert_int_equal(selector.id.subdevice, VPB_ID_ANY);
	assert_int_equal(selector.id.class_mask, class_mask);
	assert_int_equal(selector.id.class_value & class_mask, class_value);
}

static void an_id_leaves_fields_open(void **state)
{
	(void)state;
	assert_id("10de:2820", 0x10de, 0x2820, 0, 0);
	assert_id("10DE:ABCD", 0x10de, 0xabcd, 0, 0);
	assert_id("10de:", 0x10de, VPB_ID_ANY, 0, 0);
	assert_id(":2820", VPB_ID_ANY, 0x2820, 0, 0);
	assert_id("10de::0300", 0x10de, VPB_ID_ANY, 0x030000, 0xffff00);
	assert_id("::0c03:30", VPB_ID_ANY, VPB_ID_ANY, 0x0c0330, 0xffffff);
	assert_id("10de:::30", 0x10de, VPB_ID_ANY, 0x30, 0xff);
	assert_id("ffff:ffff:ffff:ff", 0xffff, 0xffff, 0xffffff, 0xffffff);
}

static struct vpb_id_pattern vfio_ids_parsed(const char *text)
{
	struct vpb_selector selector;

	assert_int_equal(vpb_selector_parse_vfio_ids(text, &selector), 0);
	assert_int_equal(selector.kind, VPB_SELECTOR_ID);
	assert_false(selector.identity.given);
	return selector.id;
}

/* drivers/vfio/pci/vfio_pci.c reads up to six numbers and wants two. */
static void the_kernels_ids_are_read_as_it_does(void **state)
{
	static const char *const wrong[] = {"", "10de", "10de:", ":2820", "x:y",
		"10de;2820", "10de:-1", "10de:+1", "-1:2820", "10de :2820", "10de:x2820"};
	struct vpb_id_pattern id = vfio_ids_parsed("10de:2820");
	struct vpb_selector selector;

	(void)state;
	assert_int_equal(id.vendor, 0x10de);
	assert_int_equal(id.device, 0x2820);
	assert_int_equal(id.subvendor, VPB_ID_ANY);
	assert_int_equal(id.subdevice, VPB_ID_ANY);
	assert_int_equal(id.class_mask, 0);

	id = vfio_ids_parsed("0x10DE:ffffffff:1d05:1178:30000:ff0000");
	assert_int_equal(id.vendor, 0x10de);
	assert_int_equal(id.device, VPB_ID_ANY);
	assert_int_equal(id.subvendor, 0x1d05);
	assert_int_equal(id.subdevice, 0x1178);
	assert_int_equal(id.class_value, 0x30000);
	assert_int_equal(id.class_mask, 0xff0000);

	id = vfio_ids_parsed("8:9 and more");
	assert_int_equal(id.vendor, 8);
	assert_int_equal(id.device, 9);
	/* A sign ends the item where it stands; no field after it counts. */
	assert_int_equal(vfio_ids_parsed("8:9:-1:-1").subvendor, VPB_ID_ANY);
	assert_int_equal(vfio_ids_parsed("8:9:1:-1").subdevice, VPB_ID_ANY);
	/* Longer than the kernel's number: 64 bits are kept, and then 32. */
	assert_int_equal(vfio_ids_parsed("f00000000000010de:2820").vendor, 0x10de);
	assert_int_equal(vfio_ids_parsed("123450000000010de:2820").vendor, 0x10de);
	assert_int_equal(vfio_ids_parsed("8:ffffffff00000009").device, 9);
	assert_int_equal(vfio_ids_parsed(" 8:\t0X9").device, 9);
	assert_int_equal(vfio_ids_parsed("\xa0"
					 "8:0x")
				 .device,
		0);
	/* A class without a mask is none. */
	assert_int_equal(vfio_ids_parsed("1:2:3:4:30000").class_mask, 0);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_int_equal(
			vpb_selector_parse_vfio_ids(wrong[i], &selector), -EINVAL);
}

static void all_else_is_refused_with_a_reason(void **state)
{
	static const char *const texts[] = {
		"",
		":",
		"::",
		":::",
		"::::",
		"10de",
		"10de:282",
		"10de:28200",
		"10de:2820:03",
		"10de:2820:0300:0",
		"10de:2820:0300:00:",
		"10de:2820:0300:00:00",
		"10de:2820=10de:2820",
		"10de-2820",
		"0x10de:0x2820",
		"10de:2820:1d05:1178",
		"01:00.0=",
		"01:00.0=10de",
		"01:00.0=10de:",
		"01:00.0=10de:2820:",
		"01:00.0=10de:2820:1d05",
		"01:00.0=10de:2820:1d05:",
		"01:00.0=10de:2820:1d05:1178:0300",
		"01:00.0==10de:2820",
		"=10de:2820.",
		"01:00.8",
		"01:00.0/",
		"/00.0",
		"./",
		"01:00.0/00.8",
		"01:00.0/20.0",
		"01:00.0/0.0",
		"01:00.0//00.0",
		"01:00.0/00.0/",
		"01:00.0/01:00.0",
		"10de:2820/00.0",
		"\x01\xff.\xff",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct vpb_selector selector;
		const char *reason = NULL;

		if (vpb_selector_parse(texts[i], &selector, &reason) != -EINVAL)
			fail_msg("'%s' was taken", texts[i]);
		if (!reason || !islower((unsigned char)reason[0]))
			fail_msg("'%s' was refused without a reason", texts[i]);
	}
}

static void a_long_text_is_refused(void **state)
{
	char text[5000];
	struct vpb_selector selector;
	const char *reason = NULL;

	(void)state;
	memset(text, '0', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(vpb_selector_parse(text, &selector, &reason), -EINVAL);
	text[100] = '.';
	reason = NULL;
	assert_int_equal(vpb_selector_parse(text, &selector, &reason), -EINVAL);
	assert_non_null(reason);
	text[3000] = '/';
	assert_int_equal(vpb_selector_parse(text, &selector, &reason), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_one),
		cmocka_unit_test(a_path_keeps_its_steps),
		cmocka_unit_test(a_path_has_sixteen_steps_at_most),
		cmocka_unit_test(an_identity_belongs_to_a_place),
		cmocka_unit_test(an_id_leaves_fields_open),
		cmocka_unit_test(the_kernels_ids_are_read_as_it_does),
		cmocka_unit_test(all_else_is_refused_with_a_reason),
		cmocka_unit_test(a_long_text_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
