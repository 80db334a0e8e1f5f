/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "apply_run.h"
#include "fake_kernel.h"

/* A card behind a switch of its own: root port, upstream and downstream port. */
#define PORTS \
	"00:01.0 8086:460d 0604 bridge%s\n" \
	"01:00.0 8086:4fa1 0604 bridge parent=00:01.0%s\n" \
	"02:01.0 8086:4fa4 0604 bridge parent=01:00.0%s\n"
#define OTHER "00:02.0 8086:a780 0300\n"
#define CARD_IS(words) \
	OTHER "03:00.0 10de:2820 0300 parent=02:01.0" words \
	      "\n03:00.1 10de:22bd 0403 parent=02:01.0" words "\n"
#define CARD CARD_IS("")
#define OURS CARD_IS(" driver=vfio-pci override=vfio-pci power=auto power-before=on")
#define BOUND "load\noverride 03:00.0\noverride 03:00.1\nbind 03:00.0\nbind 03:00.1\n"
#define FREED \
	"clear 03:00.0\nclear 03:00.1\nunbind 03:00.0\nunbind 03:00.1\nprobe 03:00.0\n" \
	"probe 03:00.1\nsleep 03:00.0 on\n"

/* `first` is a line of the machine; the ports have these words. */
static void assert_plan(const char *first, const char *port_words[3], const char *card,
	const char *config, const char *steps)
{
	FIXTURE(fixture);
	VPB_CLEANUP(vpb_text_done) struct vpb_text ports = {};

	vpb_text_add(&ports, PORTS, port_words[0], port_words[1], port_words[2]);
	fixture_devices(&fixture, first);
	fixture_devices(&fixture, ports.data);
	fixture_devices(&fixture, card);
	fixture_config(&fixture, config);
	fixture_plan(&fixture);
	assert_string_equal(fixture_show_plan(&fixture), steps);
}

static const char *plain[] = {"", "", ""};

static void without_a_word_nothing_is_said(void **state)
{
	(void)state;
	assert_plan("", plain, CARD, "bind 03:00.0", BOUND);
}

static void all_bridges_up_to_the_root_may_sleep(void **state)
{
	(void)state;
	assert_plan("", plain, CARD, "bind 03:00.0 sleep=auto",
		BOUND "sleep 03:00.0 auto\nsleep 02:01.0 auto\nsleep 01:00.0 auto\n"
		      "sleep 00:01.0 auto\nsleep 03:00.1 auto\n");
	assert_plan("", plain, CARD, "bind 03:00.0 companions=none sleep=on",
		"load\noverride 03:00.0\nbind 03:00.0\n"
		"sleep 03:00.0 on\nsleep 02:01.0 on\nsleep 01:00.0 on\nsleep 00:01.0 on\n");
}

static void a_bridge_that_is_so_already_has_no_step(void **state)
{
	static const char *some[] = {" power=auto", "", " power=on"};

	(void)state;
	assert_plan("", some, CARD, "bind 03:00.0 companions=none sleep=auto",
		"load\noverride 03:00.0\nbind 03:00.0\n"
		"sleep 03:00.0 auto\nsleep 02:01.0 auto\nsleep 01:00.0 auto\n");
}

/* vfio-pci has a word of its own of a function that is bound now, so what it is does not count. */
static void a_function_that_is_bound_now_always_has_one(void **state)
{
	static const char *set[] = {" power=auto", " power=auto", " power=auto"};

	(void)state;
	assert_plan("", set, CARD_IS(" power=auto"),
		"bind 03:00.0 companions=none sleep=auto",
		"load\noverride 03:00.0\nbind 03:00.0\nsleep 03:00.0 auto\n");
	assert_plan("", set, CARD_IS(" driver=vfio-pci power=auto"),
		"bind 03:00.0 sleep=auto", "");
	assert_plan("", set, CARD_IS(" driver=vfio-pci power=on"),
		"bind 03:00.0 companions=none sleep=auto", "load\nsleep 03:00.0 auto\n");
}

static void the_first_line_with_a_word_counts(void **state)
{
	(void)state;
	assert_plan("", plain, "03:00.0 10de:2820 1200\n",
		"bind 03:00.0\nbind 10de:2820 sleep=on\nbind 03:00.0 sleep=auto",
		"load\noverride 03:00.0\nbind 03:00.0\nsleep 03:00.0 on\n");
}

/* Else each run would undo what the one before has set. */
static void where_lines_disagree_a_bridge_keeps_its_word(void **state)
{
	static const char *set[] = {" power=on", " power=on", " power=on"};

	(void)state;
	assert_plan("", set, CARD_IS(" driver=vfio-pci power=on"),
		"bind 03:00.0 companions=none sleep=on\nbind 03:00.1 sleep=auto",
		"load\nsleep 03:00.1 auto\n");
}

/* Also where another run takes the first of them: at boot, or when that is plugged in. */
static void another_run_s_word_holds_for_the_bridge(void **state)
{
	static const char *set[] = {" power=on", " power=on", " power=on"};
#define LATER(words) \
	OTHER "03:00.0 10de:2820 0300 parent=02:01.0" words \
	      "\n04:00.0 1b21:2142 0c03 parent=02:01.0\n"
#define LINES "bind 03:00.0 sleep=on\nbind 04:00.0 sleep=auto"
#define TAKEN "load\noverride 04:00.0\nbind 04:00.0\nsleep 04:00.0 auto\n"
#define BRIDGES "sleep 02:01.0 auto\nsleep 01:00.0 auto\nsleep 00:01.0 auto\n"

	(void)state;
	assert_plan("late\nkeyboard\n", set, LATER(" driver=vfio-pci power=on"), LINES,
		TAKEN);
	assert_plan("late\nkeyboard\narrival=04:00.0\n", set, LATER(""), LINES, TAKEN);
	/* What a guard keeps from that run has no word. */
	assert_plan("late\nkeyboard\narrival=04:00.0\n", set, LATER(" driver=nouveau"),
		LINES, TAKEN BRIDGES);
}

static void a_release_makes_it_as_it_was(void **state)
{
	static const char *ports[] = {
		" power=auto power-before=on", " power=auto", " power-before=on"};

	(void)state;
	assert_plan("release", ports, OURS, "bind 03:00.0",
		FREED "sleep 02:01.0 on\nsleep 00:01.0 on\nsleep 03:00.1 on\n");
	/* Another card of a guest's needs the root port, and has one of its own below that. */
	assert_plan("release\n04:00.0 1002:73df 1200 parent=01:00.0 driver=vfio-pci",
		ports, OURS, "bind 03:00.0",
		FREED "sleep 02:01.0 on\nsleep 03:00.1 on\n");
	assert_plan("release", plain,
		CARD_IS(" driver=vfio-pci override=vfio-pci power=auto"),
		"bind 03:00.0 companions=none",
		"clear 03:00.0\nunbind 03:00.0\nprobe 03:00.0\n");
}

#define GPU "0000:01:00.0"
#define ROOT_PORT "0000:00:01.0"
#define SMALL \
	"00:01.0 8086:460d 0604 bridge power=on\n" \
	"01:00.0 10de:2820 1200 parent=00:01.0\n"

static void machine_make(void)
{
	fake_reset();
	fake_device(ROOT_PORT, "pcieport", "", "pcieport");
	fake_device(GPU, "", "", "nouveau");
}

static void the_words_are_written_when_it_is_bound(void **state)
{
	RUN(run);

	(void)state;
	machine_make();
	run_carry_out(&run, SMALL, "bind 01:00.0 sleep=auto");
	assert_string_equal(fake_log(),
		"load\n" GPU "/driver_override=vfio-pci\n"
		"drivers/vfio-pci/bind=" GPU "\n" GPU "/power/control=auto\n" ROOT_PORT
		"/power/control=auto\n");
	assert_outcome(&run, 0, VPB_STATE_LEFT, "");
	assert_outcome(&run, 1, VPB_STATE_BOUND, "vfio-pci");
	assert_int_equal(run.outcomes[0].sleep, VPB_SLEEP_AUTO);
	assert_int_equal(run.outcomes[1].sleep, VPB_SLEEP_AUTO);
	assert_int_equal(run.outcomes[1].sleep_error, 0);
}

static void what_is_not_bound_is_left_awake(void **state)
{
	RUN(run);

	(void)state;
	machine_make();
	fake_write("vfio-pci/bind", 1, FAKE_FAILS, EINVAL);
	run_carry_out(&run, SMALL, "bind 01:00.0 sleep=auto");
	assert_failed(&run, 1, VPB_STEP_BIND, EINVAL, "nouveau");
	assert_null(strstr(fake_log(), "power/control"));
	assert_int_equal(run.outcomes[0].sleep, VPB_SLEEP_UNTOUCHED);
}

static void a_word_that_fails_unbinds_nothing(void **state)
{
	RUN(run);

	(void)state;
	machine_make();
	fake_write(ROOT_PORT "/power/control", 1, FAKE_FAILS, EIO);
	run_carry_out(&run, SMALL, "bind 01:00.0 sleep=auto");
	assert_outcome(&run, 1, VPB_STATE_BOUND, "vfio-pci");
	assert_int_equal(run.outcomes[1].sleep, VPB_SLEEP_AUTO);
	assert_int_equal(run.outcomes[1].sleep_error, EIO);
	assert_int_equal(run.outcomes[0].sleep, VPB_SLEEP_UNTOUCHED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_word_nothing_is_said),
		cmocka_unit_test(all_bridges_up_to_the_root_may_sleep),
		cmocka_unit_test(a_bridge_that_is_so_already_has_no_step),
		cmocka_unit_test(a_function_that_is_bound_now_always_has_one),
		cmocka_unit_test(the_first_line_with_a_word_counts),
		cmocka_unit_test(where_lines_disagree_a_bridge_keeps_its_word),
		cmocka_unit_test(another_run_s_word_holds_for_the_bridge),
		cmocka_unit_test(a_release_makes_it_as_it_was),
		cmocka_unit_test(the_words_are_written_when_it_is_bound),
		cmocka_unit_test(what_is_not_bound_is_left_awake),
		cmocka_unit_test(a_word_that_fails_unbinds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
