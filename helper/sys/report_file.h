/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_REPORT_FILE_H
#define VPB_SYS_REPORT_FILE_H

#include "../core/address.h"
#include "root.h"

/* The report of this boot: a section a run, see core/report.h. */
#define VPB_REPORT_FILE "run/vfio-prebind/report"

/*
 * Adds a section after those that are there. Where these are too long, earlier ones of bind, release
 * and hotplug are dropped (core/report_shrink.h), and a line "dropped=N" says how many. A report that
 * cannot be read is lost, since this run's own is worth more. Returns 0 or -errno.
 */
int vpb_report_file_add(const struct vpb_root *root, const char *path,
	const char *section) VPB_MUST_CHECK;

/*
 * The same in place of the section of an earlier run for that arrival, where there is one; "" puts
 * nothing there.
 */
int vpb_report_file_change(const struct vpb_root *root, const char *path,
	const struct vpb_address *arrival, const char *section) VPB_MUST_CHECK;

/* "" where it cannot be read. */
void vpb_boot_id_read(const struct vpb_root *root, char *buffer, size_t buffer_bytes);

#endif
