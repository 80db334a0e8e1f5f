/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "../../helper/core/device.h"
#include "unit.h"

static struct vpb_device device_with(const char *driver, uint16_t class_code)
{
	struct vpb_device device = {.class_code = class_code,
		.has_group = true,
		.group = 7,
		.has_module = true};

	strcpy(device.driver, driver);
	return device;
}

static void a_bridge_is_known_by_header_and_class(void **state)
{
	struct vpb_device odd = device_with("", 0x0880);
	struct vpb_device host = device_with("", 0x0600);
	struct vpb_device isa = device_with("lpc_ich", 0x0601);
	struct vpb_device nvswitch = device_with("nvidia-nvswitch", 0x0680);
	struct vpb_device card = device_with("nouveau", 0x0300);

	(void)state;
	odd.is_bridge = true;
	assert_true(vpb_device_is_bridge(&odd));
	assert_true(vpb_device_is_bridge(&host));
	assert_true(vpb_device_is_bridge(&isa));
	assert_false(vpb_device_is_bridge(&nvswitch));
	assert_false(vpb_device_is_bridge(&card));
}

static void two_drivers_are_for_vms(void **state)
{
	struct vpb_device ours = device_with("vfio-pci", 0x0300);
	struct vpb_device stub = device_with("pci-stub", 0x0300);
	struct vpb_device none = device_with("", 0x0300);

	(void)state;
	assert_true(vpb_device_is_on_vfio(&ours));
	assert_false(vpb_device_is_on_vfio(&stub));
	assert_true(vpb_device_is_for_vms(&ours));
	assert_true(vpb_device_is_for_vms(&stub));
	assert_false(vpb_device_is_for_vms(&none));
	assert_false(vpb_driver_is_for_vms("vfio-pci-core"));
}

static void only_what_a_host_driver_can_have_blocks_a_group(void **state)
{
	struct vpb_device card = device_with("nouveau", 0x0300);
	struct vpb_device ours = device_with("vfio-pci", 0x0300);
	struct vpb_device port = device_with("pcieport", 0x0604);
	struct vpb_device other = device_with("", 0x0c03);
	struct vpb_device isa = device_with("lpc_ich", 0x0601);
	struct vpb_device odd = device_with("shpchp", 0x0604);
	const struct vpb_snapshot now = {}, before_5_19 = {.spares_bridges = true};

	(void)state;
	port.is_bridge = odd.is_bridge = true;
	assert_true(vpb_device_blocks_group(&now, &card));
	assert_true(vpb_device_blocks_group(&now, &other));
	assert_true(vpb_device_blocks_group(&now, &isa));
	assert_true(vpb_device_blocks_group(&before_5_19, &isa));
	assert_true(vpb_device_blocks_group(&now, &odd));
	assert_false(vpb_device_blocks_group(&before_5_19, &odd));
	assert_false(vpb_device_blocks_group(&now, &ours));
	assert_false(vpb_device_blocks_group(&now, &port));
	/* Nothing has it, and what would claim it leaves it alone. */
	port.driver[0] = '\0';
	assert_false(vpb_device_blocks_group(&now, &port));
	other.has_module = false;
	assert_false(vpb_device_blocks_group(&now, &other));
	card.has_group = false;
	assert_false(vpb_device_blocks_group(&now, &card));
}

static void devices_without_a_group_share_none(void **state)
{
	struct vpb_device card = device_with("", 0x0300), other = card;

	(void)state;
	assert_true(vpb_device_shares_group(&card, &other));
	other.group = 8;
	assert_false(vpb_device_shares_group(&card, &other));
	card.has_group = other.has_group = false;
	other.group = 7;
	assert_false(vpb_device_shares_group(&card, &other));
}

static void the_bridges_above_are_found(void **state)
{
	struct vpb_device devices[] = {{.address = {.bus = 0, .device = 1}},
		{.address = {.bus = 1},
			.has_parent = true,
			.parent = {.bus = 0, .device = 1}},
		{.address = {.bus = 2}, .has_parent = true, .parent = {.bus = 1}},
		{.address = {.bus = 3}, .has_parent = true, .parent = {.bus = 9}}};
	struct vpb_snapshot snapshot = {.devices = devices, .device_count = 4};

	(void)state;
	assert_int_equal(vpb_snapshot_parent(&snapshot, &devices[2]), 1);
	assert_int_equal(vpb_snapshot_parent(&snapshot, &devices[0]), -1);
	assert_int_equal(vpb_snapshot_parent(&snapshot, &devices[3]), -1);
	assert_int_equal(vpb_snapshot_above(&snapshot, &devices[2], 0), 2);
	assert_int_equal(vpb_snapshot_above(&snapshot, &devices[2], 2), 0);
	assert_int_equal(vpb_snapshot_above(&snapshot, &devices[2], 3), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bridge_is_known_by_header_and_class),
		cmocka_unit_test(two_drivers_are_for_vms),
		cmocka_unit_test(only_what_a_host_driver_can_have_blocks_a_group),
		cmocka_unit_test(devices_without_a_group_share_none),
		cmocka_unit_test(the_bridges_above_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
