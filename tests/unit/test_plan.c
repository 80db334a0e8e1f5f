/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixture.h"

#define OTHER "00:02.0 8086:a780 0300\n"

static void the_module_comes_first(void **state)
{
	(void)state;
	assert_steps(OTHER "01:00.0 10de:2820 0300\n", "bind 01:00.0",
		"load\noverride 01:00.0\nbind 01:00.0\n");
}

static void a_slot_is_overridden_before_anything_is_unbound(void **state)
{
	(void)state;
	assert_steps(OTHER "01:00.0 10de:2820 0300 driver=simple\n"
			   "01:00.1 10de:22bd 0403 driver=snd_hda_intel\n"
			   "01:00.2 10de:1ada 0c03\n",
		"bind 01:00.0",
		"load\n"
		"override 01:00.0\noverride 01:00.1\noverride 01:00.2\n"
		"unbind 01:00.0\nunbind 01:00.1\n"
		"bind 01:00.0\nbind 01:00.1\nbind 01:00.2\n");
}

static void slot_follows_slot(void **state)
{
	static const char steps[] = "load\n"
				    "override 01:00.0\noverride 01:00.1\n"
				    "unbind 01:00.1\n"
				    "bind 01:00.0\nbind 01:00.1\n"
				    "override 02:00.0\nunbind 02:00.0\nbind 02:00.0\n"
				    "override 0001:01:00.0\nbind 0001:01:00.0\n";
	static const char devices[] =
		OTHER "01:00.0 10de:2820 0300\n"
		      "01:00.1 10de:22bd 0403 driver=snd_hda_intel\n"
		      "02:00.0 1002:73df 1200 driver=kfd\n"
		      "0001:01:00.0 1002:73df 1200\n";

	(void)state;
	/* The order of the rules makes no difference. */
	assert_steps(devices, "bind 01:00.0\nbind 02:00.0\nbind 0001:01:00.0", steps);
	assert_steps(devices, "bind 0001:01:00.0\nbind 02:00.0\nbind 01:00.0", steps);
	assert_steps(devices,
		"bind 02:00.0\nbind 0001:01:00.0\nbind 01:00.1\nbind 01:00.0", steps);
}

static void what_is_there_already_needs_no_step(void **state)
{
	(void)state;
	assert_steps(OTHER "01:00.0 10de:2820 0300 driver=vfio-pci override=vfio-pci\n"
			   "01:00.1 10de:22bd 0403 driver=vfio-pci\n",
		"bind 01:00.0", "");
	assert_steps(OTHER "01:00.0 10de:2820 0300 driver=vfio-pci\n"
			   "01:00.1 10de:22bd 0403\n",
		"bind 01:00.0", "load\noverride 01:00.1\nbind 01:00.1\n");
	assert_steps(OTHER "01:00.0 10de:2820 0300 override=vfio-pci\n", "bind 01:00.0",
		"load\nbind 01:00.0\n");
	/* A name that only begins alike is another driver's. */
	assert_steps(OTHER "01:00.0 10de:2820 0300 driver=vfio-pci-x\n", "bind 01:00.0",
		"load\noverride 01:00.0\nunbind 01:00.0\nbind 01:00.0\n");
}

static void nothing_but_the_selection_is_touched(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_devices(&fixture, OTHER "01:00.0 10de:2820 0300\n01:00.1 10de:22bd 0403\n"
					"01:00.2 1022:15df 1080 driver=ccp\n");
	fixture_config(&fixture, "bind 01:00.0\nskip 01:00.1\n");
	fixture_plan(&fixture);
	assert_string_equal(
		fixture_show_plan(&fixture), "load\noverride 01:00.0\nbind 01:00.0\n");
	assert_false(fixture.plan.selected[0]);
	assert_true(fixture.plan.selected[1]);
	assert_false(fixture.plan.selected[2]);
	assert_false(fixture.plan.selected[3]);
}

static void what_was_refused_has_no_step(void **state)
{
	(void)state;
	assert_steps(OTHER "01:00.0 10de:2820 0300 boot-vga\n01:00.1 10de:22bd 0403\n",
		"bind 01:00.0", "");
	assert_steps(OTHER "01:00.0 10de:2820 0300 no-group\n02:00.0 10de:2821 0302\n",
		"bind 01:00.0\nbind 02:00.0", "load\noverride 02:00.0\nbind 02:00.0\n");
}

/* Loaded later, by another, the module would take what a guard refused. */
static void with_vfio_ids_the_module_is_loaded_in_any_case(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_devices(&fixture, "01:00.0 10de:2820 0300 boot-vga\n");
	fixture_cmdline(&fixture, "vfio-pci.ids=10de:2820");
	fixture_plan(&fixture);
	assert_string_equal(fixture_show_plan(&fixture), "load\n");
}

static void nothing_selected_is_nothing_to_do(void **state)
{
	(void)state;
	assert_steps("", "", "");
	assert_steps(OTHER, "", "");
	assert_steps(OTHER, "bind 0b:00.0", "");
}

static void a_release_goes_the_same_way_back(void **state)
{
	static const char ours[] = " driver=vfio-pci override=vfio-pci\n";
	VPB_CLEANUP(vpb_text_done) struct vpb_text devices = {};

	(void)state;
	vpb_text_add(&devices,
		"release\n" OTHER "01:00.0 10de:2820 0300%s01:00.1 10de:22bd 0403%s"
		"02:00.0 1002:73df 1200%s",
		ours, ours, ours);
	assert_steps(devices.data, "bind 02:00.0\nbind 01:00.0",
		"clear 01:00.0\nclear 01:00.1\n"
		"unbind 01:00.0\nunbind 01:00.1\n"
		"probe 01:00.0\nprobe 01:00.1\n"
		"clear 02:00.0\nunbind 02:00.0\nprobe 02:00.0\n");
}

static void what_the_host_has_is_not_released(void **state)
{
	(void)state;
	assert_steps("release\n" OTHER "01:00.0 10de:2820 0300 driver=nouveau\n"
		     "01:00.1 10de:22bd 0403\n",
		"bind 01:00.0", "");
	/* Bound by an id, with no override. */
	assert_steps("release\n" OTHER "01:00.0 10de:2820 0300 driver=vfio-pci\n",
		"bind 01:00.0", "unbind 01:00.0\nprobe 01:00.0\n");
	/* With the override alone no other driver could ever take it. */
	assert_steps("release\n" OTHER "01:00.0 10de:2820 0300 override=vfio-pci\n",
		"bind 01:00.0", "clear 01:00.0\nprobe 01:00.0\n");
	assert_steps("release\n" OTHER
		     "01:00.0 10de:2820 0300 driver=nouveau override=vfio-pci\n",
		"bind 01:00.0", "clear 01:00.0\nprobe 01:00.0\n");
	/* Another's doing. */
	assert_steps("release\n" OTHER
		     "01:00.0 10de:2820 0300 driver=vfio-pci override=pci-stub\n",
		"bind 01:00.0", "");
}

/* None of the guards that keep a device for the host has a say. */
static void what_no_guard_would_give_away_is_released(void **state)
{
	(void)state;
	assert_steps("release\n01:00.0 10de:2820 0300 boot-vga no-group vfs=2 "
		     "driver=vfio-pci override=vfio-pci\n",
		"bind 01:00.0", "clear 01:00.0\nunbind 01:00.0\nprobe 01:00.0\n");
	assert_steps("release\n" OTHER "01:00.0 10de:2820 0300 opened driver=vfio-pci\n"
		     "02:00.0 10de:2821 0300 driver=vfio-pci\n",
		"bind 01:00.0\nbind 02:00.0", "unbind 02:00.0\nprobe 02:00.0\n");
	assert_steps("release\n" OTHER "01:00.0 10de:2820 0300 driver=vfio-pci\n"
		     "02:00.0 10de:2820 0300 driver=vfio-pci\n",
		"bind 10de:2820\nbind 01:00.0=10de:2821", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_module_comes_first),
		cmocka_unit_test(a_slot_is_overridden_before_anything_is_unbound),
		cmocka_unit_test(slot_follows_slot),
		cmocka_unit_test(what_is_there_already_needs_no_step),
		cmocka_unit_test(nothing_but_the_selection_is_touched),
		cmocka_unit_test(what_was_refused_has_no_step),
		cmocka_unit_test(with_vfio_ids_the_module_is_loaded_in_any_case),
		cmocka_unit_test(nothing_selected_is_nothing_to_do),
		cmocka_unit_test(a_release_goes_the_same_way_back),
		cmocka_unit_test(what_the_host_has_is_not_released),
		cmocka_unit_test(what_no_guard_would_give_away_is_released),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
