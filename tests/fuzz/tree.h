/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FUZZ_TREE_H
#define FUZZ_TREE_H

#include "../../helper/base/cleanup.h"
#include "../../helper/sys/root.h"

/*
 * A small machine as a real tree in memory (below $TMPDIR, /dev/shm or /tmp), that goes when
 * the program ends. Each input changes it, and tree_restore() undoes that.
 */

/* Makes it at the first call. */
const struct vpb_root *tree_get(void);

/*
 * Carries out one line of an input; what is none is skipped:
 *
 *   DIGIT ATTRIBUTE VALUE       the attribute of that device, counted from 0
 *   DIGIT ATTRIBUTE -> TARGET   a link in its place
 *   DIGIT ATTRIBUTE             it is gone
 *   entry NAME                  one more folder among the devices
 *   conf TEXT, cmdline TEXT, iomem TEXT, modprobe TEXT    one more line of that file
 *   vmcore                      this is the kernel that saves a crash dump
 *
 * In values \n, \0 and \xHH stand for bytes.
 */
void tree_change(char *line);

/* Writes the files whose lines were collected; to be called after the changes. */
void tree_settle(void);

void tree_restore(void);

#endif
