/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>

#include "apply_run.h"
#include "fake_kernel.h"

/* A card of two functions that vfio-pci has. */
#define GPU "0000:01:00.0"
#define AUDIO "0000:01:00.1"
#define CARD \
	"release\n" \
	"01:00.0 10de:2820 0300 driver=vfio-pci override=vfio-pci\n" \
	"01:00.1 10de:22bd 0403 driver=vfio-pci override=vfio-pci\n"

#define CLEARS GPU "/driver_override=\n" AUDIO "/driver_override=\n"
#define UNBIND_GPU GPU "/driver/unbind=" GPU "\n"
#define UNBIND_AUDIO AUDIO "/driver/unbind=" AUDIO "\n"
#define PROBE_GPU "drivers_probe=" GPU "\n"
#define PROBE_AUDIO "drivers_probe=" AUDIO "\n"

static void card_make(const char *gpu_driver)
{
	fake_reset();
	fake_device(GPU, "vfio-pci", "vfio-pci", gpu_driver);
	fake_device(AUDIO, "vfio-pci", "vfio-pci", "snd_hda_intel");
}

static void the_hosts_drivers_take_a_card_back(void **state)
{
	RUN(run);

	(void)state;
	card_make("nouveau");
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_int_equal(run.result, 0);
	assert_int_equal(run_deadline_ms(), 10000);
	assert_string_equal(
		fake_log(), CLEARS UNBIND_GPU UNBIND_AUDIO PROBE_GPU PROBE_AUDIO);
	assert_outcome(&run, 0, VPB_STATE_RELEASED, "nouveau");
	assert_outcome(&run, 1, VPB_STATE_RELEASED, "snd_hda_intel");
	assert_true(run.outcomes[0].linked_us > 0);
	assert_string_equal(fake_state(GPU), "nouveau/");
}

/* Its module may not be loaded, or is kept away. */
static void no_driver_has_to_take_it(void **state)
{
	RUN(run);

	(void)state;
	card_make("");
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_outcome(&run, 0, VPB_STATE_RELEASED, "");
	assert_string_equal(fake_state(GPU), "/");
}

static void what_the_host_has_already_counts_as_released(void **state)
{
	RUN(run);

	(void)state;
	fake_reset();
	fake_device(GPU, "nouveau", "", "nouveau");
	run_carry_out(
		&run, "release\n01:00.0 10de:2820 0300 driver=nouveau\n", "bind 01:00.0");
	assert_int_equal(run.result, 0);
	assert_string_equal(fake_log(), "");
	assert_outcome(&run, 0, VPB_STATE_RELEASED, "nouveau");
	assert_int_equal(run.outcomes[0].linked_us, 0);
}

/* By vfio-pci.ids= it matches without an override too: then it is ours as before. */
static void vfio_pci_may_take_it_again(void **state)
{
	RUN(run);

	(void)state;
	card_make("vfio-pci");
	run_carry_out(&run, CARD, "bind 01:00.0 companions=none");
	assert_failed(&run, 0, VPB_STEP_PROBE, EBUSY, "vfio-pci");
	assert_false(run.outcomes[0].undo_failed);
	assert_string_equal(fake_state(GPU), "vfio-pci/vfio-pci");
	assert_outcome(&run, 1, VPB_STATE_LEFT, "vfio-pci");
}

static void an_unbind_that_fails_leaves_it_with_us(void **state)
{
	RUN(run);

	(void)state;
	card_make("nouveau");
	fake_write(GPU "/driver/unbind", 1, FAKE_LIES, 0);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_failed(&run, 0, VPB_STEP_UNBIND, EBUSY, "vfio-pci");
	assert_string_equal(fake_state(GPU), "vfio-pci/vfio-pci");
	assert_outcome(&run, 1, VPB_STATE_RELEASED, "snd_hda_intel");
}

/* As where a virtual machine has opened it since we looked. */
static void an_unbind_that_hangs_is_left_behind(void **state)
{
	RUN(run);

	(void)state;
	card_make("nouveau");
	fake_write(GPU "/driver/unbind", 1, FAKE_BLOCKS, 0);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_int_equal(run.result, -ETIMEDOUT);
	assert_int_equal(run.outcomes[0].state, VPB_STATE_WORKING);
	assert_int_equal(run.outcomes[0].step, VPB_STEP_UNBIND);
	assert_string_equal(fake_log(), CLEARS UNBIND_GPU);
	assert_true(waitpid(-1, NULL, 0) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hosts_drivers_take_a_card_back),
		cmocka_unit_test(no_driver_has_to_take_it),
		cmocka_unit_test(what_the_host_has_already_counts_as_released),
		cmocka_unit_test(vfio_pci_may_take_it_again),
		cmocka_unit_test(an_unbind_that_fails_leaves_it_with_us),
		cmocka_unit_test(an_unbind_that_hangs_is_left_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
