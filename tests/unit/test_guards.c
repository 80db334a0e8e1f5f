/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What each guard looks at, one by one: those of the initramfs. */

#include <stdio.h>

#include "fixture.h"

/* Another screen, so that the last-display guard has no say. */
#define OTHER "00:02.0 8086:a780 0300\n"
#define LATE "late\n" OTHER

static void an_identity_may_hold_the_subsystem(void **state)
{
	static const char devices[] = OTHER "01:00.0 10de:2820 0300 sub=1d05:1178";

	(void)state;
	assert_check(devices, "bind 01:00.0=10de:2820", "01:00.0", "");
	assert_check(devices, "bind 01:00.0=10de:2820:1d05:1178", "01:00.0", "");
	assert_check(devices, "bind 01:00.0=10de:2820:1d05:1179", "",
		"refuse identity 01:00.0\n");
	assert_check(devices, "bind 01:00.0=10de:2820:1d06:1178", "",
		"refuse identity 01:00.0\n");
	assert_check(devices, "bind 01:00.0=10df:2820", "", "refuse identity 01:00.0\n");
}

static void twins_are_in_two_slots(void **state)
{
	static const char two[] = OTHER "01:00.0 1b21:2142 1200\n02:00.0 1b21:2142 1200";

	(void)state;
	assert_check(
		two, "bind 1b21:2142", "", "refuse twin 01:00.0\nrefuse twin 02:00.0\n");
	assert_check(two, "bind 1b21:2142 all", "01:00.0 02:00.0", "");
	assert_check(two, "bind 1b21:2142 allow=twin", "01:00.0 02:00.0",
		"note twin 01:00.0\nnote twin 02:00.0\n");
	assert_check(two, "bind 1b21:2142\nskip 02:00.0", "01:00.0", "");
	/* A bridge is nobody's twin. */
	assert_check(OTHER "01:00.0 1002:1478 0604 bridge\n02:00.0 1002:73bf 0300",
		"bind 1002:", "02:00.0", "refuse bridge 01:00.0\n");
	assert_check(OTHER "01:00.0 1002:1478 0880 bridge\n02:00.0 1002:73bf 0300",
		"bind 1002:", "02:00.0", "refuse bridge 01:00.0\n");

	/* Two functions of one card are no twins, nor two rules for a card each. */
	assert_check(OTHER "01:00.0 1b21:2142 1200\n01:00.1 1b21:2142 1200",
		"bind 1b21:2142", "01:00.0 01:00.1", "");
	assert_check(two, "bind 01:00.0\nbind 02:00.0", "01:00.0 02:00.0", "");
}

static void host_and_isa_bridges_are_told_by_class(void **state)
{
	(void)state;
	assert_check(OTHER "01:00.0 8086:460d 0600", "bind 01:00.0", "",
		"refuse bridge 01:00.0\n");
	assert_check(OTHER "01:00.0 8086:460d 0601", "bind 01:00.0", "",
		"refuse bridge 01:00.0\n");
	assert_check(LATE "01:00.0 10de:22a3 0680", "bind 01:00.0", "01:00.0", "");
}

static void the_iommu_may_be_done_without(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture.snapshot.noiommu = true;
	fixture_run(
		&fixture, OTHER "01:00.0 10de:2820 0300 no-group", "bind 01:00.0", "");
	assert_string_equal(fixture_show_findings(&fixture), "");
	assert_true(fixture_takes(&fixture, "01:00.0"));
}

static void the_firmwares_picture_is_a_boot_display_too(void **state)
{
	(void)state;
	assert_check(OTHER "01:00.0 10de:2820 0300 framebuffer", "bind 01:00.0", "",
		"refuse boot-display 01:00.0\n");
	assert_check(OTHER "01:00.0 10de:2820 0300 framebuffer boot-vga", "bind 01:00.0",
		"", "refuse boot-display 01:00.0\n");
}

static void the_picture_stays_on_other_displays_than_vga(void **state)
{
	static const char allowed[] = "bind 01:00.0 allow=boot-display";

	(void)state;
	assert_check(OTHER "01:00.0 10de:2820 0300 framebuffer", allowed, "01:00.0",
		"note boot-display 01:00.0\n");
	assert_check(OTHER "01:00.0 10de:2820 0380", allowed, "01:00.0", "");
	assert_check(OTHER "01:00.0 10de:2820 0380 framebuffer", allowed, "01:00.0",
		"note boot-display 01:00.0\nwarn framebuffer 01:00.0\n");
}

static void a_3d_controller_is_no_screen(void **state)
{
	(void)state;
	/* It may go, and does not count as one that is left. */
	assert_check("01:00.0 10de:2820 0302", "bind 01:00.0", "01:00.0", "");
	assert_check("01:00.0 10de:2820 0300\n02:00.0 10de:2821 0302", "bind 01:00.0", "",
		"refuse last-display 01:00.0\n");
	assert_check("01:00.0 10de:2820 0300\n02:00.0 10de:2821 0380", "bind 01:00.0",
		"01:00.0", "");
}

#define GROUPED OTHER "01:00.0 10de:2820 0300 group=7\n01:00.1 10de:22bd 0403 group=7\n"

static void a_group_is_spoiled_by_drivers_only(void **state)
{
	static const char found[] = "warn group 01:00.0\n";

	(void)state;
	assert_check(GROUPED, "bind 01:00.0", "01:00.0 01:00.1", "");
	/* A bridge and a function without a driver do no harm; what is selected neither. */
	assert_check(GROUPED "00:01.0 8086:460d 0604 group=7 module bridge\n"
			     "00:01.1 8086:460e 0880 group=7 module bridge\n"
			     "02:00.0 144d:a80a 0108 group=7\n",
		"bind 01:00.0", "01:00.0 01:00.1", "");
	assert_check(GROUPED "02:00.0 144d:a80a 0302 group=7 module\n",
		"bind 01:00.0\nbind 02:00.0", "01:00.0 01:00.1 02:00.0", "");
	/* Once a group, whatever names its devices and in whatever order. */
	assert_check(GROUPED "02:00.0 144d:a80a 0108 group=7 module\n", "bind 01:00.0",
		"01:00.0 01:00.1", found);
	assert_check(GROUPED "02:00.0 144d:a80a 0108 group=7 module\n",
		"bind 01:00.1\nbind 01:00.0", "01:00.0 01:00.1", found);
	assert_check(GROUPED "02:00.0 144d:a80a 0108 group=7 module\n",
		"bind 01:00.0\nbind 01:00.1\nbind 10de:2820", "01:00.0 01:00.1", found);
	/* A member that a guard refused spoils it, too. */
	assert_check(OTHER "01:00.0 10de:2820 0300 group=7\n"
			   "01:00.1 10de:22bd 0403 group=7 vfs=1 module\n",
		"bind 01:00.0", "01:00.0",
		"warn pf-with-vfs 01:00.1\nwarn group 01:00.0\n");
}

static void drivers_that_hang_are_left_alone(void **state)
{
	static const char *const unsafe[] = {
		"nvidia", "nouveau", "amdgpu", "radeon", "i915", "xe"};
	static const char *const safe[] = {"vfio-pci", "snd_hda_intel", "nvidiafb", "x"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(unsafe) + COUNT_OF(safe); i++) {
		FIXTURE(fixture);
		bool is_safe = i >= COUNT_OF(unsafe);
		const char *driver = is_safe ? safe[i - COUNT_OF(unsafe)] : unsafe[i];
		char devices[128];

		snprintf(devices, sizeof(devices),
			OTHER "01:00.0 10de:2820 0300 driver=%s", driver);
		fixture_run(&fixture, devices, "bind 01:00.0", "");
		if (fixture_takes(&fixture, "01:00.0") != is_safe)
			fail_msg("driver %s", driver);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_identity_may_hold_the_subsystem),
		cmocka_unit_test(twins_are_in_two_slots),
		cmocka_unit_test(host_and_isa_bridges_are_told_by_class),
		cmocka_unit_test(the_iommu_may_be_done_without),
		cmocka_unit_test(the_firmwares_picture_is_a_boot_display_too),
		cmocka_unit_test(the_picture_stays_on_other_displays_than_vga),
		cmocka_unit_test(a_3d_controller_is_no_screen),
		cmocka_unit_test(a_group_is_spoiled_by_drivers_only),
		cmocka_unit_test(drivers_that_hang_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
