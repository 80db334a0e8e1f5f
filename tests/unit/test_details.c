/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "tree.h"

#define GPU TREE_GPU
#define AUDIO TREE_AUDIO

static void missing_attributes_are_nothing(void **state)
{
	FIXTURE(fixture);
	const struct vpb_device *device;
	TREE(tree);

	(void)state;
	tree_card(&tree);
	tree_scan(&tree, "bind 01:00.0", &fixture);
	device = &fixture.snapshot.devices[0];
	assert_null(device->unreadable);
	assert_false(device->has_group || device->is_vf || device->is_bridge ||
		     device->is_boot_vga || device->has_framebuffer || device->vf_count);
	assert_string_equal(device->driver, "");
	assert_string_equal(device->driver_override, "");
	assert_int_equal(device->subvendor, 0);
	assert_false(fixture.snapshot.noiommu);
}

static void every_fact_is_read(void **state)
{
	FIXTURE(fixture);
	const struct vpb_device *device;
	TREE(tree);

	(void)state;
	tree_card(&tree);
	tree_attribute(&tree, GPU, "subsystem_vendor", "0x1d05\n");
	tree_attribute(&tree, GPU, "subsystem_device", "0x1178\n");
	tree_attribute(&tree, GPU, "boot_vga", "1\n");
	tree_attribute(&tree, GPU, "sriov_numvfs", "12\n");
	tree_attribute(&tree, GPU, "secondary_bus_number", "2\n");
	tree_attribute(&tree, GPU, "driver_override", "vfio-pci\n");
	/* Links that lead nowhere: only their last part is looked at. */
	tree_device_link(&tree, GPU, "driver", "../../../../bus/pci/drivers/nouveau");
	tree_device_link(&tree, GPU, "iommu_group", "../../../kernel/iommu_groups/16");
	tree_device_link(&tree, GPU, "physfn", "../0000:01:00.7");
	tree_attribute(&tree, AUDIO, "driver_override", "(null)\n");
	tree_attribute(&tree, AUDIO, "boot_vga", "0\n");
	tree_attribute(&tree, AUDIO, "sriov_numvfs", "0\n");
	tree_file(&tree, "sys/module/vfio/parameters/enable_unsafe_noiommu_mode", "Y\n");
	tree_scan(&tree, "bind 01:00.0", &fixture);
	device = &fixture.snapshot.devices[0];
	assert_null(device->unreadable);
	assert_int_equal(device->subvendor, 0x1d05);
	assert_int_equal(device->subdevice, 0x1178);
	assert_true(device->is_boot_vga && device->is_vf && device->is_bridge);
	assert_int_equal(device->vf_count, 12);
	assert_true(device->has_group);
	assert_int_equal(device->group, 16);
	assert_string_equal(device->driver, "nouveau");
	assert_string_equal(device->driver_override, "vfio-pci");
	assert_true(fixture.snapshot.noiommu);
	device = &fixture.snapshot.devices[1];
	assert_null(device->unreadable);
	assert_string_equal(device->driver_override, "");
	assert_false(device->is_boot_vga);
}

/* None of these values is expected, and the device remembers which file it was. */
static void nonsense_is_remembered(void **state)
{
	static const struct {
		const char *name, *value;
	} cases[] = {{"vendor", "junk\n"}, {"device", "junk\n"}, {"device", ""},
		{"class", "junk\n"}, {"vendor", "0xffff\n"},
		{"subsystem_vendor", "0x1ffff\n"}, {"subsystem_device", "0x11 78\n"},
		{"boot_vga", "2\n"}, {"boot_vga", "-1\n"}, {"boot_vga", "yes\n"},
		{"boot_vga", ""}, {"sriov_numvfs", "many\n"},
		{"sriov_numvfs", "99999999999999999999\n"},
		{"secondary_bus_number", "\x01\n"}, {"driver_override", "two\nlines\n"},
		{"driver_override",
			"a-name-that-is-longer-than-any-driver-s-name-can-be-in-a-linux-kernel\n"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		FIXTURE(fixture);
		const char *found;
		TREE(tree);

		tree_card(&tree);
		tree_attribute(&tree, GPU, cases[i].name, cases[i].value);
		tree_scan(&tree, "bind 01:00.0", &fixture);
		found = fixture.snapshot.devices[0].unreadable;
		if (!found || strcmp(found, cases[i].name) != 0)
			fail_msg("%s=%s was seen as nonsense in %s", cases[i].name,
				cases[i].value, found ? found : "nothing");
		assert_null(fixture.snapshot.devices[1].unreadable);
	}
}

static void a_fifo_or_a_file_for_a_link_is_remembered(void **state)
{
	static const char *const attributes[] = {
		"boot_vga", "driver_override", "sriov_numvfs", "secondary_bus_number"};
	static const char *const links[] = {"driver", "physfn", "iommu_group"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(attributes) + COUNT_OF(links); i++) {
		bool is_link = i >= COUNT_OF(attributes);
		const char *name =
			is_link ? links[i - COUNT_OF(attributes)] : attributes[i];
		FIXTURE(fixture);
		TREE(tree);

		tree_card(&tree);
		if (is_link)
			tree_attribute(&tree, GPU, name, "x");
		else
			tree_device_link(&tree, GPU, name, "config");
		tree_scan(&tree, "bind 01:00.0", &fixture);
		assert_non_null(fixture.snapshot.devices[0].unreadable);
		assert_string_equal(fixture.snapshot.devices[0].unreadable, name);
	}
}

static void a_group_has_a_number(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_card(&tree);
	tree_device_link(&tree, GPU, "iommu_group", "../../../kernel/iommu_groups/16x");
	tree_scan(&tree, "bind 01:00.0", &fixture);
	assert_string_equal(fixture.snapshot.devices[0].unreadable, "iommu_group");
}

static void members_of_the_group_are_read(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_card(&tree);
	tree_device(&tree, "0000:02:00.0", "144d:a80a:010802");
	tree_device(&tree, "0000:03:00.0", "144d:a80a:010802");
	tree_device_link(&tree, GPU, "iommu_group", "../../../kernel/iommu_groups/16");
	tree_device_link(
		&tree, "0000:02:00.0", "iommu_group", "../../../kernel/iommu_groups/16");
	tree_link(&tree, "sys/kernel/iommu_groups/16/devices/" GPU, "x");
	tree_link(&tree, "sys/kernel/iommu_groups/16/devices/0000:02:00.0", "x");
	tree_link(&tree, "sys/kernel/iommu_groups/16/devices/0000:0b:00.0", "x");
	tree_link(&tree, "sys/kernel/iommu_groups/16/devices/junk", "x");
	tree_scan(&tree, "bind 01:00.0", &fixture);
	assert_true(fixture.snapshot.devices[2].detailed);
	assert_int_equal(fixture.snapshot.devices[2].group, 16);
	assert_false(fixture.snapshot.devices[3].detailed);
}

/* Nobody asks for it, and the host may be left with it: that is all that is read of it. */
static void a_display_of_the_hosts_is_known(void **state)
{
	FIXTURE(fixture);
	const struct vpb_device *device;
	TREE(tree);

	(void)state;
	tree_card(&tree);
	tree_device(&tree, "0000:02:00.0", "10de:2820:030000");
	tree_attribute(&tree, "0000:02:00.0", "boot_vga", "1\n");
	tree_device_link(
		&tree, "0000:02:00.0", "driver", "../../../bus/pci/drivers/vfio-pci");
	tree_device_link(&tree, "0000:02:00.0", "physfn", "../0000:01:00.7");
	tree_scan(&tree, "bind 01:00.0", &fixture);
	device = &fixture.snapshot.devices[2];
	assert_string_equal(device->driver, "vfio-pci");
	assert_true(device->is_vf);
	assert_false(device->detailed || device->is_boot_vga);
}

static void the_firmwares_framebuffer_is_found_in_a_bar(void **state)
{
	static const char *const names[] = {"BOOTFB", "efifb", "simplefb", "System RAM"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		FIXTURE(fixture);
		VPB_CLEANUP(vpb_text_done) struct vpb_text iomem = {};
		TREE(tree);

		tree_card(&tree);
		vpb_text_add(&iomem,
			"00000000-00000fff : Reserved\n"
			"e0000000-efffffff : PCI Bus 0000:01\n"
			"  e0000000-efffffff : " GPU "\n"
			"    e0000000-e07fffff : %s\n",
			names[i]);
		tree_file(&tree, "proc/iomem", iomem.data);
		tree_attribute(&tree, GPU, "resource",
			"0x00000000f6000000 0x00000000f6ffffff 0x0000000000040200\n"
			"0x00000000e0000000 0x00000000efffffff 0x000000000014220c\n"
			"0x0000000000000000 0x0000000000000000 0x0000000000000000\n");
		tree_scan(&tree, "bind 01:00.0", &fixture);
		assert_int_equal(fixture.snapshot.devices[0].has_framebuffer, i < 3);
		assert_false(fixture.snapshot.devices[1].has_framebuffer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(missing_attributes_are_nothing),
		cmocka_unit_test(every_fact_is_read),
		cmocka_unit_test(nonsense_is_remembered),
		cmocka_unit_test(a_fifo_or_a_file_for_a_link_is_remembered),
		cmocka_unit_test(a_group_has_a_number),
		cmocka_unit_test(members_of_the_group_are_read),
		cmocka_unit_test(a_display_of_the_hosts_is_known),
		cmocka_unit_test(the_firmwares_framebuffer_is_found_in_a_bar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
