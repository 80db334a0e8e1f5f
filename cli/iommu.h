/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_IOMMU_H
#define VPB_CLI_IOMMU_H

#include "../helper/pipeline.h"
#include "../host/machine/facts.h"

/*
 * What keeps every device of this machine from VMs: no IOMMU, or interrupts that are not remapped. One
 * finding, the first from the firmware upwards, with the fix that is right for this machine and kernel.
 * Where the kernel was not told to use the IOMMU, the boot loader's files are looked at as well.
 * `noiommu` is the snapshot's. Returns 0 or -ENOMEM.
 */
int vpb_iommu_look(const struct vpb_root *root, const struct vpb_facts *facts,
	bool noiommu, struct vpb_findings *findings) VPB_MUST_CHECK;

/* Gives that reason and that fix to each device of the run that is refused for want of an IOMMU. */
int vpb_iommu_explain(const struct vpb_root *root, const struct vpb_facts *facts,
	struct vpb_run *run) VPB_MUST_CHECK;

#endif
