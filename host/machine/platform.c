/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts.h"

#include <string.h>

/*
 * dom0 has that word in a file of its own (drivers/xen/xenfs/super.c). "hypervisor" is a flag of the
 * processor in a VM (X86_FEATURE_HYPERVISOR), which dom0 may have too; the words before a colon are the
 * kernel's (arch/x86/kernel/cpu/proc.c, arch/arm64/kernel/cpuinfo.c).
 */
enum vpb_platform vpb_platform_find(const struct vpb_root *root)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text xen = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text processor = {};

	if (vpb_root_read(root, "proc/xen/capabilities", &xen) == 0 && xen.data &&
		strstr(xen.data, "control_d"))
		return VPB_PLATFORM_XEN;
	if (vpb_root_read(root, "proc/cpuinfo", &processor) < 0 || !processor.data)
		return VPB_PLATFORM_UNKNOWN;
	if (strstr(processor.data, "CPU implementer"))
		return VPB_PLATFORM_ARM;
	if (strstr(processor.data, " hypervisor"))
		return VPB_PLATFORM_GUEST;
	if (strstr(processor.data, "GenuineIntel"))
		return VPB_PLATFORM_INTEL;
	if (strstr(processor.data, "AuthenticAMD") ||
		strstr(processor.data, "HygonGenuine"))
		return VPB_PLATFORM_AMD;
	return VPB_PLATFORM_UNKNOWN;
}
