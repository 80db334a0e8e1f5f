/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/core/guard.h"
#include "fixture.h"

/* Another screen, so that the last-display guard has no say. */
#define OTHER "00:02.0 8086:a780 0300\n"
/* The same, with the facts of the real root. */
#define LATE "late\n" OTHER

/* One a guard. A row of vpb_guards without one fails the last test. */
static const struct guard_case {
	const char *guard;
	enum vpb_scope scope;
	enum vpb_severity severity;
	bool drops;
	bool can_be_allowed;
	const char *rule; /* for both machines */
	const char
		*fires; /* a machine where the guard has something to say about 01:00.0 */
	const char *quiet; /* one where it has not */
} cases[] = {
	{"identity", VPB_SCOPE_SELECTOR, VPB_REFUSE, true, true, "bind 01:00.0=10de:2820",
		OTHER "01:00.0 10de:2821 0300", OTHER "01:00.0 10de:2820 0300"},
	{"twin", VPB_SCOPE_SELECTOR, VPB_REFUSE, true, true, "bind 10de:2820",
		OTHER "01:00.0 10de:2820 0300\n02:00.0 10de:2820 0300",
		OTHER "01:00.0 10de:2820 0300\n02:00.0 10de:2821 0300"},
	{"unread-skip", VPB_SCOPE_SELECTOR, VPB_REFUSE, true, false, "bind 10de:2820",
		"unread-skip\n" OTHER "01:00.0 10de:2820 0300",
		OTHER "01:00.0 10de:2820 0300"},
	{"unreadable", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 unreadable=vendor",
		OTHER "01:00.0 10de:2820 0300"},
	{"bridge", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 bridge", OTHER "01:00.0 10de:2820 0300"},
	{"late", VPB_SCOPE_DEVICE, VPB_NOTE, true, false, "bind 01:00.0",
		OTHER "01:00.0 144d:a80a 0108", LATE "01:00.0 144d:a80a 0108"},
	{"carriers", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		OTHER "damaged-carriers\n01:00.0 8086:1572 0200",
		OTHER "damaged-carriers\n01:00.0 10de:22bd 0403"},
	{"system-disk", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		LATE "01:00.0 144d:a80a 0108 system", LATE "01:00.0 144d:a80a 0108"},
	{"disk-in-use", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		LATE "01:00.0 144d:a80a 0108 in-use", LATE "01:00.0 144d:a80a 0108"},
	{"network-root", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		LATE "ip=dhcp\n01:00.0 8086:1572 0200 network",
		LATE "ip=dhcp\n01:00.0 8086:1572 0200"},
	{"keyboard", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		LATE "01:00.0 8086:a0ed 0c03 keyboard",
		LATE "01:00.0 8086:a0ed 0c03 keyboard\n02:00.0 8086:a0ee 0c03 keyboard"},
	{"default-route", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		LATE "ip=dhcp\n01:00.0 8086:1572 0200 default-route",
		LATE "ip=dhcp\n01:00.0 8086:1572 0200"},
	{"framebuffer", VPB_SCOPE_DEVICE, VPB_WARN, false, false,
		"bind 01:00.0 allow=boot-display",
		OTHER "01:00.0 10de:2820 0380 framebuffer",
		OTHER "01:00.0 10de:2820 0380"},
	{"no-iommu", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 no-group", OTHER "01:00.0 10de:2820 0300"},
	{"foreign", VPB_SCOPE_DEVICE, VPB_WARN, true, false, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 override=pci-stub",
		OTHER "01:00.0 10de:2820 0300 override=vfio-pci"},
	{"driver-first", VPB_SCOPE_DEVICE, VPB_WARN, true, false, "bind 01:00.0",
		OTHER "arrival=01:00.0\n01:00.0 10de:2820 0300 driver=simple",
		OTHER "01:00.0 10de:2820 0300 driver=simple"},
	{"boot-display", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 boot-vga", OTHER "01:00.0 10de:2820 0300"},
	{"last-display", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		"01:00.0 10de:2820 0300", OTHER "01:00.0 10de:2820 0300"},
	{"companion", VPB_SCOPE_SELECTOR, VPB_WARN, true, false, "bind 10de:22bd",
		OTHER "01:00.0 10de:22bd 0403\n01:00.1 10de:22bd 0300 no-group",
		OTHER "01:00.0 10de:22bd 0403\n01:00.1 10de:22bd 0300"},
	{"unsafe-driver", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 driver=nvidia",
		OTHER "01:00.0 10de:22bd 0403 driver=snd_hda_intel"},
	{"pf-with-vfs", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		OTHER "01:00.0 8086:1572 0200 vfs=4", OTHER "01:00.0 8086:1572 0200"},
	{"device-in-use", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		"running\n" OTHER "01:00.0 10de:22bd 0403 opened",
		"running\n" OTHER "01:00.0 10de:22bd 0403"},
	{"group-system", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		"takes-groups\n" OTHER
		"01:00.0 10de:2820 0300 group=7\n02:00.0 144d:a80a 0108 group=7 system",
		"takes-groups\n" OTHER
		"01:00.0 10de:2820 0300 group=7\n02:00.0 144d:a80a 0108 group=8 system"},
	{"group", VPB_SCOPE_DEVICE, VPB_WARN, false, false, "bind 01:00.0",
		OTHER
		"01:00.0 10de:2820 0300 group=7\n02:00.0 144d:a80a 0108 group=7 module",
		OTHER
		"01:00.0 10de:2820 0300 group=7\n02:00.0 144d:a80a 0108 group=8 module"},
};

/* One line each, no full stop: they are put together to one sentence in the log. */
static void assert_sentence(const char *text)
{
	size_t length = strlen(text);

	assert_true(length > 10 && length < 250);
	assert_null(strchr(text, '\n'));
	assert_int_not_equal(text[length - 1], '.');
}

static void guard_tested(void **state)
{
	const struct guard_case *with = *state;
	const struct vpb_guard *row = vpb_guard_find(with->guard);
	const struct vpb_finding *found;
	char allow[64];

	assert_non_null(row);
	assert_int_equal(row->scope, with->scope);
	assert_int_equal(row->severity, with->severity);
	assert_int_equal(row->drops, with->drops);
	assert_int_equal(row->can_be_allowed, with->can_be_allowed);
	snprintf(allow, sizeof(allow), " allow=%s", with->guard);
	{
		FIXTURE(fixture);

		fixture_run(&fixture, with->fires, with->rule, "");
		found = fixture_find(&fixture, with->guard);
		assert_non_null(found);
		assert_int_equal(found->severity, with->severity);
		assert_string_equal(found->where, "config:1:6");
		assert_sentence(found->reason);
		assert_sentence(found->fix);
		assert_int_equal(fixture_takes(&fixture, "01:00.0"), !with->drops);
	}
	{
		FIXTURE(fixture);

		fixture_run(&fixture, with->quiet, with->rule, "");
		assert_string_equal(fixture_show_findings(&fixture), "");
		assert_true(fixture_takes(&fixture, "01:00.0"));
	}
	{
		FIXTURE(fixture);

		fixture_run(&fixture, with->fires, with->rule, allow);
		found = fixture_find(&fixture, with->guard);
		if (with->can_be_allowed) {
			assert_true(fixture_takes(&fixture, "01:00.0"));
			assert_non_null(found);
			assert_int_equal(found->severity, VPB_NOTE);
			assert_non_null(strstr(found->reason, allow + 1));
		} else {
			assert_int_equal(fixture.request.rule_count, 0);
			/* A boot reports it; what is plugged in later has it said. */
			assert_int_equal(fixture.request.problem_count, 1);
		}
	}
}

/* allow= of the others is no allow= of this one. */
static void guard_stands_alone(void **state)
{
	const struct guard_case *with = *state;
	char words[256] = "";

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (cases[i].can_be_allowed && &cases[i] != with)
			snprintf(words + strlen(words), sizeof(words) - strlen(words),
				" allow=%s", cases[i].guard);
	FIXTURE(fixture);
	fixture_run(&fixture, with->fires, with->rule, words);
	assert_int_equal(fixture_takes(&fixture, "01:00.0"), !with->drops);
}

static void no_guard_is_without_a_test(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < VPB_KIND_GUARDS; i++) {
		unsigned int count = 0;

		for (size_t j = 0; j < COUNT_OF(cases); j++)
			count += strcmp(cases[j].guard, vpb_guards[i].name) == 0;
		if (count != 1)
			fail_msg("the guard '%s' has %u cases in this file",
				vpb_guards[i].name, count);
		assert_ptr_equal(vpb_guard_find(vpb_guards[i].name), &vpb_guards[i]);
		assert_int_equal(vpb_guard_bit(&vpb_guards[i]), UINT32_C(1) << i);
	}
	assert_int_equal(VPB_KIND_GUARDS, COUNT_OF(cases));
	assert_true(VPB_KIND_GUARDS <= 32);
	assert_null(vpb_guard_find(""));
	assert_null(vpb_guard_find("boot"));
}

int main(void)
{
	const struct CMUnitTest more[] = {
		cmocka_unit_test(no_guard_is_without_a_test),
	};
	struct CMUnitTest tests[2 * COUNT_OF(cases) + COUNT_OF(more)];
	static char names[COUNT_OF(cases)][64];

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		void *initial = (void *)(uintptr_t)&cases[i];

		snprintf(names[i], sizeof(names[i]), "%s, with others allowed",
			cases[i].guard);
		tests[2 * i] = (struct CMUnitTest){
			cases[i].guard, guard_tested, NULL, NULL, initial};
		tests[2 * i + 1] = (struct CMUnitTest){
			names[i], guard_stands_alone, NULL, NULL, initial};
	}
	memcpy(tests + 2 * COUNT_OF(cases), more, sizeof(more));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
