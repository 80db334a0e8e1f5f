/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts.h"

#include "../../helper/sys/folder.h"

int vpb_facts_each_entry(const struct vpb_root *root, const char *folder,
	vpb_facts_take *take, struct vpb_facts *facts)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder names = vpb_folder_read(root, folder);
	int r = 0;

	for (int i = 0; r == 0 && i < names.count; i++)
		r = take(root, folder, names.entries[i]->d_name, facts);
	return r;
}
