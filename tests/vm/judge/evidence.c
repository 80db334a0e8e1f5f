// SPDX-License-Identifier: GPL-2.0-or-later
#include "evidence.h"

#include <stdlib.h>
#include <string.h>

static void result_read(struct vpb_evidence *evidence, const char *dir)
{
	struct vpb_lines lines = {0};

	if (vpb_lines_read_at(dir, "result", &lines))
		return;
	if (lines.count > 0)
		snprintf(evidence->result, sizeof(evidence->result), "%s", lines.line[0]);
	vpb_lines_done(&lines);
}

void vpb_evidence_read(struct vpb_evidence *evidence, const struct vpb_pairs *scenario,
	const struct vpb_pairs *system, const char *dir, const char *control)
{
	*evidence = (struct vpb_evidence){.scenario = scenario, .system = system};
	result_read(evidence, dir);
	if (vpb_facts_read(dir, &evidence->facts))
		evidence->facts = (struct vpb_facts){0};
	if (vpb_trace_read(dir, &evidence->trace))
		evidence->trace = (struct vpb_trace){0};
	if (control && vpb_facts_read(control, &evidence->control))
		evidence->control = (struct vpb_facts){0};
	if (vpb_lines_read_at(dir, "console.log", &evidence->console))
		evidence->console = (struct vpb_lines){0};
}

void vpb_evidence_done(struct vpb_evidence *evidence)
{
	vpb_facts_done(&evidence->facts);
	vpb_trace_done(&evidence->trace);
	vpb_facts_done(&evidence->control);
	vpb_lines_done(&evidence->console);
}

/*
 * The IOMMU's group is what vfio needs: where it is missing no run can show anything, but
 * that of a scenario which says "group: none". There a group would be the mistake.
 */
static void group_check(const struct vpb_evidence *evidence, const char *address,
	const char *group, struct vpb_verdict *verdict)
{
	bool found = strcmp(group, "none") != 0;
	bool expected = !vpb_pairs_get(evidence->scenario, "group", 0);

	vpb_verdict_add(verdict, found == expected, "run",
		"%s: expected %s IOMMU group, found %s", address, expected ? "an" : "no",
		group);
}

/* A device of QEMU's own is no card of ours, and keeps no log. */
static void log_check(const struct vpb_evidence *evidence, const char *address,
	struct vpb_verdict *verdict)
{
	struct vpb_trace_counts counts;

	vpb_trace_count(&evidence->trace, address, &counts);
	vpb_verdict_add(verdict, counts.config > 0, "run",
		"%s: expected configuration accesses in the card's log, found %u",
		address, counts.config);
}

static void function_check(const struct vpb_evidence *evidence, const char *line,
	struct vpb_verdict *verdict)
{
	struct vpb_function_facts found;
	char address[16] = "", id[10] = "", class[7] = "", owner[8] = "";

	vpb_word(line, 3, owner, sizeof(owner));
	if (!vpb_word(line, 0, address, sizeof(address)) ||
		!vpb_word(line, 1, id, sizeof(id)) ||
		!vpb_word(line, 2, class, sizeof(class)) ||
		(owner[0] && strcmp(owner, "qemu") != 0)) {
		vpb_verdict_add(verdict, false, "run",
			"the scenario's 'function: %s' is not ADDRESS ID CLASS [qemu]",
			line);
		return;
	}
	if (!vpb_facts_function(&evidence->facts, address, &found)) {
		vpb_verdict_add(verdict, false, "run",
			"%s: expected %s class %s, found no such function", address, id,
			class);
		return;
	}
	vpb_verdict_add(verdict,
		strcmp(found.id, id) == 0 && strcmp(found.class, class) == 0, "run",
		"%s: expected %s class %s, found %s class %s", address, id, class,
		found.id, found.class);
	vpb_verdict_add(verdict, strtoull(found.bar0, NULL, 16) != 0, "run",
		"%s: expected an address for BAR 0, found %s", address, found.bar0);
	group_check(evidence, address, found.group, verdict);
	if (!owner[0])
		log_check(evidence, address, verdict);
}

/*
 * That the image is of the kind that its system says: systemd says in the kernel log that it
 * runs in an initrd, and a script that is /init does not.
 */
static void init_check(const struct vpb_evidence *evidence, struct vpb_verdict *verdict)
{
	const char *wanted = vpb_pairs_get(evidence->system, "init", 0);
	const char *found = "script";
	struct vpb_section dmesg;

	if (!vpb_facts_section(&evidence->facts, "dmesg", &dmesg))
		return;
	for (size_t i = 0; i < dmesg.count; i++)
		if (strstr(dmesg.line[i], "systemd[1]: Running in initrd"))
			found = "systemd";
	vpb_verdict_add(verdict, strcmp(found, wanted) == 0, "run",
		"expected the image's init to be %s, found %s", wanted, found);
}

/* The firmware's own variable, and what the kernel made of it. */
static void firmware_check(
	const struct vpb_evidence *evidence, struct vpb_verdict *verdict)
{
	const char *wanted = vpb_pairs_get(evidence->system, "secureboot", 0);
	bool on = wanted && strcmp(wanted, "yes") == 0;
	struct vpb_section variable = {0}, lockdown = {0};

	vpb_facts_section(&evidence->facts, "secure-boot", &variable);
	vpb_facts_section(&evidence->facts, "lockdown", &lockdown);
	vpb_verdict_add(verdict,
		variable.count == 1 && vpb_word_is(variable.line[0], 0, on ? "1" : "0"),
		"firmware", "expected Secure Boot %s, found '%s'", on ? "on" : "off",
		variable.count ? variable.line[0] : "");
	vpb_verdict_add(verdict,
		lockdown.count == 1 &&
			vpb_word_in(lockdown.line[0], on ? "[integrity]" : "[none]"),
		"firmware", "expected lockdown %s, found '%s'",
		on ? "[integrity]" : "[none]", lockdown.count ? lockdown.line[0] : "");
}

static void trace_check(const struct vpb_trace *trace, struct vpb_verdict *verdict)
{
	vpb_verdict_add(verdict, trace->ended && trace->unreadable == 0, "run",
		"expected the card's log with its end, found %zu lines, end %s, %zu unreadable",
		trace->lines.count, trace->ended ? "there" : "missing",
		trace->unreadable);
}

/* Returns whether this is a machine that must not start, and checks that. */
static bool start_check(const struct vpb_evidence *evidence, struct vpb_verdict *verdict)
{
	const char *starts = vpb_pairs_get(evidence->scenario, "starts", 0);

	if (!starts || strcmp(starts, "no") != 0)
		return false;
	trace_check(&evidence->trace, verdict);
	vpb_verdict_add(verdict, !evidence->trace.marked, "started",
		"expected no /init, found %s", evidence->trace.marked ? "it" : "none");
	return true;
}

/*
 * Returns whether /init ran and nothing came of it: the kind that a mutant names which costs the boot. Of
 * such a run there is nothing else to judge.
 */
static bool lost_check(const struct vpb_evidence *evidence, struct vpb_verdict *verdict)
{
	bool lost = evidence->trace.marked && !vpb_facts_whole(&evidence->facts) &&
		    !vpb_word_is(evidence->result, 0, "poweroff");

	vpb_verdict_add(verdict, !lost, "lost",
		"expected the boot to reach its root, found '%s' and %zu lines of facts",
		evidence->result, evidence->facts.lines.count);
	if (lost)
		trace_check(&evidence->trace, verdict);
	return lost;
}

void vpb_evidence_check(const struct vpb_evidence *evidence, struct vpb_verdict *verdict)
{
	const struct vpb_trace *trace = &evidence->trace;
	const char *line;

	if (start_check(evidence, verdict) || lost_check(evidence, verdict))
		return;
	vpb_verdict_add(verdict, vpb_word_is(evidence->result, 0, "poweroff"), "run",
		"expected the guest to switch itself off, found '%s'", evidence->result);
	vpb_verdict_add(verdict, vpb_facts_whole(&evidence->facts), "run",
		"expected facts with their end, found %zu lines, end %s",
		evidence->facts.lines.count,
		vpb_facts_whole(&evidence->facts) ? "there" : "missing");
	vpb_verdict_add(verdict, trace->marked, "run",
		"expected the mark of /init in the card's log, found %s",
		trace->marked ? "it" : "none");
	trace_check(trace, verdict);
	init_check(evidence, verdict);
	if (vpb_pairs_get(evidence->system, "uki", 0))
		firmware_check(evidence, verdict);
	for (unsigned int i = 0;
		(line = vpb_pairs_get(evidence->scenario, "function", i)); i++)
		function_check(evidence, line, verdict);
}
