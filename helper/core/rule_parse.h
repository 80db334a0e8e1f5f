/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_RULE_PARSE_H
#define VPB_CORE_RULE_PARSE_H

#include "request.h"

/*
 * Parses one rule and adds it: `words` is the selector followed by words such as `all`,
 * `companions=none`, `driver=auto`, `sleep=auto`, `allow=twin,boot-display`, split at `separator` characters (config: space;
 * command line: '+'). What is not understood is added as a problem at its own column instead of
 * the rule, and the return value is still 0; -ENOMEM is the only error. `origin` is where `words`
 * begins and stays the caller's. For a skip see skip_parse.h.
 */
int vpb_request_add_rule(struct vpb_request *request, enum vpb_verb verb,
	const char *words, const char *separators,
	const struct vpb_origin *origin) VPB_MUST_CHECK;

/*
 * The same for one item of `vfio-pci.ids=`, which knows no words after it. Twins are allowed,
 * as the kernel's own reading of it always did.
 */
int vpb_request_add_vfio_id(struct vpb_request *request, const char *item,
	const struct vpb_origin *origin) VPB_MUST_CHECK;

#endif
