/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A time line for a person, drawn from the folders of two runs. */
#ifndef VPB_VM_JUDGE_PICTURE_H
#define VPB_VM_JUDGE_PICTURE_H

#include "lines.h"

#include <stdio.h>

/*
 * Writes an SVG: from /init on, each access to the registers of each function, and from when on a
 * driver had it; the run without us above the one with us, on one scale. Returns 0, or -errno
 * when a file is missing, or -EINVAL when a run was not ok or its log has no mark: nothing is
 * drawn of what proves nothing.
 */
VPB_MUST_USE int vpb_picture_draw(const char *without, const char *with, FILE *file);

#endif
