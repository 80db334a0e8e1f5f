/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_SHELL_SETTINGS_H
#define VPB_CORE_SHELL_SETTINGS_H

#include <stddef.h>

#include "../base/text.h"

/*
 * Files of settings that a shell reads, one after the other: NAME=VALUE, NAME+=VALUE, with quotes or
 * without, and lists in brackets, also over several lines. What a shell would work out (variables,
 * commands, conditions) is taken as it is written. Pure.
 */
struct vpb_setting {
	const char *name; /* a constant */
	struct vpb_text value; /* the words, with blanks between them */
	struct vpb_text file; /* what set it last */
};

void vpb_settings_done(struct vpb_setting *settings, size_t count);

/*
 * Takes over what the text of `file` says of these names: '=' replaces what earlier ones said, '+='
 * adds to it. 0 or -ENOMEM.
 */
int vpb_settings_parse(struct vpb_setting *settings, size_t count, const char *file,
	const char *text) VPB_MUST_CHECK;

#endif
