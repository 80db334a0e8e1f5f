/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Killed before and after each thing that the steps write: at most one slot is half done, nobody
 * else has it, and the next run completes what was asked for.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/sys/apply.h"
#include "fake_kernel.h"
#include "fixture.h"

#define CONFIG "bind 01:00.0\nbind 02:00.0\nbind 03:00.0\n"

static const struct function {
	const char *address, *rest, *driver, *host_driver;
	bool is_asked;
} functions[] = {
	{"0000:00:02.0", "8086:a780 0300", "", "i915", false},
	{"0000:01:00.0", "10de:2820 0300", "simple", "simple", true},
	{"0000:01:00.1", "10de:22bd 0403", "snd_hda_intel", "snd_hda_intel", true},
	{"0000:02:00.0", "1002:73df 0300", "", "simple", true},
	{"0000:02:00.1", "1002:ab28 0403", "snd_hda_intel", "snd_hda_intel", true},
	{"0000:03:00.0", "1002:1234 1200", "kfd", "kfd", true},
};

static void machine_make(void)
{
	fake_reset();
	for (size_t i = 0; i < COUNT_OF(functions); i++)
		fake_device(functions[i].address, functions[i].driver, "",
			functions[i].host_driver);
}

/* One run, which finds the machine as the last one left it. */
static int machine_run(void)
{
	FIXTURE(fixture);
	struct vpb_outcome outcomes[COUNT_OF(functions)];
	struct vpb_root root = {.fd = -1};
	VPB_CLEANUP(vpb_text_done) struct vpb_text devices = {};

	for (size_t i = 0; i < COUNT_OF(functions); i++) {
		const char *state = fake_state(functions[i].address);
		const char *slash = strchr(state, '/');

		vpb_text_add(&devices, "%s %s driver=%.*s override=%s\n",
			functions[i].address, functions[i].rest, (int)(slash - state),
			state, slash + 1);
	}
	fixture_devices(&fixture, devices.data);
	fixture_config(&fixture, CONFIG);
	fixture_plan(&fixture);
	if (!fixture.plan.step_count)
		return 0;
	vpb_apply_expect(&fixture.snapshot, &fixture.plan, outcomes);
	return vpb_apply(&root, &fixture.snapshot, &fixture.plan, outcomes);
}

/* Slots with a function that has the override and not the driver. */
static unsigned int slots_half_done(void)
{
	char last = '\0';
	unsigned int count = 0;

	for (size_t i = 0; i < COUNT_OF(functions); i++) {
		const char *state = fake_state(functions[i].address);
		char slot = functions[i].address[6];

		if (strcmp(strchr(state, '/'), "/vfio-pci") != 0 ||
			strncmp(state, "vfio-pci/", 9) == 0 || slot == last)
			continue;
		last = slot;
		count++;
	}
	return count;
}

static void assert_all_bound(void)
{
	for (size_t i = 0; i < COUNT_OF(functions); i++)
		assert_string_equal(fake_state(functions[i].address),
			functions[i].is_asked ? "vfio-pci/vfio-pci" : "/");
}

static void killed_at_each_write(void **state)
{
	unsigned int count, half = 0;

	(void)state;
	machine_make();
	fake_kill(0, false);
	assert_int_equal(machine_run(), 0);
	assert_all_bound();
	count = fake_writes();
	/* The load, three writes a function, and no unbind of what has no driver. */
	assert_int_equal(count, 1 + 3 * 5 - 1);
	for (unsigned int i = 0; i < 2 * count; i++) {
		machine_make();
		fake_kill(1 + i / 2, i % 2);
		assert_int_equal(machine_run(), -ECHILD);
		assert_in_range(slots_half_done(), 0, 1);
		half += slots_half_done();
		fake_kill(0, false);
		assert_int_equal(machine_run(), 0);
		assert_all_bound();
		assert_int_equal(machine_run(), 0);
	}
	assert_true(half > count);
}

/* Where the first run was taking its steps back. */
static void killed_at_each_write_of_an_undo(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 2 * 16; i++) {
		machine_make();
		fake_write("vfio-pci/bind", 2, FAKE_FAILS, EIO);
		fake_kill(1 + i / 2, i % 2);
		assert_int_equal(machine_run(), -ECHILD);
		assert_in_range(slots_half_done(), 0, 1);
		fake_kill(0, false);
		assert_int_equal(machine_run(), 0);
		/* From there on the failure is one of the first run. */
		if (i > 2 * 6)
			assert_all_bound();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_at_each_write),
		cmocka_unit_test(killed_at_each_write_of_an_undo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
