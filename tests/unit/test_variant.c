/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "apply_run.h"
#include "fake_kernel.h"

#define GPU "0000:01:00.0"
#define OTHER "00:02.0 8086:a780 0300\n"
#define CARD OTHER "01:00.0 10de:2820 0302 variants=nvgrace_gpu_vfio_pci\n"
#define CARD_OF_TWO OTHER "01:00.0 10de:2820 0302 variants=a_vfio_pci,b_vfio_pci\n"
#define CARD_OF_NONE OTHER "01:00.0 10de:2820 0302\n"

#define PLAIN "load\noverride 01:00.0\nbind 01:00.0\n"
#define VARIANT "load\nvariant 01:00.0\noverride 01:00.0\nbind 01:00.0\n"

static void only_who_asks_gets_one(void **state)
{
	(void)state;
	assert_steps(CARD, "bind 01:00.0", PLAIN);
	assert_steps(CARD, "bind 01:00.0 driver=vfio-pci", PLAIN);
	assert_steps(CARD, "bind 01:00.0 driver=auto", VARIANT);
	assert_steps(CARD, "bind 01:00.0 driver=nvgrace_gpu_vfio_pci", VARIANT);
	assert_steps(CARD, "bind 01:00.0 driver=nvgrace-gpu-vfio-pci", VARIANT);
	assert_steps(CARD, "bind 01:00.0 driver=nvgrace_gpu", PLAIN);
	assert_steps(CARD_OF_NONE, "bind 01:00.0 driver=auto", PLAIN);
	assert_steps(CARD_OF_TWO, "bind 01:00.0 driver=auto", PLAIN);
	assert_steps(CARD_OF_TWO, "bind 01:00.0 driver=b_vfio_pci", VARIANT);
	/* No host's driver is to be had by that word. */
	assert_steps(CARD, "bind 01:00.0 driver=nouveau", PLAIN);
}

/* What is said of `rule` on that machine, with its fix; "" for nothing. */
static const char *said_of(struct fixture *fixture, const char *devices, const char *rule)
{
	static char text[400];
	const struct vpb_finding *finding;

	fixture_devices(fixture, devices);
	fixture_config(fixture, rule);
	fixture_check(fixture);
	finding = fixture_find(fixture, "variant");
	text[0] = '\0';
	if (finding)
		snprintf(text, sizeof(text), "%s %s / %s",
			vpb_severity_name(finding->severity), finding->reason,
			finding->fix);
	return text;
}

static void assert_said(const char *devices, const char *rule, const char *text)
{
	FIXTURE(fixture);

	assert_string_equal(said_of(&fixture, devices, rule), text);
}

static void what_it_gets_instead_is_said(void **state)
{
	(void)state;
	assert_said(CARD, "bind 01:00.0 driver=auto", "");
	assert_said(CARD, "bind 01:00.0 driver=vfio-pci", "");
	assert_said(CARD_OF_NONE, "bind 01:00.0", "");
	assert_said(CARD, "bind 01:00.0",
		"note gets vfio-pci; a driver for VMs made for this device is there too: "
		"nvgrace_gpu_vfio_pci / to have that, write driver=auto after the device");
	assert_said(CARD_OF_NONE, "bind 01:00.0 driver=auto",
		"note gets vfio-pci: no module here has a driver for VMs made for this device / ");
	assert_said(CARD_OF_TWO, "bind 01:00.0 driver=auto",
		"warn gets vfio-pci: more than one driver for VMs is made for this device: "
		"a_vfio_pci b_vfio_pci / write driver=NAME in place of driver=auto");
	assert_said(CARD, "bind 01:00.0 driver=mlx5_vfio_pci",
		"warn gets vfio-pci: no module here has a driver 'mlx5_vfio_pci' for VMs made "
		"for this device / there is nvgrace_gpu_vfio_pci");
	assert_said(OTHER "01:00.0 10de:2820 0302 driver=vfio-pci variants=x_vfio_pci\n",
		"bind 01:00.0 driver=auto",
		"warn has vfio-pci already, which keeps it / to change that now, release it, "
		"and bind it again");
	/* Nothing is said of what a guard keeps. */
	assert_said("01:00.0 10de:2820 0300 boot-vga variants=x_vfio_pci\n",
		"bind 01:00.0 driver=auto", "");
}

static void companions_stay_with_vfio_pci(void **state)
{
	(void)state;
	assert_check(CARD "01:00.1 10de:22bd 0403\n", "bind 01:00.0 driver=auto",
		"01:00.0 01:00.1", "");
	assert_steps(CARD "01:00.1 10de:22bd 0403 variants=x_vfio_pci\n",
		"bind 01:00.0 driver=auto",
		"load\nvariant 01:00.0\noverride 01:00.0\noverride 01:00.1\n"
		"bind 01:00.0\nbind 01:00.1\n");
}

static void its_driver_has_a_name_of_its_own(void **state)
{
	RUN(run);

	(void)state;
	fake_reset();
	fake_device("0000:00:02.0", "", "", "i915");
	fake_device(GPU, "", "", "nouveau");
	fake_variant("nvgrace_gpu_vfio_pci", "nvgrace-gpu-vfio");
	run_carry_out(&run, CARD, "bind 01:00.0 driver=auto");
	assert_string_equal(fake_log(),
		"load\nload nvgrace_gpu_vfio_pci\n" GPU
		"/driver_override=nvgrace-gpu-vfio\ndrivers/nvgrace-gpu-vfio/bind=" GPU
		"\n");
	assert_outcome(&run, 1, VPB_STATE_BOUND, "nvgrace-gpu-vfio");
	assert_int_equal(run.outcomes[1].variant_error, 0);
}

static void without_its_module_it_gets_vfio_pci(void **state)
{
	RUN(run);

	(void)state;
	fake_reset();
	fake_device("0000:00:02.0", "", "", "i915");
	fake_device(GPU, "", "", "nouveau");
	run_carry_out(&run, CARD, "bind 01:00.0 driver=auto");
	assert_outcome(&run, 1, VPB_STATE_BOUND, "vfio-pci");
	assert_int_equal(run.outcomes[1].variant_error, ENOENT);
	assert_string_equal(fake_state(GPU), "vfio-pci/vfio-pci");
}

static void one_that_refuses_it_leaves_it_to_vfio_pci(void **state)
{
	RUN(run);

	(void)state;
	fake_reset();
	fake_device("0000:00:02.0", "", "", "i915");
	fake_device(GPU, "nouveau", "", "nouveau");
	fake_variant("nvgrace_gpu_vfio_pci", "nvgrace-gpu-vfio");
	fake_write("drivers/nvgrace-gpu-vfio/bind", 1, FAKE_FAILS, EINVAL);
	run_carry_out(&run,
		OTHER "01:00.0 10de:2820 0302 driver=nouveau "
		      "variants=nvgrace_gpu_vfio_pci\n",
		"bind 01:00.0 driver=auto allow=unsafe-driver");
	assert_outcome(&run, 1, VPB_STATE_BOUND, "vfio-pci");
	assert_int_equal(run.outcomes[1].variant_error, EINVAL);
	assert_string_equal(fake_state(GPU), "vfio-pci/vfio-pci");
}

static void what_has_one_is_left_with_it(void **state)
{
	static const char bound[] =
		OTHER "01:00.0 10de:2820 0302 driver=x-vfio on-variant "
		      "override=x-vfio variants=x_vfio_pci\n";

	(void)state;
	assert_steps(bound, "bind 01:00.0 driver=auto", "");
	assert_check(bound, "bind 01:00.0 driver=auto", "01:00.0", "");
	/* Nobody here has asked for that override. */
	assert_check(bound, "bind 01:00.0", "", "warn foreign 01:00.0\n");
	assert_steps(OTHER "01:00.0 10de:2820 0302 driver=x-vfio on-variant "
			   "override=x-vfio\nrelease\n",
		"bind 01:00.0", "clear 01:00.0\nunbind 01:00.0\nprobe 01:00.0\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_who_asks_gets_one),
		cmocka_unit_test(what_it_gets_instead_is_said),
		cmocka_unit_test(companions_stay_with_vfio_pci),
		cmocka_unit_test(its_driver_has_a_name_of_its_own),
		cmocka_unit_test(without_its_module_it_gets_vfio_pci),
		cmocka_unit_test(one_that_refuses_it_leaves_it_to_vfio_pci),
		cmocka_unit_test(what_has_one_is_left_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
