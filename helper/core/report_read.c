/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"

void vpb_record_done(struct vpb_record *record)
{
	free(record->sections);
	free(record->devices);
	free(record->findings);
	free(record->powers);
	free(record->text);
	*record = (struct vpb_record){};
}

/* What is behind KEY and '=' in this word, or NULL; "-" is nothing. */
static const char *value_of(const char *word, const char *key)
{
	size_t length = strlen(key);

	if (strncmp(word, key, length) != 0 || word[length] != '=')
		return NULL;
	return strcmp(word + length + 1, "-") == 0 ? "" : word + length + 1;
}

static void device_word_take(struct vpb_record_device *device, const char *word)
{
	const struct {
		const char *key;
		const char **place;
	} texts[] = {{"state", &device->state}, {"first-driver", &device->first_driver},
		{"step", &device->step}, {"companion-of", &device->companion_of},
		{"rule", &device->rule}};
	const char *value;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if ((value = value_of(word, texts[i].key)))
			*texts[i].place = value;
	if ((value = value_of(word, "linked-us")))
		device->linked_us = strtoull(value, NULL, 10);
	if ((value = value_of(word, "errno")))
		device->error = (int)strtol(value, NULL, 10);
	if ((value = value_of(word, "sleep-errno")))
		device->sleep_error = (int)strtol(value, NULL, 10);
	if ((value = value_of(word, "undone")))
		device->undone = strcmp(value, "yes") == 0;
}

static int device_add(struct vpb_record *record, char *words)
{
	struct vpb_record_device device = {.section = record->section_count - 1,
		.state = "",
		.first_driver = "",
		.step = "",
		.companion_of = "",
		.rule = ""};
	struct vpb_record_device *devices = vpb_array_grow(
		record->devices, record->device_count, sizeof(*record->devices));
	char *word = strsep(&words, " ");

	if (!devices)
		return -ENOMEM;
	record->devices = devices;
	if (!word || vpb_address_parse(word, &device.address) < 0)
		return 0;
	while ((word = strsep(&words, " ")))
		device_word_take(&device, word);
	devices[record->device_count++] = device;
	return 0;
}

static int power_add(struct vpb_record *record, char *words)
{
	struct vpb_record_power power = {.section = record->section_count - 1};
	struct vpb_record_power *powers = vpb_array_grow(
		record->powers, record->power_count, sizeof(*record->powers));
	char *word = strsep(&words, " ");
	const char *value;

	if (!powers)
		return -ENOMEM;
	record->powers = powers;
	if (!word || vpb_address_parse(word, &power.address) < 0)
		return 0;
	while ((word = strsep(&words, " "))) {
		if ((value = value_of(word, "control")))
			power.control = vpb_sleep_parse(value);
		if ((value = value_of(word, "first-control")))
			power.first_control = vpb_sleep_parse(value);
	}
	powers[record->power_count++] = power;
	return 0;
}

static int finding_add(struct vpb_record *record, char *words)
{
	struct vpb_record_finding *findings = vpb_array_grow(
		record->findings, record->finding_count, sizeof(*record->findings));
	const char *severity = strsep(&words, " "), *guard = strsep(&words, " "),
		   *address = strsep(&words, " ");

	if (!findings)
		return -ENOMEM;
	record->findings = findings;
	if (address)
		findings[record->finding_count++] =
			(struct vpb_record_finding){.section = record->section_count - 1,
				.severity = severity,
				.guard = guard,
				.address = strcmp(address, "-") == 0 ? "" : address,
				.text = words ? words : "",
				.fix = ""};
	return 0;
}

/* Of the finding above. */
static void fix_add(struct vpb_record *record, const char *text)
{
	if (record->finding_count)
		record->findings[record->finding_count - 1].fix = text;
}

static int section_add(struct vpb_record *record, char *name)
{
	struct vpb_record_section *sections = vpb_array_grow(
		record->sections, record->section_count, sizeof(*record->sections));

	if (!sections)
		return -ENOMEM;
	record->sections = sections;
	name[strcspn(name, "]")] = '\0';
	sections[record->section_count++] =
		(struct vpb_record_section){.name = name, .version = "", .state = ""};
	return 0;
}

/* Drops the section that was begun last, with what it said so far: it is another boot's. */
static void section_drop(struct vpb_record *record)
{
	size_t section = --record->section_count;

	while (record->device_count &&
		record->devices[record->device_count - 1].section == section)
		record->device_count--;
	while (record->finding_count &&
		record->findings[record->finding_count - 1].section == section)
		record->finding_count--;
	while (record->power_count &&
		record->powers[record->power_count - 1].section == section)
		record->power_count--;
	record->other_boots++;
}

static int line_take(
	struct vpb_record *record, char *line, const char *boot_id, bool *is_ours)
{
	struct vpb_record_section *section;
	const char *value;

	if (*line == '[') {
		*is_ours = true;
		return section_add(record, line + 1);
	}
	if (!*is_ours)
		return 0;
	section = &record->sections[record->section_count - 1];
	if ((value = value_of(line, "boot-id"))) {
		if (*boot_id && *value && strcmp(value, boot_id) != 0) {
			*is_ours = false;
			section_drop(record);
		}
	} else if ((value = value_of(line, "version"))) {
		section->version = value;
	} else if ((value = value_of(line, "state"))) {
		section->state = value;
	} else if ((value = value_of(line, "began-us"))) {
		section->began_us = strtoull(value, NULL, 10);
	} else if ((value = value_of(line, "ended-us"))) {
		section->ended_us = strtoull(value, NULL, 10);
	} else if (value_of(line, "device")) {
		return device_add(record, line + strlen("device="));
	} else if (value_of(line, "power")) {
		return power_add(record, line + strlen("power="));
	} else if (value_of(line, "finding")) {
		return finding_add(record, line + strlen("finding="));
	} else if (value_of(line, "fix")) {
		fix_add(record, line + strlen("fix="));
	}
	return 0;
}

int vpb_record_parse(const char *text, const char *boot_id, struct vpb_record *ret_record)
{
	VPB_CLEANUP(vpb_record_done) struct vpb_record record = {.text = strdup(text)};
	char *rest = record.text, *line;
	bool is_ours = false;
	int r = rest ? 0 : -ENOMEM;

	while (r == 0 && (line = strsep(&rest, "\n")))
		r = line_take(&record, line, boot_id, &is_ours);
	if (r < 0)
		return r;
	*ret_record = record;
	record = (struct vpb_record){};
	return 0;
}

/*
 * Whether a later run's entry says more than the one before it. What was bound stays so until a
 * run binds it anew or gives it back, whatever runs in between left or found there already; and
 * what was given back, until it is asked for again.
 */
static bool says_more(
	const struct vpb_record_device *later, const struct vpb_record_device *before)
{
	if (later->linked_us || vpb_record_is_released(later))
		return true;
	if (vpb_record_is_released(before))
		return strcmp(later->state, "left") != 0;
	return !before->linked_us;
}

bool vpb_record_speaks_for_device(const struct vpb_record *record, size_t index)
{
	const struct vpb_record_device *devices = record->devices;
	long best = -1;

	for (size_t i = 0; i < record->device_count; i++)
		if (vpb_address_compare(devices[i].address, devices[index].address) ==
				0 &&
			(best < 0 || says_more(&devices[i], &devices[best])))
			best = (long)i;
	return best == (long)index;
}

bool vpb_record_is_released(const struct vpb_record_device *device)
{
	return strcmp(device->state, "released") == 0;
}

bool vpb_record_has(const struct vpb_record *record, struct vpb_address address)
{
	for (size_t i = 0; i < record->device_count; i++)
		if (vpb_address_compare(record->devices[i].address, address) == 0)
			return true;
	return false;
}

enum vpb_sleep vpb_record_sleep_before(
	const struct vpb_record *record, struct vpb_address address)
{
	enum vpb_sleep before = VPB_SLEEP_UNTOUCHED;

	for (size_t i = 0; i < record->power_count; i++) {
		const struct vpb_record_power *power = &record->powers[i];

		if (vpb_address_compare(power->address, address) != 0)
			continue;
		if (strcmp(record->sections[power->section].name, "release") == 0)
			before = VPB_SLEEP_UNTOUCHED;
		else if (!before)
			before = power->first_control;
	}
	return before;
}
