/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_DRIVER_MODULES_H
#define VPB_HOST_MACHINE_DRIVER_MODULES_H

#include "../../helper/sys/root.h"
#include "facts.h"
#include "softdep.h"

/*
 * The modules of the host that would claim a device by its modalias, in any of the kernels whose
 * modules are installed. Facts only. Modules for guests (vfio-pci, pci-stub) are none of them.
 */
struct vpb_driver_module {
	char name[VPB_NAME_BYTES];
	bool *claims; /* one a device of the snapshot */
	bool is_loadable; /* in one of the kernels it is a module */
	const char *
		built_in; /* a kernel that it is built into, or NULL; the facts' memory */
	/* What modprobe.d and the kernels' modules.softdep say of it. */
	struct vpb_softdep softdep;
};

struct vpb_driver_modules {
	struct vpb_driver_module *items; /* in the order of their names */
	size_t count;
};

void vpb_driver_modules_done(struct vpb_driver_modules *driver_modules);

/* Returns 0 or -ENOMEM; `facts` must outlive *ret_driver_modules, which the caller ends. */
int vpb_driver_modules_read(const struct vpb_root *root, const struct vpb_facts *facts,
	const struct vpb_snapshot *snapshot,
	struct vpb_driver_modules *ret_driver_modules) VPB_MUST_CHECK;

#endif
