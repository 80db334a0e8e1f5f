/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A run for what was plugged in: it is about that slot, whatever else is asked for. */

#include <string.h>

#include "../../helper/core/report.h"
#include "fixture.h"

#define OTHER "00:02.0 8086:a780 0300\n"
#define CARD "01:00.0 10de:2820 0300\n01:00.1 10de:22bd 0403\n"
#define DISK "02:00.0 144d:a80a 0108\n"

static void only_its_slot_is_planned(void **state)
{
	static const char all[] = "bind 01:00.0\nbind 02:00.0\nbind 03:00.0";

	(void)state;
	assert_steps("arrival=03:00.0\n" OTHER CARD DISK "03:00.0 1002:73df 0300\n", all,
		"load\noverride 03:00.0\nbind 03:00.0\n");
	/* Either function of a card brings both. */
	assert_steps("arrival=01:00.0\n" OTHER CARD, all,
		"load\noverride 01:00.0\noverride 01:00.1\nbind 01:00.0\nbind 01:00.1\n");
	assert_steps("arrival=01:00.1\n" OTHER CARD, all,
		"load\noverride 01:00.0\noverride 01:00.1\nbind 01:00.0\nbind 01:00.1\n");
	assert_steps(
		"arrival=04:00.0\n" OTHER CARD DISK "04:00.0 8086:1572 0200\n", all, "");
	/* The real root judges displays as well, then. */
	assert_steps("late\narrival=01:00.0\n" OTHER CARD DISK, all,
		"load\noverride 01:00.0\noverride 01:00.1\nbind 01:00.0\nbind 01:00.1\n");
	assert_steps("late\nkeyboard\narrival=02:00.0\n" OTHER CARD DISK, all,
		"load\noverride 02:00.0\nbind 02:00.0\n");
}

static void of_the_rest_nothing_is_said(void **state)
{
	(void)state;
	assert_check("arrival=01:00.0\n" OTHER CARD DISK,
		"bind 01:00.0\nbind 02:00.0\nbind 0b:00.0", "01:00.0 01:00.1", "");
	assert_check("arrival=02:00.0\n" OTHER CARD DISK, "bind 01:00.0\nbind 02:00.0",
		"", "note late 02:00.0\n");
}

/* Where another of the group was selected before, that one's run has spoken for itself alone. */
static void its_group_is_told(void **state)
{
	(void)state;
	assert_check("arrival=03:00.0\n" OTHER
		     "01:00.0 10de:2820 0300 group=1 driver=vfio-pci override=vfio-pci\n"
		     "02:00.0 144d:a80a 0108 group=1 module\n"
		     "03:00.0 1002:73df 0300 group=1\n",
		"bind 01:00.0\nbind 03:00.0", "03:00.0", "warn group 03:00.0\n");
}

/* The guards look at all of the machine: a second card of one id is a twin. */
static void the_rest_counts_all_the_same(void **state)
{
	(void)state;
	assert_check("arrival=03:00.0\n" OTHER
		     "01:00.0 10de:2820 0300 driver=vfio-pci override=vfio-pci\n"
		     "03:00.0 10de:2820 0300\n",
		"bind 10de:2820", "", "refuse twin 03:00.0\n");
	assert_check("arrival=03:00.0\n"
		     "01:00.0 10de:2820 0300 driver=vfio-pci override=vfio-pci\n"
		     "03:00.0 10de:2821 0300\n",
		"bind 01:00.0\nbind 03:00.0", "", "refuse last-display 03:00.0\n");
}

/* Nothing is unbound, whoever has it: also what was given back by hand, in the same slot. */
static void a_driver_that_has_it_keeps_it(void **state)
{
	static const char won[] = "arrival=01:00.0\n" OTHER "01:00.0 10de:2820 0300\n"
				  "01:00.1 10de:22bd 0403 driver=snd_hda_intel\n";

	(void)state;
	assert_check(won, "bind 01:00.0", "01:00.0", "warn driver-first 01:00.1\n");
	assert_steps(won, "bind 01:00.0", "load\noverride 01:00.0\nbind 01:00.0\n");
	assert_check("arrival=01:00.0\n" OTHER "01:00.0 10de:2820 0300 driver=nvidia\n",
		"bind 01:00.0 allow=unsafe-driver", "", "warn driver-first 01:00.0\n");
	assert_check("arrival=01:00.0\n" OTHER
		     "01:00.0 10de:2820 0300 driver=vfio-pci override=vfio-pci\n",
		"bind 01:00.0", "01:00.0", "");
}

static void assert_forgets(
	const char *before, const char *address, bool is_there, const char *after)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_address arrival;

	assert_int_equal(vpb_address_parse(address, &arrival), 0);
	vpb_text_add(&text, "%s", before);
	assert_int_equal(vpb_report_forget_arrival(&text, arrival), is_there);
	assert_string_equal(text.data, after);
	assert_int_equal(text.length, strlen(after));
}

static void the_last_time_is_forgotten(void **state)
{
#define BOOT "[initrd]\nstate=done\nfinding=note x arrival=0000:01:00.0\n"
#define ONE "[hotplug]\nversion=1\narrival=0000:01:00.0\nstate=done\n"
#define TWO "[hotplug]\nversion=1\narrival=0000:02:00.0\nstate=done\n"
	struct vpb_text nothing = {};

	(void)state;
	assert_forgets(BOOT ONE TWO, "01:00.0", true, BOOT TWO);
	assert_forgets(BOOT ONE TWO, "02:00.0", true, BOOT ONE);
	assert_forgets(ONE, "01:00.0", true, "");
	assert_forgets(BOOT ONE TWO, "01:00.1", false, BOOT ONE TWO);
	assert_forgets("", "01:00.0", false, "");
	assert_false(vpb_report_forget_arrival(&nothing, (struct vpb_address){}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_its_slot_is_planned),
		cmocka_unit_test(of_the_rest_nothing_is_said),
		cmocka_unit_test(its_group_is_told),
		cmocka_unit_test(the_rest_counts_all_the_same),
		cmocka_unit_test(a_driver_that_has_it_keeps_it),
		cmocka_unit_test(the_last_time_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
