/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/core/cmdline.h"
#include "../../helper/core/config.h"

void fixture_done(struct fixture *fixture)
{
	vpb_text_done(&fixture->shown);
	vpb_plan_done(&fixture->plan);
	vpb_findings_done(&fixture->findings);
	vpb_selection_done(&fixture->selection);
	vpb_snapshot_done(&fixture->snapshot);
	vpb_request_done(&fixture->request);
}

static const char *value_of(const char *word, const char *key)
{
	size_t length = strlen(key);

	return strncmp(word, key, length) == 0 && word[length] == '=' ? word + length + 1
								      : NULL;
}

static void pair_parse(const char *text, uint16_t *first, uint16_t *second)
{
	unsigned int a, b;

	assert_int_equal(sscanf(text, "%4x:%4x", &a, &b), 2);
	*first = (uint16_t)a;
	*second = (uint16_t)b;
}

static void trouble_put(struct vpb_blocker *trouble, const char *word)
{
	char reason[64], fix[64];

	snprintf(reason, sizeof(reason), "the reason: %s", word);
	snprintf(fix, sizeof(fix), "the fix for %s", word);
	assert_int_equal(vpb_blocker_set(trouble, reason, fix), 0);
}

static void variants_put(struct vpb_device *device, const char *names)
{
	device->variants = strdup(names);
	assert_non_null(device->variants);
	for (char *comma = device->variants; (comma = strchr(comma, ','));)
		*comma = ' ';
}

static void fact_parse(struct vpb_device *device, const char *word)
{
	const char *value;

	if ((value = value_of(word, "driver")))
		snprintf(device->driver, sizeof(device->driver), "%s", value);
	else if ((value = value_of(word, "override")))
		snprintf(device->driver_override, sizeof(device->driver_override), "%s",
			value);
	else if ((value = value_of(word, "sub")))
		pair_parse(value, &device->subvendor, &device->subdevice);
	else if ((value = value_of(word, "prog-if")))
		device->prog_if = (uint8_t)strtoul(value, NULL, 16);
	else if ((value = value_of(word, "vfs")))
		device->vf_count = (unsigned int)atoi(value);
	else if ((value = value_of(word, "group")))
		device->group = (unsigned int)atoi(value);
	else if ((value = value_of(word, "parent")))
		device->has_parent = vpb_address_parse(value, &device->parent) == 0;
	else if ((value = value_of(word, "variants")))
		variants_put(device, value);
	else if (strcmp(word, "on-variant") == 0)
		device->has_variant = true;
	else if ((value = value_of(word, "serial")))
		snprintf(device->serial, sizeof(device->serial), "%s", value);
	else if (strcmp(word, "boot-vga") == 0)
		device->is_boot_vga = true;
	else if (strcmp(word, "framebuffer") == 0)
		device->has_framebuffer = true;
	else if (strcmp(word, "module") == 0)
		device->has_module = true;
	else if (strcmp(word, "vf") == 0)
		device->is_vf = true;
	else if (strcmp(word, "bridge") == 0)
		device->is_bridge = true;
	else if (strcmp(word, "no-group") == 0)
		device->has_group = false;
	else if (strcmp(word, "system") == 0)
		trouble_put(&device->system, word);
	else if (strcmp(word, "in-use") == 0)
		trouble_put(&device->in_use, word);
	else if ((value = value_of(word, "power")))
		device->sleep = vpb_sleep_parse(value);
	else if ((value = value_of(word, "power-before")))
		device->sleep_before = vpb_sleep_parse(value);
	else if (strcmp(word, "opened") == 0)
		trouble_put(&device->opened, word);
	else if (strcmp(word, "network") == 0)
		trouble_put(&device->network, word);
	else if (strcmp(word, "default-route") == 0)
		device->has_default_route = true;
	else if (strcmp(word, "keyboard") == 0)
		device->keyboard_count++;
	else if (strcmp(word, "unsure-keyboard") == 0)
		device->unsure_keyboard_count = ++device->keyboard_count;
	else if (strcmp(word, "console") == 0)
		trouble_put(&device->console, word);
	else if (strcmp(word, "unreadable=vendor") == 0)
		device->unreadable = "vendor";
	else
		fail_msg("the fixture does not know '%s'", word);
}

/* A line about the machine as a whole. */
static bool machine_parse(struct fixture *fixture, const char *word)
{
	if (strcmp(word, "late") == 0)
		fixture->snapshot.phase = VPB_PHASE_LATE;
	else if (strcmp(word, "running") == 0)
		fixture->snapshot.phase = VPB_PHASE_RUNNING;
	else if (strcmp(word, "release") == 0)
		fixture->request.is_release = true;
	else if (strcmp(word, "keyboard") == 0)
		fixture->snapshot.other_keyboard_count++;
	else if (strcmp(word, "token") == 0)
		fixture->snapshot.token =
			strdup("/etc/crypttab:1 unlocks it with a token");
	else if (strcmp(word, "damaged-carriers") == 0)
		fixture->snapshot.has_damaged_carriers = true;
	else if (strcmp(word, "takes-groups") == 0)
		fixture->snapshot.takes_groups = true;
	else if (strcmp(word, "unread-skip") == 0)
		fixture->request.has_unread_skip = true;
	else if (strcmp(word, "ip=dhcp") == 0)
		fixture_cmdline(fixture, word);
	else if (strncmp(word, "arrival=", 8) == 0)
		fixture->snapshot.has_arrival =
			vpb_address_parse(word + 8, &fixture->snapshot.arrival) == 0;
	else
		return false;
	return true;
}

static void device_parse(struct fixture *fixture, char *line)
{
	struct vpb_snapshot *snapshot = &fixture->snapshot;
	char *rest = line, *word = strsep(&rest, " \t");
	struct vpb_device *device;

	if (!*word || machine_parse(fixture, word)) {
		fixture->snapshot.has_usage = fixture->snapshot.phase != VPB_PHASE_EARLY;
		return;
	}
	snapshot->devices = vpb_array_grow(
		snapshot->devices, snapshot->device_count, sizeof(*snapshot->devices));
	assert_non_null(snapshot->devices);
	device = &snapshot->devices[snapshot->device_count++];
	device->detailed = true;
	device->has_group = true;
	device->group = 1000 + (unsigned int)snapshot->device_count;
	assert_int_equal(vpb_address_parse(word, &device->address), 0);
	pair_parse(strsep(&rest, " \t"), &device->vendor, &device->device);
	device->class_code = (uint16_t)strtoul(strsep(&rest, " \t"), NULL, 16);
	while ((word = strsep(&rest, " \t")))
		fact_parse(device, word);
}

void fixture_devices(struct fixture *fixture, const char *table)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(table);
	char *rest = copy, *line;

	while ((line = strsep(&rest, "\n")))
		device_parse(fixture, line);
	vpb_snapshot_sort(&fixture->snapshot);
}

void fixture_config(struct fixture *fixture, const char *text)
{
	assert_int_equal(
		vpb_config_parse(&fixture->request, "config", text, strlen(text)), 0);
}

void fixture_cmdline(struct fixture *fixture, const char *text)
{
	assert_int_equal(vpb_cmdline_parse(&fixture->request, text), 0);
}

void fixture_match(struct fixture *fixture)
{
	assert_int_equal(vpb_match_rules(&fixture->request, &fixture->snapshot,
				 &fixture->selection),
		0);
	assert_int_equal(vpb_match_companions(&fixture->request, &fixture->snapshot,
				 &fixture->selection),
		0);
}

void fixture_check(struct fixture *fixture)
{
	fixture_match(fixture);
	assert_int_equal(vpb_check(&fixture->request, &fixture->snapshot,
				 &fixture->selection, &fixture->findings),
		0);
}

void fixture_plan(struct fixture *fixture)
{
	fixture_check(fixture);
	assert_int_equal(vpb_plan_make(&(struct vpb_scene){&fixture->request,
					       &fixture->snapshot, &fixture->selection},
				 &fixture->plan),
		0);
}

static const char *short_address(const struct fixture *fixture, size_t device)
{
	static char buffer[VPB_ADDRESS_BYTES];

	vpb_address_format(fixture->snapshot.devices[device].address, buffer);
	return strncmp(buffer, "0000:", 5) == 0 ? buffer + 5 : buffer;
}

static const char *shown(struct fixture *fixture)
{
	assert_int_equal(vpb_text_error(&fixture->shown), 0);
	return fixture->shown.data ? fixture->shown.data : "";
}

const char *fixture_show_taken(struct fixture *fixture)
{
	vpb_text_done(&fixture->shown);
	for (size_t i = 0; i < fixture->snapshot.device_count; i++)
		if (vpb_selection_has(&fixture->selection, i))
			vpb_text_add(&fixture->shown, "%s%s",
				fixture->shown.length ? " " : "",
				short_address(fixture, i));
	return shown(fixture);
}

const char *fixture_show_findings(struct fixture *fixture)
{
	vpb_text_done(&fixture->shown);
	for (size_t i = 0; i < fixture->findings.count; i++) {
		const struct vpb_finding *finding = &fixture->findings.items[i];

		vpb_text_add(&fixture->shown, "%s %s %s\n",
			vpb_severity_name(finding->severity), finding->guard,
			finding->device < 0
				? "-"
				: short_address(fixture, (size_t)finding->device));
	}
	return shown(fixture);
}

const char *fixture_show_plan(struct fixture *fixture)
{
	vpb_text_done(&fixture->shown);
	for (size_t i = 0; i < fixture->plan.step_count; i++) {
		const struct vpb_step *step = &fixture->plan.steps[i];

		vpb_text_add(&fixture->shown, "%s", vpb_step_kind_name(step->kind));
		if (step->kind != VPB_STEP_LOAD)
			vpb_text_add(&fixture->shown, " %s",
				short_address(fixture, step->device));
		if (step->kind == VPB_STEP_SLEEP)
			vpb_text_add(&fixture->shown, " %s", vpb_sleep_name(step->sleep));
		vpb_text_add(&fixture->shown, "\n");
	}
	return shown(fixture);
}

const char *fixture_show_problems(struct fixture *fixture)
{
	vpb_text_done(&fixture->shown);
	for (size_t i = 0; i < fixture->request.problem_count; i++) {
		const struct vpb_problem *problem = &fixture->request.problems[i];

		vpb_text_add(&fixture->shown, "%s:%u:%u: '%s'\n", problem->origin.source,
			problem->origin.line, problem->origin.column, problem->word);
		assert_true(problem->message[0]);
	}
	return shown(fixture);
}

const struct vpb_finding *fixture_find(const struct fixture *fixture, const char *guard)
{
	for (size_t i = 0; i < fixture->findings.count; i++)
		if (strcmp(fixture->findings.items[i].guard, guard) == 0)
			return &fixture->findings.items[i];
	return NULL;
}

void fixture_run(
	struct fixture *fixture, const char *devices, const char *rule, const char *word)
{
	char config[256];

	snprintf(config, sizeof(config), "%s%s\n", rule, word);
	fixture_devices(fixture, devices);
	fixture_config(fixture, config);
	fixture_check(fixture);
}

bool fixture_takes(struct fixture *fixture, const char *address)
{
	return strstr(fixture_show_taken(fixture), address);
}

void assert_check(
	const char *devices, const char *config, const char *taken, const char *findings)
{
	FIXTURE(fixture);

	fixture_devices(&fixture, devices);
	fixture_config(&fixture, config);
	assert_string_equal(fixture_show_problems(&fixture), "");
	fixture_check(&fixture);
	assert_string_equal(fixture_show_findings(&fixture), findings);
	assert_string_equal(fixture_show_taken(&fixture), taken);
}

void assert_steps(const char *devices, const char *config, const char *steps)
{
	FIXTURE(fixture);

	fixture_devices(&fixture, devices);
	fixture_config(&fixture, config);
	fixture_plan(&fixture);
	assert_string_equal(fixture_show_plan(&fixture), steps);
}
