/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_file.h"

#include <errno.h>

int vpb_report_file_add(
	const struct vpb_root *root, const char *path, const char *section)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r = vpb_root_read(root, path, &text);

	if (r < 0 && r != -ENOENT)
		vpb_text_done(&text);
	vpb_text_add(&text, "%s", section);
	r = vpb_text_error(&text);
	return r < 0 ? r : vpb_root_replace(root, path, text.data);
}

void vpb_boot_id_read(const struct vpb_root *root, char *buffer, size_t buffer_bytes)
{
	if (vpb_root_read_word(
		    root, "proc/sys/kernel/random/boot_id", buffer, buffer_bytes) < 0)
		buffer[0] = '\0';
}
