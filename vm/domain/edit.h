/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_EDIT_H
#define VPB_VM_DOMAIN_EDIT_H

#include "battery.h"
#include "facts.h"
#include "kind.h"
#include "xml.h"

/*
 * What a domain needs so that it starts with these cards. All functions are pure: what is edited is the
 * tree, and what was, record.h knows.
 */
struct vpb_domain_edit {
	xmlNode *domain;
	struct vpb_vm_facts *facts;
	bool hides_nothing;
	enum vpb_battery battery; /* that was asked for */
	bool has_tables; /* they can be written */
	unsigned long libvirt_version; /* 9000000 is 9.0.0; 0: unknown */
	struct vpb_text reasons; /* of each edit, a line each */
};

void vpb_domain_edit_done(struct vpb_domain_edit *edit);

/* Makes all edits; none where all is there. 0 or -ENOMEM; -ENOSPC: no slot is free. */
int vpb_domain_edit_make(struct vpb_domain_edit *edit) VPB_MUST_CHECK;

/* What keeps these cards from being added, and what is to be said before. 0 or -ENOMEM. */
int vpb_domain_edit_judge(const struct vpb_domain_edit *edit,
	struct vpb_vm_findings *findings) VPB_MUST_CHECK;

/* The first part of that: whether such a machine can have them at all. */
int vpb_domain_edit_judge_machine(const struct vpb_domain_edit *edit,
	struct vpb_vm_findings *findings) VPB_MUST_CHECK;

/* The edits, in their order: each with its reason where it changes anything. 0 or -errno. */
typedef int vpb_edit_make(struct vpb_domain_edit *edit);

vpb_edit_make vpb_edit_take_over, vpb_edit_add_cards, vpb_edit_name_rom,
	vpb_edit_no_balloon, vpb_edit_hide, vpb_edit_battery, vpb_edit_widen;

/* What keeps it from having the battery that was asked for. 0 or -ENOMEM. */
int vpb_edit_judge_battery(const struct vpb_domain_edit *edit,
	struct vpb_vm_findings *findings) VPB_MUST_CHECK;

/* Adds firmware entries, a line each. 0 or -ENOMEM. */
int vpb_edit_add_entries(xmlNode *domain, const char *entries) VPB_MUST_CHECK;

/* Adds an argument of QEMU's and its value, which need no escape. 0 or -ENOMEM. */
int vpb_edit_add_argument(
	xmlNode *domain, const char *option, const char *value) VPB_MUST_CHECK;

/* What QEMU's own arguments are named in the document, which is declared where it is not yet; or NULL. */
const char *vpb_edit_qemu_prefix(xmlNode *domain);

#endif
