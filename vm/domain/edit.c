/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "edit.h"

#include <errno.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "domain.h"

static vpb_edit_make *const edits[] = {
	vpb_edit_take_over,
	vpb_edit_add_cards,
	vpb_edit_name_rom,
	vpb_edit_no_balloon,
	vpb_edit_hide,
	vpb_edit_battery,
	vpb_edit_widen,
};

void vpb_domain_edit_done(struct vpb_domain_edit *edit)
{
	vpb_text_done(&edit->reasons);
}

int vpb_domain_edit_make(struct vpb_domain_edit *edit)
{
	int r = 0;

	if (!vpb_xml_find(edit->domain, "devices") &&
		!vpb_xml_insert(edit->domain, NULL, "<devices/>"))
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(edits); i++)
		r = edits[i](edit);
	return r < 0 ? r : vpb_text_error(&edit->reasons);
}

static int type_judge(
	const struct vpb_domain_edit *edit, struct vpb_vm_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	const char *type = vpb_xml_get(edit->domain, "", "type");

	/* "test" is libvirt's own driver for tests, which starts nothing. */
	if (type && (strcmp(type, "kvm") == 0 || strcmp(type, "test") == 0))
		return 0;
	if (type && strcmp(type, "qemu") == 0)
		return vpb_vm_find(findings, VPB_VM_KIND_EMULATED, edit->domain,
			"the domain's type is 'qemu': its processor is emulated, which is very slow",
			"make it type='kvm'");
	vpb_text_add(&reason,
		"the domain's type is '%s'; only QEMU's domains are known here",
		type ? type : "");
	return vpb_text_error(&reason) < 0 ? -ENOMEM
					   : vpb_vm_find(findings, VPB_VM_KIND_TYPE,
						     edit->domain, reason.data, "");
}

/* i686 on x86_64 is the same processor. */
static bool is_of_host(const char *arch, const char *host)
{
	return !*arch || !*host || strcmp(arch, host) == 0 ||
	       (strcmp(arch, "i686") == 0 && strcmp(host, "x86_64") == 0);
}

static int machine_judge(
	const struct vpb_domain_edit *edit, struct vpb_vm_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	const char *machine = vpb_xml_get(edit->domain, "os/type", "machine");
	const char *arch = vpb_domain_arch(edit->domain);
	const xmlNode *element = vpb_xml_find(edit->domain, "os/type");

	if (!is_of_host(arch, edit->facts->arch)) {
		vpb_text_add(&reason,
			"the domain is for %s, and this machine is %s: it cannot use the "
			"machine's devices",
			arch, edit->facts->arch);
		return vpb_text_error(&reason) < 0
			       ? -ENOMEM
			       : vpb_vm_find(findings, VPB_VM_KIND_ARCH, element,
					 reason.data,
					 "make a domain of the machine's own architecture");
	}
	if (vpb_domain_bus(edit->domain) != VPB_DOMAIN_BUS_NONE)
		return 0;
	vpb_text_add(&reason,
		"the domain's machine is '%s', and its PCI bus is not known here",
		machine ? machine : arch);
	return vpb_text_error(&reason) < 0
		       ? -ENOMEM
		       : vpb_vm_find(findings, VPB_VM_KIND_NO_PCI, element, reason.data,
				 "use a domain with machine='q35'");
}

static int firmware_judge(
	const struct vpb_domain_edit *edit, struct vpb_vm_findings *findings)
{
	if (!vpb_domain_is_x86(edit->domain) || vpb_domain_is_uefi(edit->domain) ||
		!vpb_vm_facts_display(edit->facts, 0))
		return 0;
	return vpb_vm_find(findings, VPB_VM_KIND_BIOS, vpb_xml_find(edit->domain, "os"),
		"the domain starts by a BIOS, and many cards show a picture only under UEFI; an "
		"installed system does not survive the change, so it is left as it is",
		"for a new machine: <os firmware='efi'>, without a <loader>");
}

/* An interface or a disk that is the device already. */
static int others_judge(const struct vpb_domain_edit *edit, struct vpb_address host,
	struct vpb_vm_findings *findings)
{
	xmlNode *devices = vpb_xml_find(edit->domain, "devices");
	xmlNode *user = devices ? vpb_domain_user(devices->children, host) : NULL;
	int r = 0;

	for (; r == 0 && user; user = vpb_domain_user(user->next, host)) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		char address[VPB_ADDRESS_BYTES];

		if (strcmp((const char *)user->name, "hostdev") == 0)
			continue;
		vpb_text_add(&reason, "%s is given to this domain as <%s> already",
			vpb_address_format(host, address), (const char *)user->name);
		r = vpb_text_error(&reason);
		if (r == 0)
			r = vpb_vm_find(findings, VPB_VM_KIND_USED_OTHERWISE, user,
				reason.data, "remove that element first");
	}
	return r;
}

int vpb_domain_edit_judge_machine(
	const struct vpb_domain_edit *edit, struct vpb_vm_findings *findings)
{
	int r = type_judge(edit, findings);

	if (r == 0)
		r = machine_judge(edit, findings);
	if (r == 0)
		r = firmware_judge(edit, findings);
	return r;
}

int vpb_domain_edit_judge(
	const struct vpb_domain_edit *edit, struct vpb_vm_findings *findings)
{
	int r = vpb_domain_edit_judge_machine(edit, findings);

	if (r == 0)
		r = vpb_edit_judge_battery(edit, findings);
	for (size_t i = 0; i < edit->facts->card_count; i++)
		for (size_t j = 0; r == 0 && j < edit->facts->cards[i].count; j++)
			r = others_judge(
				edit, edit->facts->cards[i].functions[j].host, findings);
	return r;
}
