/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../../helper/core/report_read.h"
#include "unit.h"

static const char two_boots[] =
	"[initrd]\nboot-id=old\nversion=0.0.9\nstate=done\n"
	"device=0000:03:00.0 state=bound linked-us=5 first-driver=-\n"
	"power=0000:03:00.0 control=on first-control=auto\n"
	"finding=note late - one that is late\n"
	"[initrd]\nboot-id=new\nversion=0.1.0\nstate=done\nbegan-us=1400000\n"
	"ended-us=1423000\nof-a-later-version=yes\n"
	"device=0000:01:00.0 id=10de:2820 state=bound linked-us=1410000 first-driver=- "
	"rule=/etc/vfio-prebind.conf:1:6\n"
	"device=0000:01:00.1 state=failed step=bind errno=19 sleep-errno=5 undone=yes "
	"companion-of=0000:01:00.0\n"
	"device=no-address state=bound\n"
	"power=0000:01:00.0 control=auto first-control=on\n"
	"power=no-address control=auto\n"
	"finding=warn unmatched - a.conf:4:6: warning: no device\n"
	"fix=say another\n"
	"finding=short\n";

static struct vpb_boot_report parsed(const char *text, const char *boot_id)
{
	struct vpb_boot_report report = {};

	assert_int_equal(vpb_boot_report_parse(text, boot_id, &report), 0);
	return report;
}

static struct vpb_address address_of(const char *text)
{
	struct vpb_address address;

	assert_int_equal(vpb_address_parse(text, &address), 0);
	return address;
}

static void other_boots_are_left_out(void **state)
{
	VPB_CLEANUP(vpb_boot_report_done)
	struct vpb_boot_report report = parsed(two_boots, "new");

	(void)state;
	assert_int_equal(report.section_count, 1);
	assert_int_equal(report.other_boots, 1);
	assert_int_equal(report.sections[0].section, VPB_SECTION_INITRD);
	assert_string_equal(report.sections[0].name, "initrd");
	assert_string_equal(report.sections[0].version, "0.1.0");
	assert_int_equal(report.sections[0].state, VPB_RUN_DONE);
	assert_string_equal(report.sections[0].state_word, "done");
	assert_int_equal(report.sections[0].began_us, 1400000);
	assert_int_equal(report.sections[0].ended_us, 1423000);
	assert_false(vpb_boot_report_has(&report, address_of("0000:03:00.0")));
	assert_true(vpb_boot_report_has(&report, address_of("0000:01:00.1")));
}

static void without_a_boot_id_all_count(void **state)
{
	VPB_CLEANUP(vpb_boot_report_done)
	struct vpb_boot_report report = parsed(two_boots, "");

	(void)state;
	assert_int_equal(report.section_count, 2);
	assert_int_equal(report.other_boots, 0);
	assert_int_equal(report.device_count, 3);
	assert_int_equal(report.finding_count, 2);
	assert_int_equal(report.power_count, 2);
}

static void words_of_a_device_are_read(void **state)
{
	VPB_CLEANUP(vpb_boot_report_done)
	struct vpb_boot_report report = parsed(two_boots, "new");
	const struct vpb_reported_device *device = report.devices;

	(void)state;
	assert_int_equal(report.device_count, 2);
	assert_int_equal(device[0].state, VPB_STATE_BOUND);
	assert_string_equal(device[0].state_word, "bound");
	assert_string_equal(device[0].first_driver, "");
	assert_string_equal(device[0].rule, "/etc/vfio-prebind.conf:1:6");
	assert_int_equal(device[0].linked_us, 1410000);
	assert_false(device[0].undone);
	assert_string_equal(device[1].step, "bind");
	assert_string_equal(device[1].companion_of, "0000:01:00.0");
	assert_string_equal(device[1].rule, "");
	assert_int_equal(device[1].error, 19);
	assert_int_equal(device[1].sleep_error, 5);
	assert_true(device[1].undone);
}

static void findings_and_power_are_read(void **state)
{
	VPB_CLEANUP(vpb_boot_report_done)
	struct vpb_boot_report report = parsed(two_boots, "new");

	(void)state;
	assert_int_equal(report.finding_count, 1);
	assert_string_equal(report.findings[0].severity, "warn");
	assert_false(report.findings[0].is_refusal);
	assert_string_equal(report.findings[0].guard, "unmatched");
	assert_string_equal(report.findings[0].address, "");
	assert_string_equal(report.findings[0].text, "a.conf:4:6: warning: no device");
	assert_string_equal(report.findings[0].fix, "say another");
	assert_int_equal(report.power_count, 1);
	assert_int_equal(report.powers[0].control, VPB_SLEEP_AUTO);
	assert_int_equal(report.powers[0].first_control, VPB_SLEEP_ON);
}

static void words_of_a_later_version_are_kept(void **state)
{
	VPB_CLEANUP(vpb_boot_report_done)
	struct vpb_boot_report report = parsed("[resume]\nstate=late\n"
					       "device=0000:01:00.0 state=asleep\n"
					       "device=0000:01:00.1\n"
					       "finding=refuse twin - twins\n",
		"");

	(void)state;
	assert_int_equal(report.sections[0].section, VPB_SECTION_UNKNOWN);
	assert_string_equal(report.sections[0].name, "resume");
	assert_int_equal(report.sections[0].state, VPB_RUN_UNKNOWN);
	assert_string_equal(report.sections[0].state_word, "late");
	assert_int_equal(report.devices[0].state, VPB_STATE_UNKNOWN);
	assert_string_equal(report.devices[0].state_word, "asleep");
	assert_int_equal(report.devices[1].state, VPB_STATE_UNKNOWN);
	assert_string_equal(report.devices[1].state_word, "");
	assert_true(report.findings[0].is_refusal);
}

static void each_name_is_read_back(void **state)
{
	(void)state;
	for (enum vpb_state i = 0; i < VPB_STATE_UNKNOWN; i++)
		assert_int_equal(vpb_state_parse(vpb_state_name(i)), i);
	for (enum vpb_run_state i = 0; i < VPB_RUN_UNKNOWN; i++)
		assert_int_equal(vpb_run_state_parse(vpb_run_state_name(i)), i);
	for (enum vpb_section i = 0; i < VPB_SECTION_UNKNOWN; i++)
		assert_int_equal(vpb_section_parse(vpb_section_name(i)), i);
}

/* Sections, one line a run about one device: which one speaks for it. */
static void assert_speaks(const char *text, size_t wanted)
{
	VPB_CLEANUP(vpb_boot_report_done)
	struct vpb_boot_report report = parsed(text, "");

	for (size_t i = 0; i < report.device_count; i++)
		assert_int_equal(
			vpb_boot_report_speaks_for_device(&report, i), i == wanted);
}

static void the_run_that_says_most_counts(void **state)
{
	(void)state;
	assert_speaks("[initrd]\ndevice=0000:01:00.0 state=bound linked-us=5\n"
		      "[late]\ndevice=0000:01:00.0 state=already\n",
		0);
	assert_speaks("[initrd]\ndevice=0000:01:00.0 state=left\n"
		      "[late]\ndevice=0000:01:00.0 state=bound linked-us=5\n",
		1);
	assert_speaks("[initrd]\ndevice=0000:01:00.0 state=left\n"
		      "[late]\ndevice=0000:01:00.0 state=failed\n",
		1);
	assert_speaks("[initrd]\ndevice=0000:01:00.0 state=bound linked-us=5\n"
		      "[release]\ndevice=0000:01:00.0 state=released\n"
		      "[hotplug]\ndevice=0000:01:00.0 state=left\n",
		1);
	assert_speaks("[release]\ndevice=0000:01:00.0 state=released\n"
		      "[bind]\ndevice=0000:01:00.0 state=failed\n",
		1);
}

/* Sections, one line a run about one device: whether that of the first goes back to the host. */
static void assert_goes_back(const char *text, bool goes_back)
{
	VPB_CLEANUP(vpb_boot_report_done)
	struct vpb_boot_report report = parsed(text, "");

	assert_true(report.device_count > 0);
	for (size_t i = 0; i < report.device_count; i++)
		assert_int_equal(
			vpb_boot_report_may_give_back(&report, i), i == 0 && goes_back);
}

#define DISK "device=0000:01:00.0 "
#define BOUND DISK "state=bound linked-us=5 "

static void what_this_initramfs_bound_goes_back_once(void **state)
{
	(void)state;
	assert_goes_back("[initrd]\n" BOUND "may-carry=yes\n", true);
	assert_goes_back("[hotplug]\n" BOUND "may-carry=yes\n", true);
	assert_goes_back("[initrd]\n" BOUND "\n", false);
	assert_goes_back("[initrd]\n" BOUND "may-carry=no\n", false);
	assert_goes_back("[initrd]\n" DISK "state=already may-carry=yes\n", false);
	assert_goes_back("[late]\n" BOUND "may-carry=yes\n", false);
	assert_goes_back("[bind]\n" BOUND "may-carry=yes\n", false);
	assert_goes_back("[initrd]\n" BOUND "may-carry=yes\n[release]\n" DISK
			 "state=released\n",
		false);
	assert_goes_back("[initrd]\n" BOUND "may-carry=yes\n[give-back]\n" DISK
			 "state=failed\n",
		false);
	assert_goes_back("[initrd]\n" BOUND "may-carry=yes\n[give-back]\n", false);
	assert_goes_back("[initrd]\n" BOUND "may-carry=yes\n[hotplug]\n" DISK
			 "state=already\n",
		true);
}

static void power_before_is_the_first_one(void **state)
{
	static const char bound[] = "[initrd]\npower=0000:01:00.0 control=auto "
				    "first-control=on\n[bind]\npower=0000:01:00.0 "
				    "control=on first-control=auto\n";
	static const char released[] = "[bind]\npower=0000:01:00.0 control=auto "
				       "first-control=on\n[release]\npower=0000:01:00.0 "
				       "control=on first-control=auto\n";
	VPB_CLEANUP(vpb_boot_report_done)
	struct vpb_boot_report first = parsed(bound, "");
	VPB_CLEANUP(vpb_boot_report_done)
	struct vpb_boot_report after = parsed(released, "");

	(void)state;
	assert_int_equal(vpb_boot_report_sleep_before(&first, address_of("0000:01:00.0")),
		VPB_SLEEP_ON);
	assert_int_equal(vpb_boot_report_sleep_before(&first, address_of("0000:02:00.0")),
		VPB_SLEEP_UNTOUCHED);
	assert_int_equal(vpb_boot_report_sleep_before(&after, address_of("0000:01:00.0")),
		VPB_SLEEP_UNTOUCHED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_boots_are_left_out),
		cmocka_unit_test(without_a_boot_id_all_count),
		cmocka_unit_test(words_of_a_device_are_read),
		cmocka_unit_test(findings_and_power_are_read),
		cmocka_unit_test(words_of_a_later_version_are_kept),
		cmocka_unit_test(each_name_is_read_back),
		cmocka_unit_test(the_run_that_says_most_counts),
		cmocka_unit_test(what_this_initramfs_bound_goes_back_once),
		cmocka_unit_test(power_before_is_the_first_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
