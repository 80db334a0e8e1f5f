// SPDX-License-Identifier: GPL-2.0-or-later
/* The words that may stand after "expect:" in a scenario; README.md explains them. */
#include "evidence.h"

#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 64

struct expectation {
	const struct vpb_evidence *evidence;
	const char *text; /* the whole line, kind first */
	char first[WORD_BYTES]; /* the word after the kind */
	char second[WORD_BYTES]; /* the next one; empty where there is none */
	struct vpb_verdict *verdict;
};

static void check_driver(const struct expectation *e)
{
	struct vpb_function_facts found;
	char lspci[32] = "missing";

	if (!vpb_facts_function(&e->evidence->facts, e->first, &found))
		strcpy(found.driver, "missing");
	vpb_facts_lspci_driver(&e->evidence->facts, e->first, lspci, sizeof(lspci));
	vpb_verdict_add(e->verdict,
		strcmp(found.driver, e->second) == 0 && strcmp(lspci, e->second) == 0,
		"driver", "%s: expected %s, found %s (lspci: %s)", e->first, e->second,
		found.driver, lspci);
}

static void check_override(const struct expectation *e)
{
	struct vpb_function_facts found;

	if (!vpb_facts_function(&e->evidence->facts, e->first, &found))
		strcpy(found.override, "missing");
	vpb_verdict_add(e->verdict, strcmp(found.override, e->second) == 0, "override",
		"%s: expected %s, found %s", e->first, e->second, found.override);
}

/* "none" is zero, "some" is one or more; any other word is a mistake and fails. */
static bool amount_is(unsigned int found, const char *expected)
{
	if (strcmp(expected, "none") == 0)
		return found == 0;
	return strcmp(expected, "some") == 0 && found > 0;
}

/* BARs and ROM, from the start of /init to the end of the run. */
static void check_accesses(const struct expectation *e)
{
	struct vpb_trace_counts counts;
	unsigned int found;

	vpb_trace_count(&e->evidence->trace, e->first, &counts);
	found = counts.reads + counts.writes;
	vpb_verdict_add(e->verdict,
		e->evidence->trace.marked && counts.config > 0 &&
			amount_is(found, e->second),
		"accesses", "%s: expected %s, found %u (%u reads, %u writes)%s", e->first,
		e->second, found, counts.reads, counts.writes,
		e->evidence->trace.marked ? "" : ", but no mark to count from");
}

static void check_reads(const struct expectation *e)
{
	struct vpb_trace_counts counts;

	vpb_trace_count(&e->evidence->trace, e->first, &counts);
	vpb_verdict_add(e->verdict, amount_is(counts.reads, e->second), "reads",
		"%s: expected %s, found %u", e->first, e->second, counts.reads);
}

static void check_resets(const struct expectation *e)
{
	struct vpb_trace_counts counts;

	vpb_trace_count(&e->evidence->trace, e->first, &counts);
	vpb_verdict_add(e->verdict, amount_is(counts.resets, e->second), "resets",
		"%s: expected %s after /init, found %u", e->first, e->second,
		counts.resets);
}

static void check_module(const struct expectation *e)
{
	bool found = vpb_facts_module(&e->evidence->facts, e->first);

	vpb_verdict_add(e->verdict, found, "module",
		"expected %s in /proc/modules, found %s", e->first,
		found ? "it" : "none");
}

/* "framebuffer NAME": a picture of that name (/proc/fb) is still there. */
static void check_framebuffer(const struct expectation *e)
{
	struct vpb_section pictures = {0};
	bool found = false;

	vpb_facts_section(&e->evidence->facts, "framebuffers", &pictures);
	for (size_t i = 0; i < pictures.count; i++)
		found = found || vpb_word_in(pictures.line[i], e->first);
	vpb_verdict_add(e->verdict, found, "framebuffer",
		"expected %s in /proc/fb, found %s", e->first,
		found		 ? "it"
		: pictures.count ? pictures.line[0]
				 : "none");
}

/* "report ADDRESS WORD": the device's line has that word. "report none": no report at all. */
static void check_report(const struct expectation *e)
{
	const char *line = vpb_facts_report(&e->evidence->facts, e->first);
	struct vpb_section report = {0};

	if (strcmp(e->first, "none") == 0) {
		bool there = vpb_facts_section(&e->evidence->facts, "report", &report);

		vpb_verdict_add(e->verdict, there && report.count == 0, "report",
			"expected no report, found %zu lines", report.count);
		return;
	}
	vpb_verdict_add(e->verdict, line && vpb_word_in(line, e->second), "report",
		"%s: expected %s, found '%s'", e->first, e->second,
		line ? line : "no line");
}

static void line_check(const struct expectation *e, const char *kind, const char *section,
	const char *words)
{
	struct vpb_section lines = {0};
	bool found = false;

	vpb_facts_section(&e->evidence->facts, section, &lines);
	for (size_t i = 0; i < lines.count; i++)
		found = found || strstr(lines.line[i], words);
	vpb_verdict_add(e->verdict, found, kind,
		"expected '%s', found %s among %zu lines", words, found ? "it" : "none",
		lines.count);
}

/* "report-line WORDS": a line of the report holds WORDS. */
static void check_report_line(const struct expectation *e)
{
	line_check(e, "report-line", "report", strchr(e->text, ' ') + 1);
}

/* "fact SECTION WORDS": a line of that section of the facts holds WORDS. */
static void check_fact(const struct expectation *e)
{
	line_check(e, "fact", e->first, strstr(e->text, e->first) + strlen(e->first) + 1);
}

/* "at-least SECTION NUMBER WORDS": in a line of the facts such a number stands before WORDS. */
static void check_at_least(const struct expectation *e)
{
	const char *words = strstr(e->text, e->second) + strlen(e->second);
	struct vpb_section lines = {0};
	unsigned long found = 0;

	vpb_facts_section(&e->evidence->facts, e->first, &lines);
	for (size_t i = 0; i < lines.count; i++) {
		const char *start = lines.line[i], *end = strstr(start, words);
		const char *digit = end;

		while (digit && digit > start && digit[-1] >= '0' && digit[-1] <= '9')
			digit--;
		if (digit != end)
			found = strtoul(digit, NULL, 10);
	}
	vpb_verdict_add(e->verdict, found >= strtoul(e->second, NULL, 10), "at-least",
		"expected %s%s or more, found %lu", e->second, words, found);
}

/* "console WORDS": firmware, boot loader or kernel printed a line that holds WORDS. */
static void check_console(const struct expectation *e)
{
	const struct vpb_lines *lines = &e->evidence->console;
	const char *words = strchr(e->text, ' ') + 1;
	bool found = false;

	for (size_t i = 0; i < lines->count; i++)
		found = found || strstr(lines->line[i], words);
	vpb_verdict_add(e->verdict, found, "console",
		"expected '%s', found %s among %zu lines", words, found ? "it" : "none",
		lines->count);
}

/* "logged NUMBER WORDS": so many lines of the card's log since the mark hold WORDS. */
static void check_logged(const struct expectation *e)
{
	const struct vpb_trace *trace = &e->evidence->trace;
	const char *words = strstr(e->text, e->first) + strlen(e->first) + 1;
	unsigned long found = 0, expected;
	char *end;

	expected = strtoul(e->first, &end, 10);
	for (size_t i = 0; trace->marked && i < trace->lines.count; i++)
		found += strtod(trace->lines.line[i], NULL) >= trace->init_s &&
			 strstr(trace->lines.line[i], words);
	vpb_verdict_add(e->verdict,
		trace->marked && end != e->first && !*end && found == expected, "logged",
		"expected %s times '%s', found it %lu times", e->first, words, found);
}

/* "units control": no unit failed but those that failed in the control run too. */
static void check_units(const struct expectation *e)
{
	struct vpb_section here, control = {0};
	char unit[128], extra[192] = "";
	bool known = vpb_facts_section(&e->evidence->facts, "failed-units", &here) &&
		     vpb_facts_section(&e->evidence->control, "failed-units", &control) &&
		     vpb_facts_whole(&e->evidence->control);

	for (size_t i = 0; known && i < here.count; i++) {
		bool there = !vpb_word(here.line[i], 0, unit, sizeof(unit));

		for (size_t k = 0; k < control.count; k++)
			there = there || vpb_word_is(control.line[k], 0, unit);
		if (!there && strlen(extra) + strlen(unit) + 2 < sizeof(extra))
			strcat(strcat(extra, " "), unit);
	}
	vpb_verdict_add(e->verdict, known && extra[0] == '\0', "units",
		"expected none that failed beyond those of %s, found%s", e->first,
		!known	   ? " no facts to compare"
		: extra[0] ? extra
			   : " none");
}

/* "opened PREFIX": the program that the guest ran had a file open that starts so. */
static void check_opened(const struct expectation *e)
{
	struct vpb_section action = {0};
	const char *path;
	bool found = false;

	vpb_facts_section(&e->evidence->facts, "action", &action);
	for (size_t i = 0; i < action.count && !found; i++) {
		path = vpb_after(action.line[i], "open ");
		path = path ? vpb_after(path, e->first) : NULL;
		found = path && *path >= '0' && *path <= '9';
	}
	vpb_verdict_add(e->verdict, found, "opened", "expected %sNUMBER, found %s",
		e->first, found ? "it" : "none");
}

static const struct {
	const char *kind;
	void (*check)(const struct expectation *);
	unsigned int words; /* after the kind */
} kinds[] = {
	{"driver", check_driver, 2},
	{"override", check_override, 2},
	{"accesses", check_accesses, 2},
	{"reads", check_reads, 2},
	{"resets", check_resets, 2},
	{"module", check_module, 1},
	{"framebuffer", check_framebuffer, 1},
	{"report", check_report, 1},
	{"report-line", check_report_line, 1},
	{"fact", check_fact, 2},
	{"at-least", check_at_least, 2},
	{"console", check_console, 1},
	{"logged", check_logged, 2},
	{"units", check_units, 1},
	{"opened", check_opened, 1},
};

static void expectation_check(struct expectation *e)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!vpb_word_is(e->text, 0, kinds[i].kind))
			continue;
		if (!vpb_word(e->text, 1, e->first, WORD_BYTES) ||
			(!vpb_word(e->text, 2, e->second, WORD_BYTES) &&
				kinds[i].words > 1))
			break;
		kinds[i].check(e);
		return;
	}
	vpb_verdict_add(
		e->verdict, false, "run", "'expect: %s' is no expectation", e->text);
}

void vpb_expectations_check(
	const struct vpb_evidence *evidence, struct vpb_verdict *verdict)
{
	struct expectation e = {.evidence = evidence, .verdict = verdict};

	for (unsigned int i = 0;
		(e.text = vpb_pairs_get(evidence->scenario, "expect", i)); i++) {
		e.first[0] = '\0';
		e.second[0] = '\0';
		expectation_check(&e);
	}
}
