/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What tells two devices of one model apart, from the config space of one that is awake. */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../host/machine/serial.h"
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
	static struct vpb_carrier carrier;
	unsigned char config[4096] = {};
	char path[128];

	carrier = (struct vpb_carrier){.place.address = {.bus = 1}, .serial = "unknown"};
	number_put(config, 0x100, 0x14010001); /* at 0x140 the next: AER, version 1 */
	number_put(config, 0x140, second_capability);
	number_put(config, 0x144, number);
	number_put(config, 0x148, 0x00e04cff);
	/* In place of the FIFO that every device of a tree has there. */
	snprintf(path, sizeof(path), "%s/" PLACE "config", tree->path);
	unlink(path);
	tree_bytes(tree, PLACE "config", config, length);
	tree_file(tree, PLACE "power/runtime_status", status);
	vpb_carrier_read_serial(&tree->root, &carrier);
	return carrier.serial;
}

static void a_number_becomes_eight_digits(void **state)
{
	TREE(tree);
	char first[VPB_CARRIER_SERIAL_BYTES];

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
	/* A device of PCI before it was Express. */
	assert_string_equal(serial(&tree, "active\n", 256, 0x00010003, 1), "none");
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
		cmocka_unit_test(what_sleeps_or_is_hidden_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
