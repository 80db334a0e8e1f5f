/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_REPORT_SHRINK_H
#define VPB_CORE_REPORT_SHRINK_H

#include "../base/text.h"

/*
 * Keeps the report file (report.h) to a length that its readers take, however often devices are
 * bound and released. Pure.
 *
 * Drops sections of bind, release and hotplug runs until the text has at most `bytes_max` bytes:
 * first those whose devices all have a later entry that counts instead of theirs, then the others,
 * the oldest first. The sections of the boot itself always stay. Returns how many sections are
 * missing: those dropped, and what dropped ones said in a line "dropped=N".
 */
size_t vpb_report_shrink(struct vpb_text *text, size_t bytes_max);

#endif
