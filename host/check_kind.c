/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check_kind.h"

#include <errno.h>
#include <string.h>

const struct vpb_check_kind_row vpb_check_kinds[VPB_CHECK_KINDS] = {
	[VPB_CHECK_NOIOMMU] = {"noiommu", VPB_WARN},
	[VPB_CHECK_IOMMU_TOLD_OFF] = {"iommu-told-off", VPB_WARN},
	[VPB_CHECK_IOMMU_FIRMWARE] = {"iommu-firmware", VPB_WARN},
	[VPB_CHECK_IOMMU_NOT_BUILT] = {"iommu-not-built", VPB_WARN},
	[VPB_CHECK_IOMMU_UNUSED] = {"iommu-unused", VPB_WARN},
	[VPB_CHECK_IOMMU_OFF] = {"iommu-off", VPB_WARN},
	[VPB_CHECK_IOMMU_WORD] = {"iommu-word", VPB_NOTE},
	[VPB_CHECK_INTERRUPTS] = {"interrupts", VPB_WARN},
	[VPB_CHECK_LOCKDOWN] = {"lockdown", VPB_NOTE},
	[VPB_CHECK_NO_MODULE] = {"no-module", VPB_WARN},
	[VPB_CHECK_BUILT_IN] = {"built-in", VPB_WARN},
	[VPB_CHECK_KERNEL_NAME] = {"kernel-name", VPB_WARN},
	[VPB_CHECK_RESERVED] = {"reserved", VPB_WARN},
	[VPB_CHECK_NO_IDENTITY] = {"no-identity", VPB_NOTE},
	[VPB_CHECK_ROUTE_GIVEN] = {"route-given", VPB_WARN},
	[VPB_CHECK_KEYBOARD_GIVEN] = {"keyboard-given", VPB_WARN},
	[VPB_CHECK_FRAMEBUFFER] = {"framebuffer-held", VPB_WARN},
	[VPB_CHECK_PCI_STUB] = {"pci-stub", VPB_WARN},
	[VPB_CHECK_DRIVERCTL] = {"driverctl", VPB_WARN},
	[VPB_CHECK_VIRQFD] = {"virqfd", VPB_NOTE}, /* up to 6.1 it is there */
	[VPB_CHECK_MODULES_LOAD] = {"modules-load", VPB_WARN},
	[VPB_CHECK_SERVICE] = {"service", VPB_WARN},
	[VPB_CHECK_IMAGE_UNSEEN] = {"image-unseen", VPB_NOTE},
	[VPB_CHECK_IMAGE_BROKEN] = {"image-broken", VPB_WARN},
	[VPB_CHECK_IMAGE_MISSING] = {"image-missing", VPB_NOTE},
	[VPB_CHECK_IMAGE_WITHOUT] = {"image-without", VPB_WARN},
	[VPB_CHECK_IMAGE_LIBRARIES] = {"image-libraries", VPB_WARN},
	[VPB_CHECK_IMAGE_HELPER] = {"image-helper", VPB_WARN},
	[VPB_CHECK_IMAGE_MODULES] = {"image-modules", VPB_WARN},
	[VPB_CHECK_IMAGE_FILES] = {"image-files", VPB_WARN},
	[VPB_CHECK_IMAGE_ORDER] = {"image-order", VPB_WARN},
	[VPB_CHECK_IMAGE_UNIT] = {"image-unit", VPB_WARN},
	[VPB_CHECK_NO_REPORT] = {"no-report", VPB_WARN},
	[VPB_CHECK_RUN] = {"run", VPB_WARN},
	[VPB_CHECK_NOT_BOUND] = {"not-bound", VPB_WARN},
	[VPB_CHECK_NOT_ASKED] = {"not-asked", VPB_WARN},
};

bool vpb_check_binds_nothing(const char *name)
{
	static const enum vpb_check_kind kinds[] = {VPB_CHECK_IMAGE_BROKEN,
		VPB_CHECK_IMAGE_WITHOUT, VPB_CHECK_IMAGE_LIBRARIES,
		VPB_CHECK_IMAGE_MODULES, VPB_CHECK_IMAGE_FILES, VPB_CHECK_IMAGE_ORDER,
		VPB_CHECK_IMAGE_UNIT};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(vpb_check_kinds[kinds[i]].name, name) == 0)
			return true;
	return false;
}

int vpb_check_add(struct vpb_findings *findings, enum vpb_check_kind kind, long device,
	const struct vpb_origin *where, const char *reason, const char *cure)
{
	return vpb_findings_add(findings, vpb_check_kinds[kind].severity,
		       vpb_check_kinds[kind].name, device, where, reason, cure)
		       ? 0
		       : -ENOMEM;
}
