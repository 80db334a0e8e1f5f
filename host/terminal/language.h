/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_TERMINAL_LANGUAGE_H
#define VPB_HOST_TERMINAL_LANGUAGE_H

#include <libintl.h>

#include "../../helper/base/text.h"

/*
 * The language of who reads. What is printed is translated where it is printed: whole sentences by
 * gettext(3), and what was made before in English, such as a finding, by the messages of po/ that it
 * was made with. JSON, the journal and files have the English text.
 */
#define _(message) gettext(message)

/* By the environment, where the terminal's letters are UTF-8; catalogs are below `folder`. */
void vpb_language_begin(const char *folder);

/* From now on all is English, as programs read it. */
void vpb_language_end(void);

/*
 * Adds the translation of an English text that any of the messages made, alone or one after the other, and
 * whose arguments may be messages as well; the text itself where there is none.
 */
void vpb_language_add(const char *english, struct vpb_text *text);

/* The same alone, in `room`, for an argument of a message; the text itself where memory is out. */
const char *vpb_language_text(const char *english, struct vpb_text *room);

/* The same for the numbered steps of a plan, a line each. */
void vpb_language_add_lines(const char *english, struct vpb_text *text);

/* The same for a finding of a report, in the form of vpb_finding_describe(). */
void vpb_language_add_finding(const char *english, struct vpb_text *text);

#endif
