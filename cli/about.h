/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_ABOUT_H
#define VPB_CLI_ABOUT_H

#include "../helper/core/finding.h"
#include "../helper/core/report_read.h"
#include "../helper/pipeline.h"
#include "../host/machine/facts.h"
#include "../host/machine/inventory.h"

/* What a machine is, and what the next boot does with it. */
struct vpb_about {
	const struct vpb_root *root;
	const struct vpb_facts *facts;
	const struct vpb_run *run; /* of the next boot, in the initramfs */
	const struct vpb_run
		*late; /* and in the real root, where anything is left to it */
	const struct vpb_inventory *inventory; /* also what of the host it carries */
	/* Only check has these. */
	const struct vpb_boot_report
		*report; /* of this boot; no section where there is none */
	const struct vpb_text *reboot; /* what vpb_reboot_explain() says, or "" */
};

/*
 * What speaks against giving the devices away beside the guards, each with its fix in one line: plan,
 * check and setup say all of it. 0 or -ENOMEM.
 */
int vpb_about_devices(
	const struct vpb_about *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

/* Parts of it: does anything else on this system mean the same devices, or their drivers? */
int vpb_about_conflicts(
	const struct vpb_about *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

/* Do udev rules, libvirt's hooks or tools that switch graphics cards mean the same devices? */
int vpb_about_switchers(
	const struct vpb_about *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

/* Can what is given away be reset between two VMs? */
int vpb_about_reset(
	const struct vpb_about *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

#endif
