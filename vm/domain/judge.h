/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_JUDGE_H
#define VPB_VM_DOMAIN_JUDGE_H

#include "../../host/machine/inventory.h"
#include "facts.h"
#include "kind.h"
#include "xml.h"

/* Why a domain would not start, or not with its devices. All functions are pure, and return 0 or -ENOMEM. */
struct vpb_domain_judge {
	xmlNode *domain;
	const struct vpb_inventory
		*host; /* with the usage of all (host/machine/usage.h) */
	const struct vpb_vm_facts
		*facts; /* a card for each device of the host's that it has */
	bool has_guarded_files; /* QEMU may read only what libvirt names to AppArmor or SELinux */
	unsigned long libvirt_version; /* 9000000 is 9.0.0; 0: unknown */
	struct vpb_vm_findings *findings;
};

/* Its PCI devices: are they there, bound, whole, and where a driver in the VM looks for them. */
int vpb_judge_devices(const struct vpb_domain_judge *judge) VPB_MUST_CHECK;

/* A part of it: what keeps one of them awake while no VM has it. `number` is the host's device. */
int vpb_judge_sleep(const struct vpb_domain_judge *judge, const xmlNode *hostdev,
	size_t number) VPB_MUST_CHECK;

/* All else that stands in the definition. */
int vpb_judge_rest(const struct vpb_domain_judge *judge) VPB_MUST_CHECK;

/* What does not go together with its cards or with this host's processor. */
int vpb_judge_host(const struct vpb_domain_judge *judge) VPB_MUST_CHECK;

/*
 * Another domain that libvirt starts by itself as it does this one: with a device of this one's, one of
 * them will not start.
 */
int vpb_judge_other(const struct vpb_domain_judge *judge, const char *name,
	xmlNode *other) VPB_MUST_CHECK;

/* Whether the domain has that function of the host. */
bool vpb_judge_has(const struct vpb_domain_judge *judge, struct vpb_address host);

/* As vpb_vm_find(), with texts that were made for it. */
int vpb_judge_find(const struct vpb_domain_judge *judge, enum vpb_vm_kind kind,
	const xmlNode *element, const struct vpb_text *reason,
	const struct vpb_text *fix) VPB_MUST_CHECK;

/* The next PCI hostdev at or after `device`, and its address on the host. NULL for none. */
xmlNode *vpb_judge_hostdev(xmlNode *device, struct vpb_address *ret_host);

/* The domain's first one. */
xmlNode *vpb_judge_first_hostdev(xmlNode *domain, struct vpb_address *ret_host);

#endif
