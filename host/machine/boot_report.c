/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot_report.h"

#include <errno.h>

#include "../../helper/sys/report_file.h"

int vpb_boot_report_read(const struct vpb_root *root, struct vpb_boot_report *ret_report)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char boot_id[64];
	int r = vpb_root_read(root, VPB_REPORT_FILE, &text);

	*ret_report = (struct vpb_boot_report){};
	if (r == -ENOENT || r == -ENOTDIR)
		return 0;
	if (r < 0)
		return r;
	vpb_boot_id_read(root, boot_id, sizeof(boot_id));
	return vpb_boot_report_parse(text.data ? text.data : "", boot_id, ret_report);
}
