/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "findings.h"

#include <stdio.h>

#include "../helper/base/log.h"

void vpb_findings_print(const char *indent, const struct vpb_findings *findings,
	const struct vpb_snapshot *snapshot)
{
	for (size_t i = 0; i < findings->count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		vpb_finding_add_lines(&findings->items[i], snapshot, indent, &text);
		fputs(text.data ? text.data : findings->items[i].guard, stdout);
	}
}

void vpb_finding_log(const char *command, const struct vpb_finding *finding)
{
	vpb_log(VPB_LOG_ERROR, "%s: %s", command, finding->reason);
	if (*finding->fix)
		vpb_log(VPB_LOG_ERROR, "  fix: %s", finding->fix);
}

struct libscols_table *vpb_findings_table(const char *name,
	const struct vpb_findings *findings, const struct vpb_snapshot *snapshot)
{
	static const struct vpb_table_column columns[] = {
		{.name = "SEVERITY"},
		{.name = "GUARD"},
		{.name = "ADDRESS"},
		{.name = "WHERE"},
		{.name = "REASON"},
		{.name = "FIX"},
		{.name = "REFUSED", .json_type = SCOLS_JSON_BOOLEAN},
	};
	enum { COUNT = sizeof(columns) / sizeof(*columns) };
	struct libscols_table *table = vpb_table_new(name, columns, COUNT, true);

	for (size_t i = 0; table && i < findings->count; i++) {
		const struct vpb_finding *finding = &findings->items[i];
		char address[VPB_ADDRESS_BYTES];
		const char *const cells[COUNT] = {vpb_severity_name(finding->severity),
			finding->guard,
			finding->device < 0
				? NULL
				: vpb_address_format(
					  snapshot->devices[finding->device].address,
					  address),
			finding->where, finding->reason, finding->fix,
			finding->refused ? "1" : "0"};

		if (vpb_table_add(table, cells, COUNT) < 0) {
			scols_unref_table(table);
			return NULL;
		}
	}
	return table;
}
