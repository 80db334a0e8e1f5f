/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "finding.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"

static void finding_done(struct vpb_finding *finding)
{
	free(finding->where);
	free(finding->reason);
	free(finding->fix);
	free(finding->command);
}

void vpb_findings_done(struct vpb_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		finding_done(&findings->items[i]);
	free(findings->items);
	*findings = (struct vpb_findings){};
}

void vpb_findings_remove(struct vpb_findings *findings, size_t index)
{
	finding_done(&findings->items[index]);
	findings->count--;
	memmove(&findings->items[index], &findings->items[index + 1],
		(findings->count - index) * sizeof(*findings->items));
}

/* Words of the sources and of sysfs may hold any bytes, and a finding is read on consoles. */
static char *printable_copy(const char *from)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (from)
		vpb_text_add_ascii(&text, from);
	if (vpb_text_error(&text) < 0)
		return NULL;
	return strdup(text.data ? text.data : "");
}

struct vpb_finding *vpb_findings_add_row(struct vpb_findings *findings,
	const struct vpb_kind_row *row, long device, const char *where,
	const char *reason, const char *fix)
{
	struct vpb_finding finding = {.kind = VPB_KINDS,
		.severity = row->severity,
		.guard = row->name,
		.device = device};
	struct vpb_finding *items =
		vpb_array_grow(findings->items, findings->count, sizeof(*items));

	if (!items)
		return NULL;
	findings->items = items;
	finding.where = where ? printable_copy(where) : NULL;
	finding.reason = printable_copy(reason);
	finding.fix = printable_copy(fix);
	if (!finding.reason || !finding.fix || (where && !finding.where)) {
		finding_done(&finding);
		return NULL;
	}
	items[findings->count] = finding;
	return &items[findings->count++];
}

struct vpb_finding *vpb_findings_add(struct vpb_findings *findings, enum vpb_kind kind,
	long device, const struct vpb_origin *where, const char *reason, const char *fix)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text place = {};
	struct vpb_kind_row row = vpb_kinds[kind];
	struct vpb_finding *finding;

	if (kind < VPB_KIND_GUARDS)
		row = (struct vpb_kind_row){
			vpb_guards[kind].name, vpb_guards[kind].severity};
	if (where)
		vpb_origin_describe(where, &place);
	if (vpb_text_error(&place) < 0)
		return NULL;
	finding = vpb_findings_add_row(
		findings, &row, device, where ? place.data : NULL, reason, fix);
	if (finding)
		finding->kind = kind;
	return finding;
}

int vpb_findings_say(struct vpb_findings *findings, enum vpb_kind kind, long device,
	const struct vpb_origin *where, const char *reason, const char *fix)
{
	return vpb_findings_add(findings, kind, device, where, reason, fix) ? 0 : -ENOMEM;
}

int vpb_finding_set_command(struct vpb_finding *finding, const char *command)
{
	free(finding->command);
	finding->command = command ? strdup(command) : NULL;
	return command && !finding->command ? -ENOMEM : 0;
}

bool vpb_findings_have(const struct vpb_findings *findings, enum vpb_kind kind)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].kind == kind)
			return true;
	return false;
}

const char *vpb_severity_name(enum vpb_severity severity)
{
	static const char *const names[] = {"note", "warn", "refuse"};

	return names[severity];
}

const char *vpb_finding_verdict(const struct vpb_finding *finding)
{
	static const char *const words[] = {N_("note"), N_("warning"), N_("error")};

	if (finding->refused)
		return finding->severity == VPB_NOTE ? N_("late") : N_("refused");
	return words[finding->severity];
}

void vpb_finding_describe(const struct vpb_finding *finding,
	const struct vpb_snapshot *snapshot, struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];

	if (finding->where)
		vpb_text_add(text, "%s: ", finding->where);
	vpb_text_add(text, "%s: ", vpb_finding_verdict(finding));
	if (finding->device >= 0)
		vpb_text_add(text, "%s ",
			vpb_address_format(
				snapshot->devices[finding->device].address, address));
	vpb_text_add(text, "%s [%s]", finding->reason, finding->guard);
}

void vpb_finding_add_lines(const struct vpb_finding *finding,
	const struct vpb_snapshot *snapshot, const char *indent, struct vpb_text *text)
{
	vpb_text_add(text, "%s", indent);
	vpb_finding_describe(finding, snapshot, text);
	vpb_text_add(text, "\n");
	if (*finding->fix)
		vpb_text_add(text, "%s  fix: %s\n", indent, finding->fix);
}
