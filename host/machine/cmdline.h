/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_CMDLINE_H
#define VPB_HOST_MACHINE_CMDLINE_H

#include <stdbool.h>

/*
 * What words of the kernel command line ask for. Values of one key stand in one word, with commas
 * between, or in several (drivers/iommu/intel/iommu.c, intel_iommu_setup()). Pure.
 */

/* Whether a word of the command line is KEY= with this among its values. */
bool vpb_cmdline_has(const char *cmdline, const char *key, const char *value);

/* Whether Intel's IOMMU is asked for, or told to be off: the last of the two values counts. */
bool vpb_cmdline_asks_intel(const char *cmdline);
bool vpb_cmdline_tells_intel_off(const char *cmdline);

/*
 * Whether the line does what `word` does: one of the IOMMU's also by its value among others, any
 * other one as it stands. A word may have its quotes.
 */
bool vpb_cmdline_says(const char *cmdline, const char *word);

#endif
