/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_CONFIG_H
#define VPB_CORE_CONFIG_H

#include <stddef.h>

#include "request.h"

/*
 * Parses the text of one configuration file into the request: a directive a line, `bind` or
 * `skip`, then a selector and the words after it; '#' starts a comment. `source` is the name
 * to show for it. A line that is not understood becomes one problem, and the lines after it still
 * count. Any bytes are allowed. Pure. Returns 0 or -ENOMEM.
 */
int vpb_config_parse(struct vpb_request *request, const char *source, const char *text,
	size_t length) VPB_MUST_CHECK;

/*
 * The same for a systemd credential. Nobody has signed it, whatever the image is signed with: its
 * lines choose devices as those of a file do, but `allow=` is a problem, and its line does nothing.
 */
int vpb_config_parse_credential(struct vpb_request *request, const char *source,
	const char *text, size_t length) VPB_MUST_CHECK;

#endif
