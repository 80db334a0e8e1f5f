/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_KIND_H
#define VPB_VM_DOMAIN_KIND_H

#include "../../helper/core/finding.h"
#include "xml.h"

/* What is found about a domain: a new kind is a name here and a row in kind.c. */
enum vpb_vm_kind {
	/* Its machine. */
	VPB_VM_KIND_TYPE,
	VPB_VM_KIND_ARCH,
	VPB_VM_KIND_NO_PCI,
	VPB_VM_KIND_NO_SLOT,
	VPB_VM_KIND_NO_ACPI,
	VPB_VM_KIND_BIOS,
	VPB_VM_KIND_EMULATED,
	VPB_VM_KIND_SESSION,
	/* The devices that it is given. */
	VPB_VM_KIND_USED_OTHERWISE,
	VPB_VM_KIND_NOT_BOUND,
	/* What check alone looks at. */
	VPB_VM_KIND_NOT_THERE,
	VPB_VM_KIND_HOSTS_OWN,
	VPB_VM_KIND_UNBOUND,
	VPB_VM_KIND_MANAGED,
	VPB_VM_KIND_GROUP,
	VPB_VM_KIND_PART_OF_CARD,
	VPB_VM_KIND_MULTIFUNCTION,
	VPB_VM_KIND_SLOTS,
	VPB_VM_KIND_AWAKE,
	VPB_VM_KIND_WINDOW,
	VPB_VM_KIND_SLIC,
	VPB_VM_KIND_TABLE,
	VPB_VM_KIND_TABLE_MISSING,
	VPB_VM_KIND_TABLE_ACCESS,
	VPB_VM_KIND_SHMEM,
	VPB_VM_KIND_LIMIT,
	VPB_VM_KIND_ARGUMENT,
	VPB_VM_KIND_ROM_MISSING,
	VPB_VM_KIND_ROM_ACCESS,
	VPB_VM_KIND_ROM_BAD,
	VPB_VM_KIND_LOADER,
	VPB_VM_KIND_PARTITION,
	VPB_VM_KIND_DISK_OF_HOST,
	VPB_VM_KIND_SECURE_BOOT,
	VPB_VM_KIND_CPUS,
	VPB_VM_KIND_AUTOSTART,
	VPB_VM_KINDS,
};

/* Where findings about a domain go. */
struct vpb_vm_findings {
	const char *name; /* of the domain, or its file */
	bool has_lines; /* of a file: the line belongs to the place */
	struct vpb_findings list;
};

/*
 * Adds one about `element`, or about the whole domain where it is NULL. Its sentence has its own subject.
 * Returns 0 or -ENOMEM.
 */
int vpb_vm_find(struct vpb_vm_findings *findings, enum vpb_vm_kind kind,
	const xmlNode *element, const char *reason, const char *fix) VPB_MUST_CHECK;

#endif
