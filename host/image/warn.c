/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "judge.h"

int vpb_image_warn(const struct vpb_image_case *image_case, struct vpb_findings *findings,
	enum vpb_kind kind, const struct vpb_text *reason, const char *first)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text whole = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	struct vpb_finding *finding;

	vpb_text_add(&whole, "%s %s", image_case->title, reason->data);
	if (first)
		vpb_text_add(&fix, "%s, then: ", first);
	vpb_text_add(&fix, "%s", image_case->rebuild);
	if (vpb_text_error(reason) < 0 || vpb_text_error(&whole) < 0 ||
		vpb_text_error(&fix) < 0)
		return -ENOMEM;
	finding = vpb_findings_add(findings, kind, -1, NULL, whole.data, fix.data);
	if (!finding)
		return -ENOMEM;
	return vpb_finding_set_command(
		finding, image_case->is_command ? image_case->rebuild : NULL);
}
