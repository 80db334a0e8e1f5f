/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "findings.h"

#include <string.h>

#include "../../helper/base/log.h"
#include "language.h"
#include "line.h"
#include "screen.h"

void vpb_finding_text_print(const char *text, const char *verdict)
{
	bool is_bad = strcmp(verdict, "refused") == 0 || strcmp(verdict, "error") == 0;
	bool is_warning = strcmp(verdict, "warning") == 0;

	vpb_sentences_print(text, is_bad || is_warning ? _(verdict) : NULL,
		is_bad ? VPB_COLOR_BAD : VPB_COLOR_WARN);
}

/* As vpb_finding_add_lines() has it in English. */
static void finding_add(const struct vpb_finding *finding,
	const struct vpb_snapshot *snapshot, const char *indent, struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];

	vpb_text_add(text, "%s", indent);
	if (finding->where) {
		vpb_language_add(finding->where, text);
		vpb_text_add(text, ": ");
	}
	vpb_text_add(text, "%s: ", _(vpb_finding_verdict(finding)));
	if (finding->device >= 0)
		vpb_text_add(text, "%s ",
			vpb_address_format(
				snapshot->devices[finding->device].address, address));
	vpb_language_add(finding->reason, text);
	vpb_text_add(text, " [%s]\n", finding->guard);
	if (*finding->fix) {
		vpb_text_add(text, "%s  %s", indent, _("fix: "));
		vpb_language_add(finding->fix, text);
		vpb_text_add(text, "\n");
	}
}

void vpb_findings_print(const char *indent, const struct vpb_findings *findings,
	const struct vpb_snapshot *snapshot)
{
	for (size_t i = 0; i < findings->count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		finding_add(&findings->items[i], snapshot, indent, &text);
		vpb_finding_text_print(text.data ? text.data : findings->items[i].guard,
			vpb_finding_verdict(&findings->items[i]));
	}
}

void vpb_finding_log(const char *command, const struct vpb_finding *finding)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

	vpb_language_add(finding->reason, &reason);
	vpb_log(VPB_LOG_ERROR, "%s: %s", command,
		reason.data ? reason.data : finding->reason);
	if (!*finding->fix)
		return;
	vpb_language_add(finding->fix, &fix);
	vpb_log(VPB_LOG_ERROR, "  %s%s", _("fix: "), fix.data ? fix.data : finding->fix);
}

void vpb_findings_add_json(struct vpb_json *json, const char *key,
	const struct vpb_findings *findings, const struct vpb_snapshot *snapshot)
{
	vpb_json_begin_array(json, key);
	for (size_t i = 0; i < findings->count; i++) {
		const struct vpb_finding *finding = &findings->items[i];
		char address[VPB_ADDRESS_BYTES] = "";

		if (finding->device >= 0)
			vpb_address_format(
				snapshot->devices[finding->device].address, address);
		vpb_json_begin_object(json, NULL);
		vpb_json_add_string(
			json, "severity", vpb_severity_name(finding->severity));
		vpb_json_add_string(json, "guard", finding->guard);
		vpb_json_add_string(json, "address", address);
		vpb_json_add_string(json, "where", finding->where);
		vpb_json_add_string(json, "reason", finding->reason);
		vpb_json_add_string(json, "fix", finding->fix);
		vpb_json_add_boolean(json, "refused", finding->refused);
		vpb_json_end_object(json);
	}
	vpb_json_end_array(json);
}
