/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"

void vpb_boot_report_done(struct vpb_boot_report *report)
{
	free(report->sections);
	free(report->devices);
	free(report->findings);
	free(report->powers);
	free(report->text);
	*report = (struct vpb_boot_report){};
}

/* What comes after KEY and '=' in this word, or NULL; "-" is nothing. */
static const char *value_of(const char *word, const char *key)
{
	size_t length = strlen(key);

	if (strncmp(word, key, length) != 0 || word[length] != '=')
		return NULL;
	return strcmp(word + length + 1, "-") == 0 ? "" : word + length + 1;
}

static void device_word_take(struct vpb_reported_device *device, const char *word)
{
	const struct {
		const char *key;
		const char **place;
	} texts[] = {{"state", &device->state_word},
		{"first-driver", &device->first_driver}, {"driver", &device->driver},
		{"step", &device->step}, {"companion-of", &device->companion_of},
		{"rule", &device->rule}};
	const char *value;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if ((value = value_of(word, texts[i].key)))
			*texts[i].place = value;
	device->state = vpb_state_parse(device->state_word);
	if ((value = value_of(word, "linked-us")))
		device->linked_us = strtoull(value, NULL, 10);
	if ((value = value_of(word, "errno")))
		device->error = (int)strtol(value, NULL, 10);
	if ((value = value_of(word, "variant-errno")))
		device->variant_error = (int)strtol(value, NULL, 10);
	if ((value = value_of(word, "sleep-errno")))
		device->sleep_error = (int)strtol(value, NULL, 10);
	if ((value = value_of(word, "may-carry")))
		device->may_carry = strcmp(value, "yes") == 0;
	if ((value = value_of(word, "undone")))
		device->undone = strcmp(value, "yes") == 0;
}

static int device_add(struct vpb_boot_report *report, char *words)
{
	struct vpb_reported_device device = {.section = report->section_count - 1,
		.state = VPB_STATE_UNKNOWN,
		.state_word = "",
		.first_driver = "",
		.driver = "",
		.step = "",
		.companion_of = "",
		.rule = ""};
	struct vpb_reported_device *devices = vpb_array_grow(
		report->devices, report->device_count, sizeof(*report->devices));
	char *word = strsep(&words, " ");

	if (!devices)
		return -ENOMEM;
	report->devices = devices;
	if (!word || vpb_address_parse(word, &device.address) < 0)
		return 0;
	while ((word = strsep(&words, " ")))
		device_word_take(&device, word);
	devices[report->device_count++] = device;
	return 0;
}

static int power_add(struct vpb_boot_report *report, char *words)
{
	struct vpb_reported_power power = {.section = report->section_count - 1};
	struct vpb_reported_power *powers = vpb_array_grow(
		report->powers, report->power_count, sizeof(*report->powers));
	char *word = strsep(&words, " ");
	const char *value;

	if (!powers)
		return -ENOMEM;
	report->powers = powers;
	if (!word || vpb_address_parse(word, &power.address) < 0)
		return 0;
	while ((word = strsep(&words, " "))) {
		if ((value = value_of(word, "control")))
			power.control = vpb_sleep_parse(value);
		if ((value = value_of(word, "first-control")))
			power.first_control = vpb_sleep_parse(value);
	}
	powers[report->power_count++] = power;
	return 0;
}

static int finding_add(struct vpb_boot_report *report, char *words)
{
	struct vpb_reported_finding *findings = vpb_array_grow(
		report->findings, report->finding_count, sizeof(*report->findings));
	const char *severity = strsep(&words, " "), *guard = strsep(&words, " "),
		   *address = strsep(&words, " ");

	if (!findings)
		return -ENOMEM;
	report->findings = findings;
	if (address)
		findings[report->finding_count++] = (struct vpb_reported_finding){
			.section = report->section_count - 1,
			.severity = severity,
			.is_refusal =
				strcmp(severity, vpb_severity_name(VPB_REFUSE)) == 0,
			.guard = guard,
			.address = strcmp(address, "-") == 0 ? "" : address,
			.text = words ? words : "",
			.fix = ""};
	return 0;
}

/* The fix of the finding above. */
static void fix_add(struct vpb_boot_report *report, const char *text)
{
	if (report->finding_count)
		report->findings[report->finding_count - 1].fix = text;
}

static int section_add(struct vpb_boot_report *report, char *name)
{
	struct vpb_reported_section *sections = vpb_array_grow(
		report->sections, report->section_count, sizeof(*report->sections));

	if (!sections)
		return -ENOMEM;
	report->sections = sections;
	name[strcspn(name, "]")] = '\0';
	sections[report->section_count++] =
		(struct vpb_reported_section){.section = vpb_section_parse(name),
			.name = name,
			.version = "",
			.state = VPB_RUN_UNKNOWN,
			.state_word = ""};
	return 0;
}

/* Drops the section that was begun last, with what it said so far: it is another boot's. */
static void section_drop(struct vpb_boot_report *report)
{
	size_t section = --report->section_count;

	while (report->device_count &&
		report->devices[report->device_count - 1].section == section)
		report->device_count--;
	while (report->finding_count &&
		report->findings[report->finding_count - 1].section == section)
		report->finding_count--;
	while (report->power_count &&
		report->powers[report->power_count - 1].section == section)
		report->power_count--;
	report->other_boots++;
}

static int line_take(
	struct vpb_boot_report *report, char *line, const char *boot_id, bool *is_ours)
{
	struct vpb_reported_section *section;
	const char *value;

	if (*line == '[') {
		*is_ours = true;
		return section_add(report, line + 1);
	}
	if (!*is_ours)
		return 0;
	section = &report->sections[report->section_count - 1];
	if ((value = value_of(line, "boot-id"))) {
		if (*boot_id && *value && strcmp(value, boot_id) != 0) {
			*is_ours = false;
			section_drop(report);
		}
	} else if ((value = value_of(line, "version"))) {
		section->version = value;
	} else if ((value = value_of(line, "state"))) {
		section->state_word = value;
		section->state = vpb_run_state_parse(value);
	} else if ((value = value_of(line, "began-us"))) {
		section->began_us = strtoull(value, NULL, 10);
	} else if ((value = value_of(line, "ended-us"))) {
		section->ended_us = strtoull(value, NULL, 10);
	} else if ((value = value_of(line, "dropped"))) {
		report->dropped += strtoul(value, NULL, 10);
	} else if (value_of(line, "device")) {
		return device_add(report, line + strlen("device="));
	} else if (value_of(line, "power")) {
		return power_add(report, line + strlen("power="));
	} else if (value_of(line, "finding")) {
		return finding_add(report, line + strlen("finding="));
	} else if (value_of(line, "fix")) {
		fix_add(report, line + strlen("fix="));
	}
	return 0;
}

int vpb_boot_report_parse(
	const char *text, const char *boot_id, struct vpb_boot_report *ret_report)
{
	VPB_CLEANUP(vpb_boot_report_done)
	struct vpb_boot_report report = {.text = strdup(text)};
	char *rest = report.text, *line;
	bool is_ours = false;
	int r = rest ? 0 : -ENOMEM;

	while (r == 0 && (line = strsep(&rest, "\n")))
		r = line_take(&report, line, boot_id, &is_ours);
	if (r < 0)
		return r;
	*ret_report = report;
	report = (struct vpb_boot_report){};
	return 0;
}

/*
 * Whether a later run's entry says more than the one before it. What was bound stays so until a
 * run binds it anew or gives it back, whatever runs in between left or found there already; and
 * what was given back, until it is asked for again.
 */
static bool says_more(
	const struct vpb_reported_device *later, const struct vpb_reported_device *before)
{
	if (later->linked_us || later->state == VPB_STATE_RELEASED)
		return true;
	if (before->state == VPB_STATE_RELEASED)
		return later->state != VPB_STATE_LEFT;
	return !before->linked_us;
}

bool vpb_boot_report_speaks_for_device(const struct vpb_boot_report *report, size_t index)
{
	const struct vpb_reported_device *devices = report->devices;
	long best = -1;

	for (size_t i = 0; i < report->device_count; i++)
		if (vpb_address_compare(devices[i].address, devices[index].address) ==
				0 &&
			(best < 0 || says_more(&devices[i], &devices[best])))
			best = (long)i;
	return best == (long)index;
}

bool vpb_boot_report_has(const struct vpb_boot_report *report, struct vpb_address address)
{
	for (size_t i = 0; i < report->device_count; i++)
		if (vpb_address_compare(report->devices[i].address, address) == 0)
			return true;
	return false;
}

enum vpb_sleep vpb_boot_report_sleep_before(
	const struct vpb_boot_report *report, struct vpb_address address)
{
	enum vpb_sleep before = VPB_SLEEP_UNTOUCHED;

	for (size_t i = 0; i < report->power_count; i++) {
		const struct vpb_reported_power *power = &report->powers[i];

		if (vpb_address_compare(power->address, address) != 0)
			continue;
		if (report->sections[power->section].section == VPB_SECTION_RELEASE)
			before = VPB_SLEEP_UNTOUCHED;
		else if (!before)
			before = power->first_control;
	}
	return before;
}

static bool has_given_back(const struct vpb_boot_report *report)
{
	for (size_t i = 0; i < report->section_count; i++)
		if (report->sections[i].section == VPB_SECTION_GIVE_BACK)
			return true;
	return false;
}

bool vpb_boot_report_may_give_back(const struct vpb_boot_report *report, size_t index)
{
	const struct vpb_reported_device *device = &report->devices[index];
	enum vpb_section by = report->sections[device->section].section;

	return (by == VPB_SECTION_INITRD || by == VPB_SECTION_HOTPLUG) &&
	       device->state == VPB_STATE_BOUND && device->may_carry &&
	       vpb_boot_report_speaks_for_device(report, index) &&
	       !has_given_back(report);
}
