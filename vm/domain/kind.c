/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kind.h"

#include <errno.h>

static const struct vpb_kind_row rows[VPB_VM_KINDS] = {
	[VPB_VM_KIND_TYPE] = {"domain-type", VPB_REFUSE},
	[VPB_VM_KIND_ARCH] = {"domain-arch", VPB_REFUSE},
	[VPB_VM_KIND_NO_PCI] = {"domain-machine", VPB_REFUSE},
	[VPB_VM_KIND_NO_SLOT] = {"domain-full", VPB_REFUSE},
	[VPB_VM_KIND_BIOS] = {"domain-bios", VPB_WARN},
	[VPB_VM_KIND_EMULATED] = {"domain-emulated", VPB_WARN},
	[VPB_VM_KIND_SESSION] = {"domain-session", VPB_WARN},
	[VPB_VM_KIND_USED_OTHERWISE] = {"device-elsewhere", VPB_REFUSE},
	[VPB_VM_KIND_NOT_BOUND] = {"device-not-bound", VPB_WARN},
};

const char *vpb_vm_kind_name(enum vpb_vm_kind kind)
{
	return rows[kind].name;
}

int vpb_vm_find(struct vpb_vm_findings *findings, enum vpb_vm_kind kind,
	const xmlNode *element, const char *reason, const char *fix)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text where = {};

	vpb_text_add(&where, "%s", findings->name);
	if (findings->has_lines && element)
		vpb_text_add(&where, ":%ld", xmlGetLineNo(element));
	if (vpb_text_error(&where) < 0)
		return -ENOMEM;
	return vpb_findings_add_row(
		       &findings->list, &rows[kind], -1, where.data, reason, fix)
		       ? 0
		       : -ENOMEM;
}
