/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "iommu.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../host/loader/unbooted.h"
#include "../host/machine/cmdline.h"

/* What is off, why, and what turns it on. */
struct cause {
	enum vpb_kind kind;
	const char *reason, *fix;
};

/* Where the firmware shows no table: what there is to turn on depends on what the machine is. */
static const struct cause no_table[] = {
	[VPB_PLATFORM_UNKNOWN] = {VPB_KIND_IOMMU_FIRMWARE,
		"the IOMMU is off: the firmware shows the kernel none (neither a DMAR nor an "
		"IVRS table)",
		"turn on VT-d (Intel) or AMD-Vi, IOMMU (AMD) in the firmware setup, and boot "
		"again"},
	[VPB_PLATFORM_INTEL] = {VPB_KIND_IOMMU_FIRMWARE,
		"the IOMMU is off: the firmware shows the kernel none (no DMAR table)",
		"turn on VT-d in the firmware setup, and boot again"},
	[VPB_PLATFORM_AMD] = {VPB_KIND_IOMMU_FIRMWARE,
		"the IOMMU is off: the firmware shows the kernel none (no IVRS table)",
		"turn on IOMMU (AMD-Vi) in the firmware setup, and boot again"},
	[VPB_PLATFORM_ARM] = {VPB_KIND_IOMMU_FIRMWARE, "the kernel uses no IOMMU (SMMU)",
		"look in the kernel's log for the reason: journalctl -k -g 'smmu|iommu'; the "
		"firmware has to describe one, and the kernel to have its driver"},
	[VPB_PLATFORM_XEN] = {VPB_KIND_IOMMU_FIRMWARE,
		"this is Xen's dom0: the IOMMU is Xen's, and the kernel here has none",
		"give devices to VMs by Xen's own way (xl pci-assignable-add), or boot "
		"without Xen"},
	[VPB_PLATFORM_GUEST] = {VPB_KIND_IOMMU_FIRMWARE,
		"this is a VM, and it has no IOMMU of its own",
		"give it a virtual IOMMU, in its definition on the host"},
};

static int cause_say(const struct cause *cause, struct vpb_findings *findings)
{
	return vpb_findings_say(
		findings, cause->kind, -1, NULL, cause->reason, cause->fix);
}

static int told_off_look(
	const struct vpb_facts *facts, bool *ret_found, struct vpb_findings *findings)
{
	const char *word = vpb_facts_iommu_switch(facts);
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	*ret_found = word;
	if (!word)
		return 0;
	vpb_text_add(
		&text, "the kernel command line turns the IOMMU off: '%s=off'", word);
	if (vpb_text_error(&text) < 0)
		return -ENOMEM;
	return vpb_findings_say(findings, VPB_KIND_IOMMU_TOLD_OFF, -1, NULL, text.data,
		"remove that word, and boot again");
}

/* The firmware has one, and the kernel does not use it. */
static struct cause unused_find(const struct vpb_facts *facts)
{
	if (facts->has_dmar && facts->config.intel_iommu == VPB_NO)
		return (struct cause){VPB_KIND_IOMMU_NOT_BUILT,
			"this kernel is built without CONFIG_INTEL_IOMMU",
			"boot a kernel that has it"};
	if (facts->has_ivrs && facts->config.amd_iommu == VPB_NO)
		return (struct cause){VPB_KIND_IOMMU_NOT_BUILT,
			"this kernel is built without CONFIG_AMD_IOMMU",
			"boot a kernel that has it"};
	if (facts->has_dmar && facts->config.intel_default_on != VPB_YES &&
		!vpb_cmdline_asks_intel(facts->cmdline))
		return (struct cause){VPB_KIND_IOMMU_UNUSED,
			"the IOMMU is there (a DMAR table), and the kernel does not use it",
			"add intel_iommu=on to the kernel command line, and boot again"};
	return (struct cause){VPB_KIND_IOMMU_OFF,
		"the IOMMU is off, and its firmware table is there",
		"look in the kernel's log for the reason: journalctl -k -g "
		"'DMAR|AMD-Vi|IOMMU'"};
}

/* A file asks for it, and this boot did not: which, and what makes it count. 1 where that is so. */
static int unbooted_look(const struct vpb_root *root, const struct vpb_facts *facts,
	struct vpb_findings *findings)
{
	static const char word[] = "intel_iommu=on";
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text commands = {};
	char path[PATH_MAX];
	int r = vpb_loader_find_unbooted(root, facts, word, path, &commands);

	/* A loader's file that cannot be read takes nothing from what is known. */
	if (r <= 0)
		return r == -ENOMEM ? r : 0;
	vpb_text_add(&reason,
		"the IOMMU is there (a DMAR table), and the kernel does not use it: %s is in "
		"%s/%s, but this boot's command line lacks it",
		word, root->path, path);
	vpb_text_add(&fix, "%s%sboot again", commands.data ? commands.data : "",
		commands.data ? ", and " : "");
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
		return -ENOMEM;
	r = vpb_findings_say(
		findings, VPB_KIND_IOMMU_UNUSED, -1, NULL, reason.data, fix.data);
	return r < 0 ? r : 1;
}

static int interrupts_look(const struct vpb_facts *facts, struct vpb_findings *findings)
{
	if (facts->remaps_interrupts != VPB_NO || facts->allows_unsafe_interrupts)
		return 0;
	return vpb_findings_say(findings, VPB_KIND_INTERRUPTS, -1, NULL,
		"no interrupt remapping, so the kernel gives no device to any VM",
		"turn on interrupt remapping or x2APIC in the firmware setup, and remove "
		"'intremap=off' from the command line; only if neither exists and you trust "
		"your VMs: options vfio_iommu_type1 allow_unsafe_interrupts=1 in "
		"/etc/modprobe.d");
}

int vpb_iommu_look(const struct vpb_root *root, const struct vpb_facts *facts,
	bool noiommu, struct vpb_findings *findings)
{
	bool is_found = false;
	struct cause cause;
	int r;

	if (facts->has_groups)
		return interrupts_look(facts, findings);
	if (noiommu)
		return vpb_findings_say(findings, VPB_KIND_NOIOMMU, -1, NULL,
			"there is no IOMMU, and vfio was told to do without "
			"(enable_unsafe_noiommu_mode): a VM can write to all of the memory",
			no_table[facts->platform].fix);
	if (facts->platform == VPB_PLATFORM_XEN)
		return cause_say(&no_table[facts->platform], findings);
	r = told_off_look(facts, &is_found, findings);
	if (r < 0 || is_found)
		return r;
	cause = facts->has_dmar || facts->has_ivrs ? unused_find(facts)
						   : no_table[facts->platform];
	if (cause.kind == VPB_KIND_IOMMU_UNUSED) {
		r = unbooted_look(root, facts, findings);
		if (r != 0)
			return r < 0 ? r : 0;
	}
	return cause_say(&cause, findings);
}

int vpb_iommu_explain(
	const struct vpb_root *root, const struct vpb_facts *facts, struct vpb_run *run)
{
	struct vpb_findings causes = {};
	int r = facts->has_groups
			? 0
			: vpb_iommu_look(root, facts, run->snapshot.noiommu, &causes);

	for (size_t i = 0; r == 0 && causes.count && i < run->findings.count; i++) {
		struct vpb_finding *finding = &run->findings.items[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		char *fix;

		if (finding->kind != VPB_KIND_NO_IOMMU)
			continue;
		vpb_text_add(&reason, "is in no IOMMU group: %s", causes.items->reason);
		fix = strdup(causes.items->fix);
		if (vpb_text_error(&reason) < 0 || !fix) {
			free(fix);
			r = -ENOMEM;
			break;
		}
		free(finding->reason);
		free(finding->fix);
		finding->reason = reason.data;
		finding->fix = fix;
		reason = (struct vpb_text){};
	}
	vpb_findings_done(&causes);
	return r;
}
