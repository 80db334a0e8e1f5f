/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "selectors.h"

#include "../../helper/base/log.h"
#include "../../helper/core/rule_parse.h"

bool vpb_selectors_are_fine(const char *command, const char *const *selectors)
{
	VPB_CLEANUP(vpb_request_done) struct vpb_request request = {};
	const struct vpb_origin origin = {.source = (char *)""};

	for (size_t i = 0; selectors[i]; i++) {
		if (vpb_request_add_rule(
			    &request, VPB_VERB_BIND, selectors[i], "+", &origin) < 0)
			return false;
		if (!request.problem_count)
			continue;
		vpb_log(VPB_LOG_ERROR, "%s: '%s': %s", command, request.problems[0].word,
			request.problems[0].message);
		return false;
	}
	return true;
}
