/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_file.h"

#include <errno.h>

#include "../core/report.h"
#include "../core/report_shrink.h"

/* Half of what is read, so that a section of any length fits after it. */
#define VPB_REPORT_BYTES_MAX (VPB_ROOT_FILE_BYTES_MAX / 2)

int vpb_report_file_change(const struct vpb_root *root, const char *path,
	const struct vpb_address *arrival, const char *section)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	bool has_changed = *section;
	size_t dropped;
	int r = vpb_root_read(root, path, &text);

	if (r < 0 && r != -ENOENT)
		vpb_text_done(&text);
	if (arrival && vpb_report_forget_arrival(&text, *arrival))
		has_changed = true;
	dropped = vpb_report_shrink(&text, VPB_REPORT_BYTES_MAX);
	vpb_text_add(&text, "%s", section);
	if (dropped && *section)
		vpb_text_add(&text, "dropped=%zu\n", dropped);
	r = vpb_text_error(&text);
	return r < 0 || !has_changed ? r : vpb_root_replace(root, path, text.data);
}

int vpb_report_file_add(
	const struct vpb_root *root, const char *path, const char *section)
{
	return vpb_report_file_change(root, path, NULL, section);
}

void vpb_boot_id_read(const struct vpb_root *root, char *buffer, size_t buffer_bytes)
{
	if (vpb_root_read_word(
		    root, "proc/sys/kernel/random/boot_id", buffer, buffer_bytes) < 0)
		buffer[0] = '\0';
}
