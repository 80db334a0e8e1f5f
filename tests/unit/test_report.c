/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/core/cmdline.h"
#include "../../helper/core/report.h"
#include "fixture.h"

#define CARD \
	"00:02.0 8086:a780 0300\n" \
	"01:00.0 10de:2820 0300\n" \
	"01:00.1 10de:22bd 0403 driver=snd_hda_intel\n"

/* A run of the guards, with outcomes that a test fills, and the text that came of it. */
struct told {
	struct fixture fixture;
	struct vpb_outcome outcomes[8];
	struct vpb_report report;
	struct vpb_text text;
};

static void told_done(struct told *told)
{
	vpb_text_done(&told->text);
	fixture_done(&told->fixture);
}

#define TOLD(name) VPB_CLEANUP(told_done) struct told name = {}

static void told_make(struct told *told, const char *devices, const char *config)
{
	struct fixture *fixture = &told->fixture;

	fixture_devices(fixture, devices);
	fixture_config(fixture, config);
	fixture_plan(fixture);
	told->report = (struct vpb_report){
		.section = VPB_SECTION_INITRD,
		.version = "1.2.3",
		.boot_id = "some-boot",
		.began_us = 1000,
		.ended_us = 2000,
		.state = VPB_RUN_DONE,
		.request = &fixture->request,
		.snapshot = &fixture->snapshot,
		.selection = &fixture->selection,
		.findings = &fixture->findings,
		.plan = &fixture->plan,
		.outcomes = told->outcomes,
	};
}

static const char *section(struct told *told)
{
	vpb_text_done(&told->text);
	vpb_report_add_section(&told->report, &told->text);
	assert_int_equal(vpb_text_error(&told->text), 0);
	return told->text.data;
}

static const char *line(struct told *told, size_t device)
{
	vpb_text_done(&told->text);
	assert_true(vpb_report_describe_device(&told->report, device, &told->text));
	return told->text.data;
}

static void a_section_has_a_line_a_device(void **state)
{
	TOLD(told);

	(void)state;
	told_make(&told, CARD, "bind 01:00.0=10de:2820\nbind 0b:00.0\n");
	told.outcomes[1] = (struct vpb_outcome){
		.state = VPB_STATE_BOUND, .linked_us = 1500, .driver = "vfio-pci"};
	told.outcomes[2] = (struct vpb_outcome){.state = VPB_STATE_FAILED,
		.step = VPB_STEP_UNBIND,
		.error = EBUSY,
		.driver = "snd_hda_intel"};
	assert_string_equal(section(&told),
		"[initrd]\n"
		"version=1.2.3\n"
		"boot-id=some-boot\n"
		"began-us=1000\n"
		"ended-us=2000\n"
		"state=done\n"
		"device=0000:01:00.0 id=10de:2820 class=0300 state=bound first-driver=- "
		"driver=vfio-pci first-override=- linked-us=1500 rule=config:1:6\n"
		"device=0000:01:00.1 id=10de:22bd class=0403 state=failed "
		"first-driver=snd_hda_intel driver=snd_hda_intel first-override=- "
		"step=unbind errno=16 undone=yes companion-of=0000:01:00.0 "
		"rule=config:1:6\n"
		"finding=warn unmatched - config:2:6: warning: no device is '0b:00.0' "
		"[unmatched]\n"
		"fix=look for it with 'lspci -nn'\n");
}

/* By its class, a companion aside, and a network card only where the system is on the network. */
static void what_may_carry_the_system_is_told(void **state)
{
	static const struct {
		const char *class_code, *cmdline;
		bool may_carry;
	} rows[] = {{"0108", "", true}, {"0805", "", true}, {"0c03", "", true},
		{"0300", "", false}, {"0403", "", false}, {"1200", "", false},
		{"0200", "", false}, {"0200", "root=/dev/nfs ip=dhcp", true}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char devices[64];
		TOLD(told);

		snprintf(devices, sizeof(devices), "01:00.0 8086:2820 %s\n",
			rows[i].class_code);
		fixture_cmdline(&told.fixture, rows[i].cmdline);
		told_make(&told, devices, "bind 01:00.0\n");
		told.outcomes[0] = (struct vpb_outcome){.state = VPB_STATE_BOUND};
		assert_int_equal(!!strstr(section(&told), " may-carry=yes rule="),
			rows[i].may_carry);
		told.outcomes[0].state = VPB_STATE_ALREADY;
		assert_null(strstr(section(&told), " may-carry="));
	}
}

static void a_companion_goes_with_its_display(void **state)
{
	TOLD(told);

	(void)state;
	told_make(&told, "01:00.0 10de:2820 0300\n01:00.2 10de:1ad8 0c03\n",
		"bind 01:00.0\n");
	told.outcomes[1] = (struct vpb_outcome){.state = VPB_STATE_BOUND};
	assert_non_null(strstr(section(&told), " companion-of="));
	assert_null(strstr(section(&told), " may-carry="));
}

static void a_refused_device_has_its_line(void **state)
{
	TOLD(told);

	(void)state;
	told_make(&told, "01:00.0 10de:2820 0300 boot-vga\n", "bind 01:00.0\n");
	assert_non_null(strstr(section(&told), "\ndevice=0000:01:00.0 id=10de:2820 "
					       "class=0300 state=left "));
	assert_non_null(strstr(section(&told),
		"\nfinding=refuse boot-display 0000:01:00.0 config:1:6: "
		"refused: 0000:01:00.0 is the display"));
}

static void a_stuck_step_is_named(void **state)
{
	TOLD(told);

	(void)state;
	told_make(&told, CARD, "bind 01:00.1\n");
	told.report.state = VPB_RUN_STUCK;
	told.outcomes[2] =
		(struct vpb_outcome){.state = VPB_STATE_WORKING, .step = VPB_STEP_UNBIND};
	assert_non_null(strstr(section(&told), "\nstate=stuck\n"));
	assert_non_null(strstr(section(&told), " state=stuck first-driver=snd_hda_intel "
					       "driver=- first-override=- step=unbind "));
	assert_non_null(strstr(line(&told, 2), "unbind"));
}

/* Blanks, and worse, in what others named do not break a line into other words. */
static void words_hold_no_blank(void **state)
{
	TOLD(told);

	(void)state;
	fixture_cmdline(&told.fixture, "vfio_prebind.bind=01:00.1");
	told_make(&told, CARD, "");
	strcpy(told.fixture.snapshot.devices[2].driver, "My Driver");
	strcpy(told.outcomes[2].driver, "My\tDriver state=bound\n");
	assert_non_null(strstr(section(&told),
		" first-driver=My-Driver driver=My-Driver-state=bound- "
		"first-override=- rule=kernel-command-line:1:19\n"));
}

static void a_run_without_anything_is_a_section_too(void **state)
{
	TOLD(told);

	(void)state;
	told_make(&told, "", "");
	told.report.state = VPB_RUN_IDLE;
	told.report.boot_id = "";
	assert_string_equal(section(&told), "[initrd]\nversion=1.2.3\nboot-id=-\n"
					    "began-us=1000\nended-us=2000\nstate=idle\n");
	told.report.boot_id = NULL;
	assert_non_null(strstr(section(&told), "\nboot-id=-\n"));
}

/* One that stands says more than one that was dropped. */
static void the_rule_that_counts_is_named(void **state)
{
	TOLD(told);

	(void)state;
	told_make(&told, CARD, "bind 01:00.1=10de:ffff\nbind 01:00.1\n");
	assert_non_null(strstr(section(&told), " rule=config:2:6\n"));
	assert_null(strstr(section(&told), " rule=config:1:6\n"));
}

static void what_became_of_a_device_is_a_sentence(void **state)
{
	TOLD(told);
	struct vpb_outcome *gpu = &told.outcomes[1], *audio = &told.outcomes[2];

	(void)state;
	told_make(&told, CARD, "bind 01:00.0\n");
	assert_false(vpb_report_describe_device(&told.report, 0, &told.text));
	assert_null(told.text.data);

	gpu->state = audio->state = VPB_STATE_BOUND;
	strcpy(gpu->driver, "vfio-pci");
	strcpy(audio->driver, "vfio-pci");
	assert_string_equal(line(&told, 1), "0000:01:00.0 10de:2820: bound to vfio-pci, "
					    "had no driver when first seen");
	assert_string_equal(line(&told, 2), "0000:01:00.1 10de:22bd: bound to vfio-pci, "
					    "was bound to snd_hda_intel when first seen");
	gpu->state = VPB_STATE_ALREADY;
	assert_string_equal(line(&told, 1),
		"0000:01:00.0 10de:2820: was on vfio-pci when first seen");
	gpu->state = VPB_STATE_PLANNED;
	assert_string_equal(
		line(&told, 1), "0000:01:00.0 10de:2820: selected, but not touched");
	gpu->state = VPB_STATE_WORKING;
	gpu->step = VPB_STEP_BIND;
	assert_string_equal(line(&told, 1),
		"0000:01:00.0 10de:2820: the kernel did not answer at the step 'bind'; it is "
		"left as it is, and a reboot may hang on it; to boot without it, add "
		"vfio_prebind.skip=0000:01:00.0 to the kernel command line");
}

static void a_failure_says_whether_it_was_undone(void **state)
{
	TOLD(told);
	struct vpb_outcome *audio = &told.outcomes[2];

	(void)state;
	told_make(&told, CARD, "bind 01:00.1\n");
	*audio = (struct vpb_outcome){.state = VPB_STATE_FAILED,
		.step = VPB_STEP_BIND,
		.error = EINVAL,
		.driver = "snd_hda_intel"};
	assert_string_equal(line(&told, 2),
		"0000:01:00.1 10de:22bd: not bound: bind failed (Invalid argument); rolled back, driver now: snd_hda_intel");
	audio->undo_failed = true;
	audio->driver[0] = '\0';
	assert_string_equal(line(&told, 2),
		"0000:01:00.1 10de:22bd: not bound: bind failed (Invalid argument); its "
		"driver_override could not be restored, driver now: -");
	assert_non_null(strstr(section(&told), " undone=no "));
	audio->step = VPB_STEP_LOAD;
	audio->error = ENOENT;
	assert_non_null(strstr(line(&told, 2),
		"nothing was changed: failed to load vfio-pci "
		"(No such file or directory); is it in the initramfs?"));
	audio->error = EPERM;
	assert_non_null(
		strstr(line(&told, 2), "(Operation not permitted); the kernel loads "
				       "only modules signed"));
	audio->error = EKEYREJECTED;
	assert_non_null(strstr(line(&told, 2), "the kernel loads only modules signed"));
}

static void a_plan_is_numbered_lines(void **state)
{
	TOLD(told);

	(void)state;
	told_make(&told, CARD, "bind 01:00.1\n");
	vpb_report_add_plan(&told.report, &told.text);
	assert_string_equal(told.text.data,
		" 1. load the module vfio-pci\n"
		" 2. 0000:01:00.1: set driver_override to vfio-pci\n"
		" 3. 0000:01:00.1: unbind its driver\n"
		" 4. 0000:01:00.1: bind to vfio-pci and check the driver link\n");
}

static void an_empty_plan_says_so(void **state)
{
	TOLD(told);

	(void)state;
	told_make(&told, CARD, "");
	vpb_report_add_plan(&told.report, &told.text);
	assert_string_equal(told.text.data, "There is nothing to do.\n");
}

static void every_state_has_its_word(void **state)
{
	(void)state;
	assert_string_equal(vpb_state_name(VPB_STATE_LEFT), "left");
	assert_string_equal(vpb_state_name(VPB_STATE_PLANNED), "planned");
	assert_string_equal(vpb_state_name(VPB_STATE_BOUND), "bound");
	assert_string_equal(vpb_state_name(VPB_STATE_ALREADY), "already");
	assert_string_equal(vpb_state_name(VPB_STATE_WORKING), "stuck");
	assert_string_equal(vpb_state_name(VPB_STATE_FAILED), "failed");
	assert_string_equal(vpb_run_state_name(VPB_RUN_DONE), "done");
	assert_string_equal(vpb_run_state_name(VPB_RUN_IDLE), "idle");
	assert_string_equal(vpb_run_state_name(VPB_RUN_OFF), "off");
	assert_string_equal(vpb_run_state_name(VPB_RUN_STUCK), "stuck");
	assert_string_equal(vpb_run_state_name(VPB_RUN_BROKEN), "broken");
	assert_string_equal(vpb_severity_name(VPB_NOTE), "note");
	assert_string_equal(vpb_severity_name(VPB_WARN), "warn");
	assert_string_equal(vpb_severity_name(VPB_REFUSE), "refuse");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_section_has_a_line_a_device),
		cmocka_unit_test(what_may_carry_the_system_is_told),
		cmocka_unit_test(a_companion_goes_with_its_display),
		cmocka_unit_test(a_refused_device_has_its_line),
		cmocka_unit_test(a_stuck_step_is_named),
		cmocka_unit_test(words_hold_no_blank),
		cmocka_unit_test(a_run_without_anything_is_a_section_too),
		cmocka_unit_test(the_rule_that_counts_is_named),
		cmocka_unit_test(what_became_of_a_device_is_a_sentence),
		cmocka_unit_test(a_failure_says_whether_it_was_undone),
		cmocka_unit_test(a_plan_is_numbered_lines),
		cmocka_unit_test(an_empty_plan_says_so),
		cmocka_unit_test(every_state_has_its_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
