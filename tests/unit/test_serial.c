/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What tells two devices of one model apart, from the config space of one that is awake. */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/sys/carriers.h"
#include "../../helper/sys/scan.h"
#include "../../helper/sys/serial.h"
#include "tree.h"

#define PLACE "sys/bus/pci/devices/" TREE_GPU "/"

static void number_put(unsigned char *config, size_t offset, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		config[offset + (size_t)i] = (unsigned char)(number >> 8 * i);
}

/* The serial of a device whose list of capabilities leads to a serial number, or to itself. */
static const char *serial(struct tree *tree, const char *status, size_t length,
	uint32_t second_capability, uint32_t number)
{
	static char found[VPB_SERIAL_BYTES];
	unsigned char config[4096] = {};
	char path[128];

	strcpy(found, "unknown");
	number_put(config, 0x100, 0x14010001); /* at 0x140 the next: AER, version 1 */
	number_put(config, 0x140, second_capability);
	number_put(config, 0x144, number);
	number_put(config, 0x148, number ? 0x00e04cff : 0);
	/* In place of the FIFO that every device of a tree has there. */
	snprintf(path, sizeof(path), "%s/" PLACE "config", tree->path);
	unlink(path);
	tree_bytes(tree, PLACE "config", config, length);
	tree_file(tree, PLACE "power/runtime_status", status);
	vpb_serial_read(&tree->root, (struct vpb_address){.bus = 1}, found);
	return found;
}

static void a_number_becomes_eight_digits(void **state)
{
	TREE(tree);
	char first[VPB_SERIAL_BYTES];

	(void)state;
	tree_card(&tree);
	strcpy(first, serial(&tree, "active\n", 4096, 0x00010003, 0x36000001));
	assert_int_equal(strlen(first), 8);
	assert_int_equal(strspn(first, "0123456789abcdef"), 8);
	assert_string_equal(
		serial(&tree, "active\n", 4096, 0x00010003, 0x36000001), first);
	assert_string_not_equal(
		serial(&tree, "active\n", 4096, 0x00010003, 0x36000002), first);
}

static void what_is_not_there_is_none(void **state)
{
	TREE(tree);

	(void)state;
	tree_card(&tree);
	/* Another capability, the last; one that leads back; one beyond the end. */
	assert_string_equal(serial(&tree, "active\n", 4096, 0x00010004, 1), "none");
	assert_string_equal(serial(&tree, "active\n", 4096, 0x10010004, 1), "none");
	assert_string_equal(serial(&tree, "active\n", 4096, 0xffc10004, 1), "none");
	/* The maker has written no number. */
	assert_string_equal(serial(&tree, "active\n", 4096, 0x00010003, 0), "none");
	/* A device of PCI before it was Express. */
	assert_string_equal(serial(&tree, "active\n", 256, 0x00010003, 1), "none");
}

/* What an image was told of a device that is elsewhere now; and no config space is read without need. */
static void a_boot_finds_it_by_its_number(void **state)
{
	static const struct {
		const char *told; /* in place of the number */
		enum vpb_knowledge knowledge;
		bool is_carrier, was_read;
	} cases[] = {{NULL, VPB_FROM_IMAGE, true, true},
		{"unknown", VPB_MAY_BE_MOVED, true, false},
		{"0badc0de", VPB_SEEN, false, true}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		VPB_CLEANUP(vpb_snapshot_done) struct vpb_snapshot snapshot = {};
		VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};
		TREE(tree);
		char text[200], number[VPB_SERIAL_BYTES], *message;

		tree_card(&tree);
		strcpy(number, serial(&tree, "active\n", 4096, 0x00010003, 0x36000001));
		snprintf(text, sizeof(text),
			"vfio-prebind carriers 1\ncarrier 0000:07:00.0=%s - %s system\nend\n",
			"10de:2820", cases[i].told ? cases[i].told : number);
		assert_int_equal(vpb_carriers_parse(text, strlen(text), &carriers), 0);
		assert_int_equal(vpb_scan(&tree.root, 0, &snapshot, &message), 0);
		assert_int_equal(
			vpb_carriers_settle(&tree.root, &carriers, true, &snapshot), 0);
		for (size_t j = 0; j < snapshot.device_count; j++) {
			const struct vpb_device *device = &snapshot.devices[j];

			if (device->address.bus != 1 || device->address.function)
				continue;
			assert_int_equal(device->knowledge, cases[i].knowledge);
			assert_int_equal(!!device->system.reason, cases[i].is_carrier);
			assert_int_equal(!!device->serial[0], cases[i].was_read);
		}
	}
}

static void what_sleeps_or_is_hidden_is_unknown(void **state)
{
	TREE(tree);

	(void)state;
	tree_card(&tree);
	assert_string_equal(serial(&tree, "suspended\n", 4096, 0x00010003, 1), "unknown");
	assert_string_equal(serial(&tree, "active\n", 64, 0x00010003, 1), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_becomes_eight_digits),
		cmocka_unit_test(what_is_not_there_is_none),
		cmocka_unit_test(a_boot_finds_it_by_its_number),
		cmocka_unit_test(what_sleeps_or_is_hidden_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
