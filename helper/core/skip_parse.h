/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_SKIP_PARSE_H
#define VPB_CORE_SKIP_PARSE_H

#include "request.h"

/*
 * What a skip keeps with the host. A mistake in it must not take that protection away, so it is read
 * more kindly than a bind: several devices, lists with commas, quotes. What is still not understood
 * is a problem, and marks the request (has_unread_skip): then no device is bound that is selected
 * by an id alone. Pure.
 */

/*
 * Adds a rule for each device of `words`, split at `separators` and at commas. `origin` is where
 * `words` begins and stays the caller's. Returns 0 or -ENOMEM.
 */
int vpb_skip_parse(struct vpb_request *request, const char *words, const char *separators,
	const struct vpb_origin *origin) VPB_MUST_CHECK;

/*
 * Whether the first word of a line, which is neither 'bind' nor 'skip', was meant to be 'skip':
 * in capitals, with a colon, in quotes.
 */
bool vpb_skip_is_meant(const char *verb);

/* Whether it may be a mistyped 'skip': it has no more of the letters of 'bind'. */
bool vpb_skip_may_be_meant(const char *verb);

#endif
