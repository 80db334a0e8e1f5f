/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What an image says of the devices that carry the system: the text, and what a boot makes of it. */

#include <stdlib.h>
#include <string.h>

#include "../../helper/core/carriers.h"
#include "fixture.h"

/* The host's own display, and its own USB controller. */
#define HOST \
	"00:01.0 8086:a70d 0604 bridge\n00:02.0 8086:a780 0300\n" \
	"00:14.0 8086:7ae0 0c03 sub=1043:8694\n"
#define CARD_AT(bus, parent) \
#bus ":00.0 10de:1e87 0300 sub=10de:1467 parent=" parent "\n" #bus \
	     ":00.1 10de:10f8 0403 sub=10de:1467 parent=" parent "\n" #bus \
	     ":00.2 10de:1ad8 0c03 sub=10de:1467 parent=" parent "\n"
#define CARD HOST CARD_AT(01, "00:01.0")

#define HEAD "vfio-prebind carriers 1\n"
#define USB_OF_CARD "0000:01:00.2=10de:1ad8:10de:1467 0000:00:01.0/00.2"
#define ROOT "carrier " USB_OF_CARD " none system carries sda2, mounted on /\n"
#define KEYBOARD "carrier " USB_OF_CARD " unknown keyboard\n"
#define OTHER_KEYBOARD "carrier 0000:00:14.0=8086:7ae0:1043:8694 - unknown keyboard\n"

static void carriers_read(const char *text, struct vpb_carriers *carriers)
{
	assert_int_equal(vpb_carriers_parse(text, strlen(text), carriers), 0);
}

/* What a boot of the machine takes and says, from an image with that text. */
static void assert_boot(const char *devices, const char *config, const char *text,
	const char *taken, const char *findings)
{
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};
	FIXTURE(fixture);

	fixture_devices(&fixture, devices);
	fixture_config(&fixture, config);
	assert_string_equal(fixture_show_problems(&fixture), "");
	fixture_match(&fixture);
	carriers_read(text, &carriers);
	assert_int_equal(vpb_carriers_apply(&carriers, true, &fixture.snapshot), 0);
	assert_int_equal(vpb_check(&fixture.request, &fixture.snapshot,
				 &fixture.selection, &fixture.findings),
		0);
	assert_string_equal(fixture_show_findings(&fixture), findings);
	assert_string_equal(fixture_show_taken(&fixture), taken);
}

static void what_runs_becomes_text_and_back(void **state)
{
	static const char expected[] =
		HEAD "rebuild update-initramfs -u -k 6.12.94\n"
		     "keyboard-elsewhere\n"
		     "takes-groups\n"
		     "gives-back\n"
		     "carrier 0000:00:14.0=8086:7ae0:1043:8694 - unknown keyboard\n"
		     "carrier 0000:01:00.2=10de:1ad8:10de:1467 0000:00:01.0/00.2 unknown "
		     "system,keyboard the reason: system\n"
		     "carrier 0000:02:00.0=8086:1572 0000:00:01.0/00.0/00.0 unknown "
		     "network-root,default-route the reason: network\n"
		     "end\n";
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers again = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text same = {};
	FIXTURE(fixture);

	(void)state;
	/* A bridge is in the way of all below it; what is only in use now is not at a boot. */
	fixture_devices(&fixture,
		"keyboard\ntakes-groups\n00:01.0 8086:a70d 0604 bridge system\n"
		"00:14.0 8086:7ae0 0c03 sub=1043:8694 keyboard\n"
		"01:00.0 8086:1111 0604 bridge parent=00:01.0\n"
		"01:00.2 10de:1ad8 0c03 sub=10de:1467 parent=00:01.0 system keyboard\n"
		"01:00.3 10de:1ad9 0c80 parent=00:01.0 in-use\n"
		"02:00.0 8086:1572 0200 parent=01:00.0 network default-route\n");
	assert_int_equal(vpb_carriers_find(&fixture.snapshot, &carriers), 0);
	carriers.rebuild = strdup("update-initramfs -u -k 6.12.94");
	carriers.gives_back = true;
	vpb_carriers_format(&carriers, &text);
	assert_string_equal(text.data, expected);
	carriers_read(text.data, &again);
	assert_false(again.is_damaged);
	vpb_carriers_format(&again, &same);
	assert_string_equal(same.data, expected);
}

/* What may be a mouse counts as a keyboard only where nothing surer is there. */
static void a_keyboard_that_is_sure_counts_alone(void **state)
{
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers one = {};
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers both = {};
	FIXTURE(fixture);
	FIXTURE(mouse);

	(void)state;
	fixture_devices(&fixture, "01:00.0 8086:a0ed 0c03 keyboard\n"
				  "02:00.0 8086:a0ee 0c03 unsure-keyboard\n");
	assert_int_equal(vpb_carriers_find(&fixture.snapshot, &one), 0);
	assert_int_equal(one.count, 1);
	assert_int_equal(one.items[0].place.address.bus, 1);
	fixture_devices(&mouse, "02:00.0 8086:a0ee 0c03 unsure-keyboard\n");
	assert_int_equal(vpb_carriers_find(&mouse.snapshot, &both), 0);
	assert_int_equal(both.count, 1);
}

static void damage_is_seen_and_the_rest_counts(void **state)
{
	static const struct {
		const char *text;
		size_t count;
	} cases[] = {
		{"", 0},
		{"vfio-prebind carriers 2\n" ROOT "end\n", 0},
		{HEAD ROOT, 1},
		{HEAD ROOT "end", 1},
		{HEAD ROOT "end\nmore", 1},
		{HEAD ROOT "carrier\nend\n", 1},
		{HEAD "carrier 01:00.2 - none system\n" ROOT "end\n", 1},
		{HEAD "carrier 10de:1ad8 - none system\n" ROOT "end\n", 1},
		{HEAD "carrier 01:00.2=10de:1ad8 00:01.0 none system\n" ROOT "end\n", 1},
		{HEAD "carrier 01:00.2=10de:1ad8 00:01.0/2 none system\nend\n", 0},
		{HEAD "carrier 01:00.2=10de:1ad8 - 1234567 system\nend\n", 0},
		{HEAD "carrier 01:00.2=10de:1ad8 - 1234567x system\nend\n", 0},
		{HEAD "carrier 01:00.2=10de:1ad8 - none\nend\n", 0},
		{HEAD "carrier 01:00.2=10de:1ad8 - none system,\nend\n", 0},
		{HEAD "carrier 01:00.2=10de:1ad8 - none system,mouse\nend\n", 0},
		{HEAD "keyboard-elsewhere or not\nend\n", 0},
		{HEAD "takes-groups or not\nend\n", 0},
		{HEAD "rebuild \nend\n", 0},
		{HEAD "\nend\n", 0},
		{HEAD "what is this\n" ROOT "end\n", 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};

		carriers_read(cases[i].text, &carriers);
		if (!carriers.is_damaged || carriers.count != cases[i].count)
			fail_msg("case %zu: damaged %d, %zu carriers", i,
				carriers.is_damaged, carriers.count);
	}
	{
		VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};

		carriers_read(HEAD "end\n", &carriers);
		assert_false(carriers.is_damaged);
		vpb_carriers_done(&carriers);
		assert_int_equal(vpb_carriers_parse(
					 HEAD "end\n\0", sizeof(HEAD "end\n"), &carriers),
			0);
		assert_true(carriers.is_damaged);
	}
}

static void the_disk_of_a_card_stays(void **state)
{
	(void)state;
	assert_boot(CARD, "bind 01:00.0", HEAD "end\n", "01:00.0 01:00.1 01:00.2", "");
	assert_boot(CARD, "bind 01:00.0", HEAD ROOT "end\n", "01:00.0 01:00.1",
		"warn system-disk 01:00.2\n");
	/* Whatever else selects it. */
	assert_boot(CARD, "bind 01:00.0\nbind 10de: all\nbind 10de:1ad8",
		HEAD ROOT "end\n", "01:00.0 01:00.1", "warn system-disk 01:00.2\n");
	/* Nothing overrules that. */
	assert_boot(CARD, "bind 01:00.0 allow=keyboard,default-route", HEAD ROOT "end\n",
		"01:00.0 01:00.1", "warn system-disk 01:00.2\n");
	/* The buses have other numbers: the path says that it is the one. */
	assert_boot(HOST CARD_AT(02, "00:01.0"), "bind 02:00.0", HEAD ROOT "end\n",
		"02:00.0 02:00.1", "warn system-disk 02:00.2\n");
	/* In another slot, nobody knows. */
	assert_boot(HOST "00:01.1 8086:a70f 0604 bridge\n" CARD_AT(02, "00:01.1"),
		"bind 02:00.0", HEAD ROOT "end\n", "02:00.0 02:00.1",
		"warn system-disk 02:00.2\n");
	/* Another model is not it. */
	assert_boot(HOST "01:00.0 10de:1e87 0300\n01:00.2 10de:1ad8 0c03 sub=10de:1468\n",
		"bind 01:00.0", HEAD ROOT "end\n", "01:00.0 01:00.2", "");
}

static void a_twin_is_free_while_the_carrier_is_in_its_place(void **state)
{
#define TWIN "00:01.1 8086:a70f 0604 bridge\n" CARD_AT(02, "00:01.1")
	(void)state;
	assert_boot(CARD TWIN, "bind 02:00.0", HEAD ROOT "end\n",
		"02:00.0 02:00.1 02:00.2", "");
	assert_boot(CARD TWIN, "bind 01:00.0", HEAD ROOT "end\n", "01:00.0 01:00.1",
		"warn system-disk 01:00.2\n");
	/* One of two carriers is gone: each of their model may be it. */
	assert_boot(CARD, "bind 01:00.0",
		HEAD KEYBOARD "carrier 0000:05:00.2=10de:1ad8:10de:1467 - none "
			      "system carries sdb1\nkeyboard-elsewhere\nend\n",
		"01:00.0 01:00.1", "warn system-disk 01:00.2\n");
}

/* Two disks' controllers of one model, and an image that was told the number of the system's. */
static void a_serial_number_tells_which_it_is(void **state)
{
#define NVME(bus, number) #bus ":00.0 144d:a80a 1280" number "\n"
#define SYSTEM_IS \
	HEAD "carrier 0000:01:00.0=144d:a80a - 0000000a system carries nvme0n1p2\nend\n"
#define IT " serial=0000000a"
#define OTHER_ONE " serial=0000000b"
	static const struct {
		const char *devices, *taken, *findings;
	} cases[] = {
		/* In its place; and the twin is free. */
		{NVME(01, IT) NVME(02, OTHER_ONE), "02:00.0",
			"refuse system-disk 01:00.0\n"},
		/* They have changed places: the number says so. */
		{NVME(01, OTHER_ONE) NVME(02, IT), "01:00.0",
			"refuse system-disk 02:00.0\n"},
		/* It is gone, and its place is another one's. */
		{NVME(01, OTHER_ONE), "01:00.0", ""},
		{NVME(02, OTHER_ONE), "02:00.0", ""},
		/* The number cannot be read: by the place, and where it is not there, of any. */
		{NVME(01, " serial=none") NVME(02, ""), "02:00.0",
			"refuse system-disk 01:00.0\n"},
		{NVME(02, "") NVME(03, OTHER_ONE), "03:00.0",
			"refuse system-disk 02:00.0\n"},
		/* What shows none in its place may be it, as well as the one with its number. */
		{NVME(01, "") NVME(02, IT), "",
			"refuse system-disk 01:00.0\nrefuse system-disk 02:00.0\n"},
		/* All cards of the model have that number: the place tells, and without it nothing. */
		{NVME(01, IT) NVME(02, IT), "02:00.0", "refuse system-disk 01:00.0\n"},
		{NVME(02, IT) NVME(03, IT), "",
			"refuse system-disk 02:00.0\nrefuse system-disk 03:00.0\n"},
		/* The functions of a card share it: the one that has the carrier's place. */
		{NVME(02, IT) "02:00.1 144d:a80a 1280" IT, "02:00.1",
			"refuse system-disk 02:00.0\n"},
		{"02:00.1 144d:a80a 1280" IT, "", "refuse system-disk 02:00.1\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_boot(cases[i].devices, "bind 144d:a80a all", SYSTEM_IS,
			cases[i].taken, cases[i].findings);
}

static void a_keyboard_that_is_left_is_enough(void **state)
{
	(void)state;
	assert_boot(CARD, "bind 01:00.0", HEAD KEYBOARD "end\n", "01:00.0 01:00.1",
		"warn keyboard 01:00.2\n");
	assert_boot(CARD, "bind 01:00.0 allow=keyboard", HEAD KEYBOARD "end\n",
		"01:00.0 01:00.1 01:00.2", "note keyboard 01:00.2\n");
	assert_boot(CARD, "bind 01:00.0", HEAD "keyboard-elsewhere\n" KEYBOARD "end\n",
		"01:00.0 01:00.1 01:00.2", "");
	assert_boot(CARD, "bind 01:00.0", HEAD OTHER_KEYBOARD KEYBOARD "end\n",
		"01:00.0 01:00.1 01:00.2", "");
	/* The other controller is gone, or was never this one. */
	assert_boot("00:02.0 8086:a780 0300\n00:01.0 8086:a70d 0604 bridge\n" CARD_AT(
			    01, "00:01.0"),
		"bind 01:00.0", HEAD OTHER_KEYBOARD KEYBOARD "end\n", "01:00.0 01:00.1",
		"warn keyboard 01:00.2\n");
	assert_boot("00:02.0 8086:a780 0300\n00:15.0 8086:7ae0 0c03 sub=1043:8694\n"
		    "00:01.0 8086:a70d 0604 bridge\n" CARD_AT(01, "00:01.0"),
		"bind 01:00.0", HEAD OTHER_KEYBOARD KEYBOARD "end\n", "01:00.0 01:00.1",
		"warn keyboard 01:00.2\n");
}

/* It may have gone, and so is none that is left. */
static void a_keyboard_that_has_moved_is_not_left(void **state)
{
	(void)state;
	assert_boot("00:02.0 8086:a780 0300\n00:15.0 8086:7ae0 0c03 sub=1043:8694\n"
		    "00:01.0 8086:a70d 0604 bridge\n"
		    "00:01.1 8086:a70f 0604 bridge\n" CARD_AT(01, "00:01.0")
			    CARD_AT(02, "00:01.1"),
		"bind 01:00.0",
		HEAD "carrier 0000:07:00.2=10de:1ad8:10de:1467 - none keyboard\nend\n",
		"01:00.0 01:00.1", "warn keyboard 01:00.2\n");
	/* The number is that of both: it may be either. */
	assert_boot("00:02.0 8086:a780 0300\n01:00.0 1b21:2142 1280 serial=0000000a\n"
		    "02:00.0 1b21:2142 0c03 serial=0000000a\n",
		"bind 01:00.0",
		HEAD "carrier 0000:07:00.0=1b21:2142 - 0000000a keyboard\nend\n", "",
		"refuse keyboard 01:00.0\n");
}

static void the_network_stays(void **state)
{
#define NIC "00:02.0 8086:a780 0300\n02:00.0 8086:1572 0200 sub=8086:0001\n"
#define NIC_IS "carrier 0000:02:00.0=8086:1572:8086:0001 - unknown "
	(void)state;
	assert_boot(NIC, "bind 02:00.0", HEAD NIC_IS "default-route\nend\n", "",
		"refuse default-route 02:00.0\n");
	assert_boot(NIC, "bind 02:00.0 allow=default-route",
		HEAD NIC_IS "default-route\nend\n", "02:00.0",
		"note default-route 02:00.0\n");
	/* No word of the command line says so. */
	assert_boot(NIC, "bind 02:00.0 allow=default-route",
		HEAD NIC_IS "network-root,default-route\nend\n", "",
		"refuse network-root 02:00.0\n");
}

/* A display carries nothing, but starting the VM would take the disk in its group along. */
static void a_group_with_a_carrier_is_not_taken_whole(void **state)
{
#define SHARED \
	"00:02.0 8086:a780 0300\n01:00.0 10de:1e87 0300 group=1\n" \
	"01:00.2 10de:1ad8 0c80 sub=10de:1467 group=1\n"
#define DISK "carrier 0000:01:00.2=10de:1ad8:10de:1467 - none system carries sda2\n"
	(void)state;
	assert_boot(SHARED, "bind 01:00.0 companions=none",
		HEAD "takes-groups\n" DISK "end\n", "", "refuse group-system 01:00.0\n");
	assert_boot(SHARED, "bind 01:00.0 companions=none", HEAD DISK "end\n", "01:00.0",
		"warn group 01:00.0\n");
	assert_boot(SHARED, "bind 01:00.0 companions=none", HEAD "takes-groups\nend\n",
		"01:00.0", "");
}

static void carriers_matter_for_the_group_too(void **state)
{
	static const struct {
		const char *devices;
		bool do_matter;
	} cases[] = {{"01:00.0 10de:1e87 0300\n02:00.0 144d:a80a 0108", false},
		{"01:00.0 10de:1e87 0300 group=1\n02:00.0 144d:a80a 0108 group=1", true},
		{"01:00.0 10de:1e87 0300 group=1\n02:00.0 10de:10f8 0403 group=1", false},
		{"01:00.0 10de:1e87 0300 group=1\n00:01.0 8086:a70d 0604 bridge group=1",
			false},
		{"01:00.0 144d:a80a 0108", true}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		FIXTURE(fixture);

		fixture_devices(&fixture, cases[i].devices);
		fixture_config(&fixture, "bind 01:00.0");
		fixture_match(&fixture);
		if (vpb_carriers_matter(&fixture.selection, &fixture.snapshot) !=
			cases[i].do_matter)
			fail_msg("%s", cases[i].devices);
	}
}

static void damage_leaves_what_may_carry(void **state)
{
	(void)state;
	assert_boot(CARD NIC, "bind 01:00.0\nbind 02:00.0", HEAD, "01:00.0 01:00.1",
		"refuse carriers 02:00.0\nwarn carriers 01:00.2\n");
}

static void it_is_said_how_old_that_is(void **state)
{
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};
	FIXTURE(fixture);
	const struct vpb_finding *finding;

	(void)state;
	fixture_devices(&fixture, HOST CARD_AT(02, "00:1c.0"));
	fixture_config(&fixture, "bind 02:00.0");
	fixture_match(&fixture);
	carriers_read(HEAD "rebuild MAKE IT\n" ROOT "end\n", &carriers);
	assert_int_equal(vpb_carriers_apply(&carriers, true, &fixture.snapshot), 0);
	assert_int_equal(vpb_check(&fixture.request, &fixture.snapshot,
				 &fixture.selection, &fixture.findings),
		0);
	finding = fixture_find(&fixture, "system-disk");
	assert_non_null(finding);
	assert_string_equal(finding->reason,
		"carries sda2, mounted on /, if it is the one that was at 0000:01:00.2 when this "
		"initramfs was built");
	assert_non_null(strstr(finding->fix,
		"; if that has changed since, rebuild the initramfs: MAKE IT"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_runs_becomes_text_and_back),
		cmocka_unit_test(a_keyboard_that_is_sure_counts_alone),
		cmocka_unit_test(damage_is_seen_and_the_rest_counts),
		cmocka_unit_test(the_disk_of_a_card_stays),
		cmocka_unit_test(a_twin_is_free_while_the_carrier_is_in_its_place),
		cmocka_unit_test(a_serial_number_tells_which_it_is),
		cmocka_unit_test(a_keyboard_that_is_left_is_enough),
		cmocka_unit_test(a_keyboard_that_has_moved_is_not_left),
		cmocka_unit_test(the_network_stays),
		cmocka_unit_test(a_group_with_a_carrier_is_not_taken_whole),
		cmocka_unit_test(carriers_matter_for_the_group_too),
		cmocka_unit_test(damage_leaves_what_may_carry),
		cmocka_unit_test(it_is_said_how_old_that_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
