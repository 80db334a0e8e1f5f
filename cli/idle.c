/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "idle.h"

#include <errno.h>

int vpb_idle_explain(struct vpb_run *run, const char *which)
{
	const struct vpb_request *request = &run->request;
	const char *word = vpb_request_off_word(request);
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

	if (vpb_request_is_active(request))
		return 0;
	if (word)
		vpb_text_add(&reason,
			"nothing is bound, because of '%s' on %s command line", word,
			which);
	else
		vpb_text_add(&reason,
			"no device is configured: there is no 'bind' in the configuration and "
			"no word of ours on %s command line",
			which);
	if (vpb_text_error(&reason) < 0 ||
		!vpb_findings_add(&run->findings, word ? VPB_KIND_OFF : VPB_KIND_IDLE, -1,
			NULL, reason.data,
			word && vpb_request_asks(request)
				? "boot without that word, and what is configured is bound again; to keep "
				  "it with the host, run: vfio-prebind remove"
				: ""))
		return -ENOMEM;
	return 0;
}
