/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_CHECK_CHECK_H
#define VPB_CLI_CHECK_CHECK_H

#include "../../helper/core/report_read.h"
#include "../../helper/pipeline.h"
#include "../../helper/core/finding.h"
#include "../../host/machine/facts.h"
#include "../../host/machine/inventory.h"

/*
 * The questions of `check`: each adds findings, every one with its fix in one line, to the list
 * that it is given. Return 0 or -ENOMEM.
 */
struct vpb_check_scene {
	const struct vpb_root *root;
	const struct vpb_facts *facts;
	const struct vpb_run *run; /* of the next boot, in the initramfs */
	const struct vpb_run
		*late; /* and in the real root, where anything is left to it */
	const struct vpb_snapshot *now; /* also what of the host it carries */
	const struct vpb_inventory *inventory; /* what that is the snapshot of */
	const struct vpb_boot_report
		*report; /* of this boot; no section where there is none */
	const struct vpb_text *reboot; /* what vpb_reboot_explain() says, or "" */
};

/* Is the machine ready: IOMMU, interrupts, reserved regions, vfio-pci in each kernel. */
int vpb_check_machine(const struct vpb_check_scene *scene,
	struct vpb_findings *findings) VPB_MUST_CHECK;

/* Does anything else on this system mean the same devices, or their drivers? */
int vpb_check_conflicts(const struct vpb_check_scene *scene,
	struct vpb_findings *findings) VPB_MUST_CHECK;

/* What did a guide have the user write, and is it right? */
int vpb_check_leftovers(const struct vpb_check_scene *scene,
	struct vpb_findings *findings) VPB_MUST_CHECK;

/* Do udev rules, libvirt's hooks or tools that switch graphics cards mean the same devices? */
int vpb_check_switchers(const struct vpb_check_scene *scene,
	struct vpb_findings *findings) VPB_MUST_CHECK;

/* Can what is given away be reset between two VMs? */
int vpb_check_reset(const struct vpb_check_scene *scene,
	struct vpb_findings *findings) VPB_MUST_CHECK;

/* Are there words on the kernel command line that do not do what guides say of them? */
int vpb_check_words(const struct vpb_check_scene *scene,
	struct vpb_findings *findings) VPB_MUST_CHECK;

/* Did this boot do what is asked for: the report against the truth. */
int vpb_check_boot(const struct vpb_check_scene *scene,
	struct vpb_findings *findings) VPB_MUST_CHECK;

#endif
