/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "finding.h"

#include <stdlib.h>
#include <string.h>

#include "../base/array.h"

static void finding_done(struct vpb_finding *finding)
{
	free(finding->where);
	free(finding->reason);
	free(finding->cure);
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

static size_t printable_span(const char *text)
{
	size_t length = 0;

	while ((unsigned char)text[length] >= ' ' && (unsigned char)text[length] < 0x7f)
		length++;
	return length;
}

/* Words of the sources and of sysfs may hold any bytes, and a finding is read on consoles. */
static char *printable_copy(const char *from)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	while (from && *from) {
		size_t length = printable_span(from);

		vpb_text_add_bytes(&text, from, length);
		from += length;
		if (*from)
			vpb_text_add(&text, "\\x%02x", (unsigned char)*from++);
	}
	if (vpb_text_error(&text) < 0)
		return NULL;
	return strdup(text.data ? text.data : "");
}

struct vpb_finding *vpb_findings_add(struct vpb_findings *findings,
	enum vpb_severity severity, const char *guard, long device,
	const struct vpb_origin *where, const char *reason, const char *cure)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text place = {};
	struct vpb_finding finding = {
		.severity = severity, .guard = guard, .device = device};
	struct vpb_finding *items =
		vpb_array_grow(findings->items, findings->count, sizeof(*items));

	if (!items)
		return NULL;
	findings->items = items;
	if (where) {
		vpb_text_add(
			&place, "%s:%u:%u", where->source, where->line, where->column);
		finding.where = printable_copy(place.data);
	}
	finding.reason = printable_copy(reason);
	finding.cure = printable_copy(cure);
	if (!finding.reason || !finding.cure || (where && !finding.where)) {
		finding_done(&finding);
		return NULL;
	}
	items[findings->count] = finding;
	return &items[findings->count++];
}

const char *vpb_severity_name(enum vpb_severity severity)
{
	static const char *const names[] = {"note", "warn", "refuse"};

	return names[severity];
}

void vpb_finding_describe(const struct vpb_finding *finding,
	const struct vpb_snapshot *snapshot, struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];

	if (finding->device >= 0)
		vpb_text_add(text, "%s: ",
			vpb_address_format(
				snapshot->devices[finding->device].address, address));
	if (finding->refused)
		vpb_text_add(text, "%s (%s): ",
			finding->severity == VPB_NOTE ? "not now" : "refused",
			finding->guard);
	if (finding->where)
		vpb_text_add(text, "%s: ", finding->where);
	vpb_text_add(text, "%s", finding->reason);
	if (*finding->cure)
		vpb_text_add(text, "; %s", finding->cure);
}
