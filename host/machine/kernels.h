/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_KERNELS_H
#define VPB_HOST_MACHINE_KERNELS_H

#include "facts.h"

/* Parts of facts.h that look into folders, and at one kernel. All return 0 or -ENOMEM. */

typedef int vpb_folder_take(const struct vpb_root *root, const char *folder,
	const char *name, struct vpb_facts *facts);

/* Calls `take` for each entry that is not hidden, by name; a missing folder is empty. */
int vpb_folder_each(const struct vpb_root *root, const char *folder,
	vpb_folder_take *take, struct vpb_facts *facts) VPB_MUST_CHECK;

/* From /boot, or the folder of its modules; what cannot be read stays as it is. */
void vpb_facts_read_config(const struct vpb_root *root, const char *release,
	struct vpb_kernel_config *config);

int vpb_facts_gather_kernels(
	const struct vpb_root *root, struct vpb_facts *facts) VPB_MUST_CHECK;
int vpb_facts_gather_others(
	const struct vpb_root *root, struct vpb_facts *facts) VPB_MUST_CHECK;

#endif
