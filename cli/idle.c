/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "idle.h"

#include <errno.h>

int vpb_idle_explain(struct vpb_run *run, const char *which)
{
	const struct vpb_request *request = &run->request;
	const char *word = request->disabled ? "vfio_prebind.enable=0" : request->rescue;
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

	if (vpb_request_is_active(request))
		return 0;
	if (word)
		vpb_text_add(&reason,
			"with '%s', as on %s command line, nothing is bound", word,
			which);
	else
		vpb_text_add(&reason,
			"nothing is asked for: no 'bind' in the configuration, and no key "
			"on %s command line",
			which);
	if (vpb_text_error(&reason) < 0 ||
		!vpb_findings_add(&run->findings, VPB_NOTE, word ? "off" : "idle", -1,
			NULL, reason.data, ""))
		return -ENOMEM;
	return 0;
}
