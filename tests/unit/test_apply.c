/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>

#include "apply_run.h"
#include "fake_kernel.h"

/* A card of two functions, both with the host, and another display. */
#define GPU "0000:01:00.0"
#define AUDIO "0000:01:00.1"
#define CARD \
	"00:02.0 8086:a780 0300\n" \
	"01:00.0 10de:2820 0300 driver=simple\n" \
	"01:00.1 10de:22bd 0403 driver=snd_hda_intel\n"

#define OVERRIDES \
	"load\n" GPU "/driver_override=vfio-pci\n" AUDIO "/driver_override=vfio-pci\n"
#define UNBINDS GPU "/driver/unbind=" GPU "\n" AUDIO "/driver/unbind=" AUDIO "\n"
#define BIND_GPU "drivers/vfio-pci/bind=" GPU "\n"
#define BIND_AUDIO "drivers/vfio-pci/bind=" AUDIO "\n"
#define UNDO_GPU GPU "/driver_override=\ndrivers_probe=" GPU "\n"
#define UNDO_AUDIO AUDIO "/driver_override=\ndrivers_probe=" AUDIO "\n"

static void card_make(void)
{
	fake_reset();
	fake_device("0000:00:02.0", "", "", "i915");
	fake_device(GPU, "simple", "", "simple");
	fake_device(AUDIO, "snd_hda_intel", "", "snd_hda_intel");
}

static void a_card_is_bound_slot_by_slot(void **state)
{
	RUN(run);

	(void)state;
	card_make();
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_int_equal(run.result, 0);
	assert_int_equal(run_deadline_ms(), 10000);
	assert_string_equal(fake_log(), OVERRIDES UNBINDS BIND_GPU BIND_AUDIO);
	assert_outcome(&run, 0, VPB_STATE_LEFT, "");
	assert_outcome(&run, 1, VPB_STATE_BOUND, "vfio-pci");
	assert_outcome(&run, 2, VPB_STATE_BOUND, "vfio-pci");
	assert_true(run.outcomes[1].linked_us > 0);
	assert_true(run.outcomes[2].linked_us >= run.outcomes[1].linked_us);
	assert_string_equal(fake_state(GPU), "vfio-pci/vfio-pci");
}

static void two_cards_follow_each_other(void **state)
{
	RUN(run);

	(void)state;
	fake_reset();
	fake_device("0000:01:00.0", "", "", "nouveau");
	fake_device("0000:02:00.0", "kfd", "", "kfd");
	run_carry_out(&run, "01:00.0 10de:2820 1200\n02:00.0 1002:1234 1200 driver=kfd\n",
		"bind 02:00.0\nbind 01:00.0");
	assert_string_equal(fake_log(), "load\n"
					"0000:01:00.0/driver_override=vfio-pci\n"
					"drivers/vfio-pci/bind=0000:01:00.0\n"
					"0000:02:00.0/driver_override=vfio-pci\n"
					"0000:02:00.0/driver/unbind=0000:02:00.0\n"
					"drivers/vfio-pci/bind=0000:02:00.0\n");
}

static void a_second_run_writes_nothing(void **state)
{
	RUN(run);

	(void)state;
	fake_reset();
	fake_device(GPU, "vfio-pci", "vfio-pci", "nouveau");
	fake_device(AUDIO, "vfio-pci", "vfio-pci", "snd_hda_intel");
	run_carry_out(&run,
		"00:02.0 8086:a780 0300\n"
		"01:00.0 10de:2820 0300 driver=vfio-pci override=vfio-pci\n"
		"01:00.1 10de:22bd 0403 driver=vfio-pci override=vfio-pci\n",
		"bind 01:00.0");
	assert_int_equal(run.result, 0);
	assert_string_equal(fake_log(), "");
	assert_outcome(&run, 1, VPB_STATE_ALREADY, "vfio-pci");
	assert_outcome(&run, 2, VPB_STATE_ALREADY, "vfio-pci");
}

static void without_the_module_nothing_is_written(void **state)
{
	RUN(run);

	(void)state;
	card_make();
	fake_module_fails(ENOENT);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_int_equal(run.result, 0);
	assert_string_equal(fake_log(), "load\n");
	for (size_t i = 1; i < 3; i++) {
		assert_int_equal(run.outcomes[i].state, VPB_STATE_FAILED);
		assert_int_equal(run.outcomes[i].step, VPB_STEP_LOAD);
		assert_int_equal(run.outcomes[i].error, ENOENT);
		assert_false(run.outcomes[i].undo_failed);
	}
	assert_outcome(&run, 0, VPB_STATE_LEFT, "");
	assert_outcome(&run, 1, VPB_STATE_FAILED, "simple");
}

/* The module takes no ids= from the command line then, whoever loads it later. */
static void what_is_switched_off_only_loads(void **state)
{
	struct vpb_root root = {.fd = -1};
	RUN(run);

	(void)state;
	fake_reset();
	fixture_cmdline(&run.fixture, "vfio-pci.ids=1234:1111 vfio_prebind.enable=0");
	fixture_plan(&run.fixture);
	assert_int_equal(run.fixture.snapshot.device_count, 0);
	assert_int_equal(
		vpb_apply(&root, &run.fixture.snapshot, &run.fixture.plan, run.outcomes),
		0);
	assert_string_equal(fake_log(), "load\n");
}

static void a_bind_that_lies_is_seen_and_undone(void **state)
{
	RUN(run);

	(void)state;
	card_make();
	fake_write("vfio-pci/bind", 1, FAKE_LIES, 0);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_int_equal(run.result, 0);
	assert_string_equal(fake_log(), OVERRIDES UNBINDS BIND_GPU UNDO_GPU BIND_AUDIO);
	assert_failed(&run, 1, VPB_STEP_BIND, ENODEV, "simple");
	assert_false(run.outcomes[1].undo_failed);
	assert_string_equal(fake_state(GPU), "simple/");
	/* The other function of the slot is bound anyway. */
	assert_outcome(&run, 2, VPB_STATE_BOUND, "vfio-pci");
}

static void a_bind_that_says_it_failed_may_have_worked(void **state)
{
	RUN(run);

	(void)state;
	card_make();
	fake_write("vfio-pci/bind", 1, FAKE_WORKS_AND_FAILS, EIO);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_string_equal(fake_log(), OVERRIDES UNBINDS BIND_GPU BIND_AUDIO);
	assert_outcome(&run, 1, VPB_STATE_BOUND, "vfio-pci");
	assert_true(run.outcomes[1].linked_us > 0);
}

static void another_driver_may_win(void **state)
{
	RUN(run);

	(void)state;
	card_make();
	fake_write("vfio-pci/bind", 2, FAKE_HOST_WINS, 0);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_outcome(&run, 1, VPB_STATE_BOUND, "vfio-pci");
	assert_failed(&run, 2, VPB_STEP_BIND, ENODEV, "snd_hda_intel");
	assert_string_equal(fake_state(AUDIO), "snd_hda_intel/");
}

static void a_bind_that_fails_keeps_its_errno(void **state)
{
	RUN(run);

	(void)state;
	card_make();
	fake_write("vfio-pci/bind", 1, FAKE_FAILS, EINVAL);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_failed(&run, 1, VPB_STEP_BIND, EINVAL, "simple");
	assert_string_equal(fake_state(GPU), "simple/");
}

static void an_unbind_that_fails_ends_that_device(void **state)
{
	RUN(run);

	(void)state;
	card_make();
	fake_write(GPU "/driver/unbind", 1, FAKE_FAILS, EPERM);
	fake_write(AUDIO "/driver/unbind", 1, FAKE_LIES, 0);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_string_equal(fake_log(),
		OVERRIDES GPU "/driver/unbind=" GPU "\n" UNDO_GPU AUDIO
			      "/driver/unbind=" AUDIO "\n" UNDO_AUDIO);
	assert_failed(&run, 1, VPB_STEP_UNBIND, EPERM, "simple");
	assert_failed(&run, 2, VPB_STEP_UNBIND, EBUSY, "snd_hda_intel");
}

static void an_override_that_fails_ends_that_device(void **state)
{
	RUN(run);

	(void)state;
	card_make();
	fake_write(GPU "/driver_override", 1, FAKE_FAILS, EACCES);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_failed(&run, 1, VPB_STEP_OVERRIDE, EACCES, "simple");
	assert_null(strstr(fake_log(), GPU "/driver/unbind"));
	assert_outcome(&run, 2, VPB_STATE_BOUND, "vfio-pci");
}

/* The override gets the value that it had, be it none of ours. */
static void undo_gives_the_old_override_back(void **state)
{
	RUN(run);
	struct vpb_root root = {.fd = -1};

	(void)state;
	fake_reset();
	fake_device(GPU, "", "pci-stub", "simple");
	fake_write("vfio-pci/bind", 1, FAKE_FAILS, EINVAL);
	/* The guard against foreign overrides lets no such plan come about. */
	fixture_devices(&run.fixture, "01:00.0 10de:2820 1200 override=pci-stub");
	fixture_config(&run.fixture, "bind 01:00.0");
	fixture_match(&run.fixture);
	assert_int_equal(
		vpb_plan_make(&(struct vpb_scene){&run.fixture.request,
				      &run.fixture.snapshot, &run.fixture.selection},
			&run.fixture.plan),
		0);
	vpb_apply_expect(&run.fixture.snapshot, &run.fixture.plan, run.outcomes);
	assert_int_equal(
		vpb_apply(&root, &run.fixture.snapshot, &run.fixture.plan, run.outcomes),
		0);
	assert_failed(&run, 0, VPB_STEP_BIND, EINVAL, "");
	assert_string_equal(fake_log(),
		"load\n" GPU "/driver_override=vfio-pci\n" BIND_GPU GPU
		"/driver_override=pci-stub\n"
		"drivers_probe=" GPU "\n");
	assert_string_equal(fake_state(GPU), "/pci-stub");
}

/* One that a killed run left says nothing to the host's drivers but to stay away. */
static void undo_clears_an_override_of_ours(void **state)
{
	RUN(run);

	(void)state;
	fake_reset();
	fake_device("0000:00:02.0", "", "", "i915");
	fake_device(GPU, "", "vfio-pci", "simple");
	fake_write("vfio-pci/bind", 1, FAKE_FAILS, EINVAL);
	run_carry_out(&run,
		"00:02.0 8086:a780 0300\n01:00.0 10de:2820 0300 override=vfio-pci\n",
		"bind 01:00.0");
	assert_failed(&run, 1, VPB_STEP_BIND, EINVAL, "simple");
	assert_string_equal(fake_state(GPU), "simple/");
}

static void an_undo_that_fails_is_told(void **state)
{
	static const char *const writes[] = {GPU "/driver_override", "drivers_probe"};

	(void)state;
	for (unsigned int i = 0; i < 2; i++) {
		RUN(run);

		card_make();
		fake_write("vfio-pci/bind", 1, FAKE_FAILS, EINVAL);
		/* The override's first write sets it. */
		fake_write(writes[i], i == 0 ? 2 : 1, FAKE_FAILS, EIO);
		run_carry_out(&run, CARD, "bind 01:00.0");
		assert_failed(&run, 1, VPB_STEP_BIND, EINVAL, "");
		assert_true(run.outcomes[1].undo_failed);
		assert_outcome(&run, 2, VPB_STATE_BOUND, "vfio-pci");
	}
}

/* One test for each write that may hang, where it hangs and what was written until then. */
static void a_stuck_child_writes_nothing_more(void **state)
{
	static const struct {
		const char *path_end, *log;
		enum vpb_step_kind step;
		enum vpb_state audio;
	} cases[] = {
		{GPU "/driver_override", "load\n" GPU "/driver_override=vfio-pci\n",
			VPB_STEP_OVERRIDE, VPB_STATE_PLANNED},
		{GPU "/driver/unbind", OVERRIDES GPU "/driver/unbind=" GPU "\n",
			VPB_STEP_UNBIND, VPB_STATE_WORKING},
		{"vfio-pci/bind", OVERRIDES UNBINDS BIND_GPU, VPB_STEP_BIND,
			VPB_STATE_WORKING},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		RUN(run);

		card_make();
		fake_write(cases[i].path_end, 1, FAKE_BLOCKS, 0);
		run_carry_out(&run, CARD, "bind 01:00.0");
		assert_int_equal(run.result, -ETIMEDOUT);
		assert_int_equal(run.outcomes[1].state, VPB_STATE_WORKING);
		assert_int_equal(run.outcomes[1].step, cases[i].step);
		assert_int_equal(run.outcomes[2].state, cases[i].audio);
		assert_string_equal(fake_log(), cases[i].log);
		assert_true(waitpid(-1, NULL, 0) > 0);
		assert_string_equal(fake_log(), cases[i].log);
	}
}

/* What was bound before the child got stuck is known to be bound. */
static void what_was_told_before_it_stuck_counts(void **state)
{
	RUN(run);

	(void)state;
	card_make();
	fake_write("vfio-pci/bind", 2, FAKE_BLOCKS, 0);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_int_equal(run.result, -ETIMEDOUT);
	assert_outcome(&run, 1, VPB_STATE_BOUND, "vfio-pci");
	assert_int_equal(run.outcomes[2].state, VPB_STATE_WORKING);
	assert_int_equal(run.outcomes[2].step, VPB_STEP_BIND);
	assert_true(waitpid(-1, NULL, 0) > 0);
}

/* No driver matches what was plugged in until the kernel is done with it. */
static void what_arrives_is_waited_for(void **state)
{
	static const char devices[] =
		"arrival=01:00.0\n00:02.0 8086:a780 0300\n01:00.0 10de:2820 0300\n";
	static const char written[] =
		"load\n" GPU "/driver_override=vfio-pci\n" BIND_GPU BIND_GPU BIND_GPU;
	RUN(run);

	(void)state;
	fake_reset();
	fake_device("0000:00:02.0", "", "", "i915");
	fake_device(GPU, "", "", "simple");
	fake_write("vfio-pci/bind", 1, FAKE_FAILS, ENODEV);
	fake_write("vfio-pci/bind", 2, FAKE_FAILS, ENODEV);
	run_carry_out(&run, devices, "bind 01:00.0");
	assert_string_equal(fake_log(), written);
	assert_outcome(&run, 1, VPB_STATE_BOUND, "vfio-pci");
}

static void a_driver_that_is_quicker_wins(void **state)
{
	static const char devices[] =
		"arrival=01:00.0\n00:02.0 8086:a780 0300\n01:00.0 10de:2820 0300\n";
	RUN(run);

	(void)state;
	fake_reset();
	fake_device("0000:00:02.0", "", "", "i915");
	fake_device(GPU, "simple", "", "simple");
	fake_write("vfio-pci/bind", 1, FAKE_FAILS, ENODEV);
	run_carry_out(&run, devices, "bind 01:00.0");
	assert_string_equal(
		fake_log(), "load\n" GPU "/driver_override=vfio-pci\n" BIND_GPU UNDO_GPU);
	assert_outcome(&run, 1, VPB_STATE_FAILED, "simple");
}

/* A driver has no `unbind` until the probes of its registration have ended, well or not. */
static void a_probe_under_way_is_waited_for(void **state)
{
	RUN(run);

	(void)state;
	card_make();
	fake_write(GPU "/driver/unbind", 1, FAKE_FAILS, ENOENT);
	fake_write(AUDIO "/driver/unbind", 1, FAKE_WORKS_AND_FAILS, ENOENT);
	run_carry_out(&run, CARD, "bind 01:00.0");
	assert_string_equal(fake_log(),
		OVERRIDES GPU "/driver/unbind=" GPU "\n" UNBINDS BIND_GPU BIND_AUDIO);
	assert_outcome(&run, 1, VPB_STATE_BOUND, "vfio-pci");
	assert_outcome(&run, 2, VPB_STATE_BOUND, "vfio-pci");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_card_is_bound_slot_by_slot),
		cmocka_unit_test(two_cards_follow_each_other),
		cmocka_unit_test(a_second_run_writes_nothing),
		cmocka_unit_test(without_the_module_nothing_is_written),
		cmocka_unit_test(what_is_switched_off_only_loads),
		cmocka_unit_test(a_bind_that_lies_is_seen_and_undone),
		cmocka_unit_test(a_bind_that_says_it_failed_may_have_worked),
		cmocka_unit_test(another_driver_may_win),
		cmocka_unit_test(a_bind_that_fails_keeps_its_errno),
		cmocka_unit_test(an_unbind_that_fails_ends_that_device),
		cmocka_unit_test(an_override_that_fails_ends_that_device),
		cmocka_unit_test(undo_gives_the_old_override_back),
		cmocka_unit_test(undo_clears_an_override_of_ours),
		cmocka_unit_test(an_undo_that_fails_is_told),
		cmocka_unit_test(a_stuck_child_writes_nothing_more),
		cmocka_unit_test(what_was_told_before_it_stuck_counts),
		cmocka_unit_test(what_arrives_is_waited_for),
		cmocka_unit_test(a_driver_that_is_quicker_wins),
		cmocka_unit_test(a_probe_under_way_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
