/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kind.h"

#include <errno.h>

static const struct vpb_kind_row rows[VPB_VM_KINDS] = {
	[VPB_VM_KIND_TYPE] = {"domain-type", VPB_REFUSE},
	[VPB_VM_KIND_ARCH] = {"domain-arch", VPB_REFUSE},
	[VPB_VM_KIND_NO_PCI] = {"domain-machine", VPB_REFUSE},
	[VPB_VM_KIND_NO_SLOT] = {"domain-full", VPB_REFUSE},
	[VPB_VM_KIND_NO_ACPI] = {"domain-acpi", VPB_REFUSE},
	[VPB_VM_KIND_BIOS] = {"domain-bios", VPB_WARN},
	[VPB_VM_KIND_EMULATED] = {"domain-emulated", VPB_WARN},
	[VPB_VM_KIND_SESSION] = {"domain-session", VPB_WARN},
	[VPB_VM_KIND_USED_OTHERWISE] = {"device-elsewhere", VPB_REFUSE},
	[VPB_VM_KIND_NOT_BOUND] = {"device-not-bound", VPB_WARN},
	[VPB_VM_KIND_NOT_THERE] = {"device-missing", VPB_REFUSE},
	[VPB_VM_KIND_HOSTS_OWN] = {"device-of-host", VPB_REFUSE},
	[VPB_VM_KIND_UNBOUND] = {"device-not-bound", VPB_REFUSE}, /* now it is to start */
	[VPB_VM_KIND_MANAGED] = {"device-managed", VPB_WARN},
	[VPB_VM_KIND_GROUP] = {"device-group", VPB_REFUSE},
	[VPB_VM_KIND_PART_OF_CARD] = {"device-part", VPB_WARN},
	[VPB_VM_KIND_MULTIFUNCTION] = {"slot-multifunction", VPB_WARN},
	[VPB_VM_KIND_SLOTS] = {"slot-other", VPB_WARN},
	[VPB_VM_KIND_AWAKE] = {"device-awake", VPB_NOTE},
	[VPB_VM_KIND_WINDOW] = {"window", VPB_WARN},
	[VPB_VM_KIND_SLIC] = {"table-slic", VPB_WARN},
	[VPB_VM_KIND_TABLE] = {"table-type", VPB_REFUSE},
	[VPB_VM_KIND_TABLE_MISSING] = {"table-missing", VPB_REFUSE},
	[VPB_VM_KIND_TABLE_ACCESS] = {"table-access", VPB_WARN},
	[VPB_VM_KIND_SHMEM] = {"shmem-size", VPB_REFUSE},
	[VPB_VM_KIND_LIMIT] = {"memory-limit", VPB_WARN},
	[VPB_VM_KIND_ARGUMENT] = {"argument-file", VPB_WARN},
	[VPB_VM_KIND_ROM_MISSING] = {"rom-missing", VPB_REFUSE},
	[VPB_VM_KIND_ROM_ACCESS] = {"rom-access", VPB_WARN},
	[VPB_VM_KIND_ROM_BAD] = {"rom-bad", VPB_REFUSE},
	[VPB_VM_KIND_LOADER] = {"loader-missing", VPB_REFUSE},
	[VPB_VM_KIND_PARTITION] = {"disk-partition", VPB_WARN},
	[VPB_VM_KIND_DISK_OF_HOST] = {"disk-of-host", VPB_REFUSE},
	[VPB_VM_KIND_SECURE_BOOT] = {"secure-boot", VPB_WARN},
	[VPB_VM_KIND_CPUS] = {"cpu-kinds", VPB_WARN},
	[VPB_VM_KIND_AUTOSTART] = {"autostart", VPB_WARN},
};

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
