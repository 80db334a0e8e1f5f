/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/printable.h"
#include "../../helper/core/report.h"
#include "../../helper/sys/apply.h"

/*
 * For both compilers' sanitizers. Each input is small, so a freed block need not be kept for long;
 * and one that makes somebody ask for more than 64 MiB is told that there is no memory: where that
 * is this project's code, it is not so, and libarchive has an error for it.
 */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=8:allocator_may_return_null=1:max_allocation_size_mb=64";
}

_Noreturn void fuzz_abort(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: is not so: %s\n", file, line, condition);
	abort();
}

char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	FUZZ_HOLD(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

/* Where that line begins; NULL where there are fewer. */
static const char *line_find(const char *text, unsigned int line)
{
	for (; text && line > 1; line--) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	return text;
}

/*
 * A word is shown in printable letters. A command line is one line, in which fuzz_cmdline.c made
 * blanks of the newlines.
 */
static bool word_is_at(const char *at, const char *word)
{
	size_t left = strlen(word), length;
	char piece[VPB_PRINTABLE_BYTES];

	/* One that would fill a message ends with dots of our own (helper/base/text.h). */
	if (left >= VPB_WORD_BYTES - 4 && strcmp(word + left - 3, "...") == 0)
		left -= 3;
	for (; left > 0; word += length, left -= length) {
		if (!*at)
			return false;
		at += vpb_printable_take(at, UINT32_MAX, piece);
		if (strcmp(piece, " ") == 0 && strncmp(word, "\\x0a", 4) == 0)
			strcpy(piece, "\\x0a");
		length = strlen(piece);
		if (length > left || strncmp(word, piece, length) != 0)
			return false;
	}
	return true;
}

void fuzz_hold_problems(const struct vpb_request *request, const char *text)
{
	for (size_t i = 0; i < request->problem_count; i++) {
		const struct vpb_problem *problem = &request->problems[i];
		const char *line = line_find(text, problem->origin.line);
		size_t column = problem->origin.column;

		FUZZ_HOLD(problem->message[0]);
		FUZZ_HOLD(problem->origin.line >= 1 && line);
		FUZZ_HOLD(column >= 1 && column <= strcspn(line, "\n") + 1);
		FUZZ_HOLD(word_is_at(line + column - 1, problem->word));
	}
}

void fuzz_hold_rules(const struct vpb_request *request)
{
	for (size_t i = 0; i < request->rule_count; i++) {
		const struct vpb_rule *rule = &request->rules[i];
		struct vpb_selector again;
		const char *reason;

		FUZZ_HOLD(rule->origin.line >= 1 && rule->origin.column >= 1);
		if (rule->from_vfio_ids) {
			FUZZ_HOLD(vpb_selector_parse_vfio_ids(rule->word, &again) == 0);
			continue;
		}
		FUZZ_HOLD(vpb_selector_parse(rule->word, &again, &reason) == 0);
		FUZZ_HOLD(again.kind == rule->selector.kind);
		FUZZ_HOLD(
			vpb_address_compare(again.address, rule->selector.address) == 0);
		FUZZ_HOLD(again.hop_count == rule->selector.hop_count);
		FUZZ_HOLD(again.identity.given == rule->selector.identity.given);
	}
}

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || (unsigned char)*text >= 0x7f)
			return false;
	return true;
}

static void findings_hold(const struct vpb_run *run)
{
	for (size_t i = 0; i < run->findings.count; i++) {
		const struct vpb_finding *finding = &run->findings.items[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

		FUZZ_HOLD(finding->device < (long)run->snapshot.device_count);
		FUZZ_HOLD(!finding->refused || finding->device >= 0);
		vpb_finding_describe(finding, &run->snapshot, &line);
		FUZZ_HOLD(line.data && is_printable(line.data));
	}
}

static bool is_refused(const struct vpb_run *run, size_t device)
{
	for (size_t i = 0; i < run->findings.count; i++) {
		const struct vpb_finding *finding = &run->findings.items[i];

		if (finding->refused && finding->device == (long)device &&
			strcmp(finding->guard, "identity") != 0 &&
			strcmp(finding->guard, "twin") != 0)
			return true;
	}
	return false;
}

static void plan_hold(const struct vpb_run *run)
{
	const struct vpb_plan *plan = &run->plan;
	bool is_off = run->request.disabled || run->request.rescue;

	for (size_t i = 0; i < plan->step_count; i++) {
		const struct vpb_step *step = &plan->steps[i];

		FUZZ_HOLD((i == 0) == (step->kind == VPB_STEP_LOAD));
		if (step->kind == VPB_STEP_LOAD)
			continue;
		FUZZ_HOLD(!is_off && step->device < run->snapshot.device_count);
		/* A bridge that may sleep is not selected: the function is, for which it may. */
		FUZZ_HOLD(plan->selected[step->kind == VPB_STEP_SLEEP ? step->function
								      : step->device]);
	}
	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		const struct vpb_device *device = &run->snapshot.devices[i];

		if (!plan->selected[i])
			continue;
		FUZZ_HOLD(!is_off && !is_refused(run, i));
		FUZZ_HOLD(device->detailed && !device->unreadable && !device->is_bridge);
		FUZZ_HOLD(device->class_code >> 8 != 0x06);
		FUZZ_HOLD(device->has_group || run->snapshot.noiommu);
		FUZZ_HOLD(!device->driver_override[0] ||
			  strcmp(device->driver_override, "vfio-pci") == 0);
	}
}

/* "[section]", or words "key=value" between single blanks; the text of a finding or fix has more. */
static void report_line_hold(char *line)
{
	bool is_text = strncmp(line, "finding=", 8) == 0 || strncmp(line, "fix=", 4) == 0;
	char *word;

	FUZZ_HOLD(is_printable(line));
	if (*line == '[')
		return;
	while ((word = strsep(&line, " "))) {
		FUZZ_HOLD(strchr(word, '=') && *word != '=');
		if (is_text)
			return;
	}
}

static void report_hold(const struct vpb_run *run)
{
	struct vpb_outcome *outcomes =
		calloc(run->snapshot.device_count + 1, sizeof(*outcomes));
	const struct vpb_report report = {
		.section = VPB_SECTION_INITRD,
		.version = "0",
		.boot_id = "-",
		.request = &run->request,
		.snapshot = &run->snapshot,
		.selection = &run->selection,
		.findings = &run->findings,
		.plan = &run->plan,
		.outcomes = outcomes,
	};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;

	FUZZ_HOLD(outcomes);
	vpb_apply_expect(&run->snapshot, &run->plan, outcomes);
	vpb_report_add_section(&report, &text);
	FUZZ_HOLD(text.data && text.data[text.length - 1] == '\n');
	FUZZ_HOLD(strlen(text.data) == text.length);
	text.data[text.length - 1] = '\0';
	rest = text.data;
	while ((line = strsep(&rest, "\n")))
		report_line_hold(line);
	vpb_report_add_plan(&report, &text);
	free(outcomes);
}

void fuzz_hold_run(const struct vpb_run *run)
{
	findings_hold(run);
	plan_hold(run);
	report_hold(run);
}
