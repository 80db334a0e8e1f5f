/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/sys/scan.h"
#include "tree.h"

static void devices_come_in_their_order(void **state)
{
	FIXTURE(fixture);
	const struct vpb_device *devices;
	TREE(tree);

	(void)state;
	tree_card(&tree);
	tree_device(&tree, "10000:e0:06.0", "8086:7f09:060400");
	tree_scan(&tree, "bind 01:00.0", &fixture);
	assert_int_equal(fixture.snapshot.device_count, 4);
	devices = fixture.snapshot.devices;
	assert_int_equal(devices[0].vendor, 0x10de);
	assert_int_equal(devices[0].device, 0x2820);
	assert_int_equal(devices[0].class_code, 0x0300);
	assert_int_equal(devices[1].device, 0x22bd);
	assert_int_equal(devices[2].address.domain, 1);
	assert_int_equal(devices[3].address.domain, 0x10000);
	/* Details only where a rule may reach. */
	assert_true(devices[0].detailed);
	assert_true(devices[1].detailed);
	assert_false(devices[2].detailed);
	assert_false(devices[3].detailed);
	assert_null(devices[0].unreadable);
	assert_null(devices[2].unreadable);
}

/* A path selector asks for the bridges above, which come out of the devices' links. */
static void paths_are_matched_through_the_links(void **state)
{
	static const char above[] = "sys/devices/pci0000:00/0000:00:01.0";
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_device(&tree, "tmp", "10de:2820:030000");
	tree_directory(&tree, "sys/devices");
	tree_directory(&tree, "sys/devices/pci0000:00");
	tree_directory(&tree, above);
	assert_int_equal(renameat(tree.root.fd, "sys/bus/pci/devices/tmp", tree.root.fd,
				 "sys/devices/pci0000:00/0000:00:01.0/" TREE_GPU),
		0);
	tree_file(&tree, "sys/devices/pci0000:00/0000:00:01.0/vendor", "0x8086\n");
	tree_file(&tree, "sys/devices/pci0000:00/0000:00:01.0/device", "0x460d\n");
	tree_file(&tree, "sys/devices/pci0000:00/0000:00:01.0/class", "0x060400\n");
	tree_link(&tree, "sys/bus/pci/devices/0000:00:01.0",
		"../../../devices/pci0000:00/0000:00:01.0");
	tree_link(&tree, "sys/bus/pci/devices/" TREE_GPU,
		"../../../devices/pci0000:00/0000:00:01.0/" TREE_GPU);
	tree_scan(&tree, "bind 00:01.0/00.0", &fixture);
	assert_string_equal(fixture_show_taken(&fixture), "01:00.0");
	assert_true(fixture.snapshot.devices[1].has_parent);
	assert_int_equal(fixture.snapshot.devices[1].parent.device, 1);
	assert_false(fixture.snapshot.devices[0].has_parent);
}

static void flags_are_what_the_selectors_need(void **state)
{
	static const struct {
		const char *config;
		unsigned int flags;
	} cases[] = {{"bind 01:00.0", 0}, {"bind 10de:2820", 0}, {"bind 10de::0300", 0},
		{"bind 10de::0300:00", 0}, {"bind 00:01.0/00.0", VPB_SCAN_PARENT},
		{"skip 00:01.0/00.0\nbind ::0c03:30", VPB_SCAN_PARENT},
		{"bind 01:00.0=10de:2820:1d05:1178", 0}, {"skip 01:00.0=10de:2820", 0},
		{"skip 01:00.0=10de:2820:1d05:1178", VPB_SCAN_SUBSYSTEM}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		FIXTURE(fixture);

		fixture_config(&fixture, cases[i].config);
		assert_int_equal(vpb_scan_flags(&fixture.request), cases[i].flags);
	}
	{
		FIXTURE(fixture);

		fixture_cmdline(&fixture, "vfio-pci.ids=10de:2820:1d05");
		assert_int_equal(vpb_scan_flags(&fixture.request), VPB_SCAN_SUBSYSTEM);
	}
}

/* A scan that meets what it cannot read fails as a whole, and names it. */
static void a_scan_that_fails_fails_whole(void **state)
{
	static const char *const names[] = {"sys/bus/pci/devices: No such file",
		"/nonsense: its name is no address", "/0000:07:00.0/vendor: No such file",
		"/0000:07:00.0/class: Invalid argument"};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct vpb_snapshot snapshot = {};
		char *message = NULL;
		TREE(tree);

		(void)state;
		if (i > 0)
			tree_card(&tree);
		if (i == 1)
			tree_directory(&tree, "sys/bus/pci/devices/nonsense");
		if (i == 2)
			tree_directory(&tree, "sys/bus/pci/devices/0000:07:00.0");
		if (i == 3) {
			tree_attribute(&tree, "0000:07:00.0", "vendor", "0x8086\n");
			tree_attribute(&tree, "0000:07:00.0", "device", "0x1521\n");
			tree_directory(&tree, "sys/bus/pci/devices/0000:07:00.0/class");
		}
		assert_int_equal(vpb_scan(&tree.root, 0, &snapshot, &message), -EIO);
		assert_non_null(message);
		assert_non_null(strstr(message, names[i]));
		assert_null(snapshot.devices);
		free(message);
	}
}

static void an_empty_bus_is_none(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_file(&tree, "sys/bus/pci/devices/.x", "");
	tree_scan(&tree, "bind 01:00.0", &fixture);
	assert_int_equal(fixture.snapshot.device_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(devices_come_in_their_order),
		cmocka_unit_test(paths_are_matched_through_the_links),
		cmocka_unit_test(flags_are_what_the_selectors_need),
		cmocka_unit_test(a_scan_that_fails_fails_whole),
		cmocka_unit_test(an_empty_bus_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
