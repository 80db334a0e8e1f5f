/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_KIND_H
#define VPB_CORE_KIND_H

/*
 * What a finding can be about. A new guard is a row here and one in guard.c; any other kind a row
 * here, one in kind.c, and for what `check` finds two tests: a machine that causes it and one that
 * does not (tests/command/check/causes looks).
 */
enum vpb_kind {
	/* The guards, in the order in which they look (guard.c says why it matters). */
	VPB_KIND_UNREADABLE,
	VPB_KIND_IDENTITY,
	VPB_KIND_TWIN,
	VPB_KIND_UNREAD_SKIP,
	VPB_KIND_BRIDGE,
	VPB_KIND_NO_IOMMU,
	VPB_KIND_FOREIGN,
	VPB_KIND_DRIVER_FIRST,
	VPB_KIND_BOOT_DISPLAY,
	VPB_KIND_UNSAFE_DRIVER,
	VPB_KIND_PF_WITH_VFS,
	VPB_KIND_DEVICE_IN_USE,
	VPB_KIND_GROUP_SYSTEM,
	VPB_KIND_LAST_DISPLAY,
	VPB_KIND_COMPANION,
	VPB_KIND_LATE,
	VPB_KIND_CARRIERS,
	VPB_KIND_SYSTEM_DISK,
	VPB_KIND_DISK_IN_USE,
	VPB_KIND_NETWORK_ROOT,
	VPB_KIND_KEYBOARD,
	VPB_KIND_FRAMEBUFFER,
	VPB_KIND_DEFAULT_ROUTE,
	VPB_KIND_GROUP,
	VPB_KIND_GUARDS, /* how many these are */

	/* What a run finds that is no guard's. */
	VPB_KIND_SYNTAX = VPB_KIND_GUARDS, /* a word of a source is not understood */
	VPB_KIND_UNMATCHED, /* a rule names no device */
	VPB_KIND_MOVED, /* a skip finds another device at its address */
	VPB_KIND_SCAN, /* the PCI bus cannot be read */
	VPB_KIND_LIBRARY, /* libkmod cannot be opened */
	VPB_KIND_OFF, /* a switch or a rescue boot: nothing is bound */
	VPB_KIND_IDLE, /* nothing was asked for */
	VPB_KIND_DENYLIST, /* vfio-pci refuses it */
	VPB_KIND_VARIANT, /* a driver for VMs that is made for the device, asked for or not */
	VPB_KIND_LOST, /* VMs have it today, and the next boot leaves it to the host */
	/* Is the machine ready? */
	VPB_KIND_NOIOMMU,
	VPB_KIND_IOMMU_TOLD_OFF,
	VPB_KIND_IOMMU_FIRMWARE,
	VPB_KIND_IOMMU_NOT_BUILT,
	VPB_KIND_IOMMU_UNUSED,
	VPB_KIND_IOMMU_OFF,
	VPB_KIND_IOMMU_WORD,
	VPB_KIND_INTERRUPTS,
	VPB_KIND_LOCKDOWN,
	VPB_KIND_NO_MODULE,
	VPB_KIND_BUILT_IN,
	VPB_KIND_KERNEL_NAME,
	VPB_KIND_RESERVED,
	VPB_KIND_NO_IDENTITY,
	VPB_KIND_KEYBOARD_GIVEN,
	VPB_KIND_FRAMEBUFFER_KEPT,
	VPB_KIND_RESET,
	VPB_KIND_ACS_OVERRIDE,
	VPB_KIND_EFIFB_OFF,
	VPB_KIND_PCI_STUB,
	VPB_KIND_DRIVERCTL,
	VPB_KIND_UDEV_RULE,
	VPB_KIND_GPU_SWITCHER,
	VPB_KIND_LIBVIRT_HOOK,
	VPB_KIND_VIRQFD,
	VPB_KIND_MODULES_LOAD,
	VPB_KIND_SERVICE,
	VPB_KIND_LEFTOVER,
	VPB_KIND_LEFTOVER_MISTAKE,
	VPB_KIND_WRONG_ID,
	/* Are the boot images right? */
	VPB_KIND_IMAGE_UNSEEN,
	VPB_KIND_IMAGE_BROKEN,
	VPB_KIND_IMAGE_MISSING,
	VPB_KIND_IMAGE_LOST, /* of the running kernel */
	VPB_KIND_IMAGE_WITHOUT,
	VPB_KIND_IMAGE_LIBRARIES,
	VPB_KIND_IMAGE_HELPER,
	VPB_KIND_IMAGE_MODULES,
	VPB_KIND_IMAGE_FILES,
	VPB_KIND_IMAGE_ORDER,
	VPB_KIND_IMAGE_UNIT,
	VPB_KIND_IMAGE_INIT,
	VPB_KIND_IMAGE_CARRIERS,
	/* Did this boot do what it was asked for? */
	VPB_KIND_NO_REPORT,
	VPB_KIND_RUN,
	VPB_KIND_NOT_BOUND,
	VPB_KIND_NOT_ASKED,
	VPB_KIND_GIVEN_BACK, /* in the initramfs, as the root file system had not appeared */
	VPB_KIND_REBOOT, /* nothing else is left to do */

	VPB_KINDS,
};

enum vpb_severity {
	VPB_NOTE,
	VPB_WARN,
	VPB_REFUSE,
};

struct vpb_kind_row {
	const char *name; /* what users read in brackets */
	enum vpb_severity severity;
};

/* The kinds that are no guard's; see vpb_guards for the others. */
extern const struct vpb_kind_row vpb_kinds[VPB_KINDS];

#endif
