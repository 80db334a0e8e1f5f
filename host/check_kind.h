/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHECK_KIND_H
#define VPB_HOST_CHECK_KIND_H

#include "../helper/core/finding.h"

/*
 * What `check` can find beyond the guards: a new kind is a row here, one in check_kind.c, and two
 * tests, a machine that causes it and one that does not (tests/command/check/causes looks).
 */
enum vpb_check_kind {
	/* Is the machine ready? */
	VPB_CHECK_NOIOMMU,
	VPB_CHECK_IOMMU_TOLD_OFF,
	VPB_CHECK_IOMMU_FIRMWARE,
	VPB_CHECK_IOMMU_NOT_BUILT,
	VPB_CHECK_IOMMU_UNUSED,
	VPB_CHECK_IOMMU_OFF,
	VPB_CHECK_IOMMU_WORD,
	VPB_CHECK_INTERRUPTS,
	VPB_CHECK_LOCKDOWN,
	VPB_CHECK_NO_MODULE,
	VPB_CHECK_BUILT_IN,
	VPB_CHECK_KERNEL_NAME,
	VPB_CHECK_RESERVED,
	VPB_CHECK_NO_IDENTITY,
	VPB_CHECK_ROUTE_GIVEN,
	VPB_CHECK_KEYBOARD_GIVEN,
	VPB_CHECK_FRAMEBUFFER,
	VPB_CHECK_PCI_STUB,
	VPB_CHECK_DRIVERCTL,
	VPB_CHECK_VIRQFD,
	VPB_CHECK_MODULES_LOAD,
	VPB_CHECK_SERVICE,
	/* Are the boot images right? */
	VPB_CHECK_IMAGE_UNSEEN,
	VPB_CHECK_IMAGE_BROKEN,
	VPB_CHECK_IMAGE_MISSING,
	VPB_CHECK_IMAGE_WITHOUT,
	VPB_CHECK_IMAGE_LIBRARIES,
	VPB_CHECK_IMAGE_HELPER,
	VPB_CHECK_IMAGE_MODULES,
	VPB_CHECK_IMAGE_FILES,
	VPB_CHECK_IMAGE_ORDER,
	VPB_CHECK_IMAGE_UNIT,
	/* Did this boot do what it was asked for? */
	VPB_CHECK_NO_REPORT,
	VPB_CHECK_RUN,
	VPB_CHECK_NOT_BOUND,
	VPB_CHECK_NOT_ASKED,

	VPB_CHECK_KINDS,
};

struct vpb_check_kind_row {
	const char *name; /* the finding's `guard` */
	enum vpb_severity severity;
};

extern const struct vpb_check_kind_row vpb_check_kinds[VPB_CHECK_KINDS];

/* Whether a finding of that name says of an image that it binds nothing, or too late. */
bool vpb_check_binds_nothing(const char *name);

/* One finding; the texts and `where`, which may be NULL, are copied. Returns 0 or -ENOMEM. */
int vpb_check_add(struct vpb_findings *findings, enum vpb_check_kind kind, long device,
	const struct vpb_origin *where, const char *reason,
	const char *cure) VPB_MUST_CHECK;

#endif
