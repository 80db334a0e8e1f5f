/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What else the cards need of the domain, where they need it. */

#include <errno.h>
#include <string.h>

#include "domain.h"
#include "edit.h"
#include "record.h"
#include "window.h"

#define QEMU_NAMESPACE "http://libvirt.org/schemas/domain/qemu/1.0"

/* libvirt adds one to a domain that says nothing of it. */
int vpb_edit_no_balloon(struct vpb_domain_edit *edit)
{
	xmlNode *balloon = vpb_xml_find(edit->domain, "devices/memballoon");
	int r = 0;

	if (vpb_xml_is(balloon, "", "model", "none"))
		return 0;
	if (balloon)
		r = vpb_record_remove(edit->domain, balloon);
	if (r == 0)
		r = vpb_record_add(edit->domain, "devices", "<memballoon model='none'/>");
	vpb_text_add(&edit->reasons,
		"no memory balloon: with a PCI device all memory of the VM stays in place, so "
		"there is nothing to give back\n");
	return r;
}

/* An element of that state, with these further attributes, in place of one that says otherwise. */
static int state_set(struct vpb_domain_edit *edit, const char *path, const char *name,
	const char *more, const char *reason)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text element = {};
	xmlNode *found = vpb_xml_find(vpb_xml_find(edit->domain, path), name);
	int r = 0;

	if (vpb_xml_is(found, "", "state", "on"))
		return 0;
	if (found)
		r = vpb_record_remove(edit->domain, found);
	vpb_text_add(&element, "<%s state='on'%s/>", name, more);
	if (r == 0)
		r = vpb_text_error(&element);
	if (r == 0)
		r = vpb_record_add(edit->domain, path, element.data);
	vpb_text_add(&edit->reasons, "%s\n", reason);
	return r;
}

int vpb_edit_hide(struct vpb_domain_edit *edit)
{
	xmlNode *hyperv = vpb_xml_find(edit->domain, "features/hyperv");
	int r;

	if (edit->hides_nothing || !edit->facts->is_laptop ||
		!vpb_domain_is_x86(edit->domain) ||
		!vpb_vm_facts_display(edit->facts, VPB_VENDOR_NVIDIA))
		return 0;
	r = state_set(edit, "features/kvm", "hidden", "",
		"KVM is hidden: NVIDIA's driver for laptops may refuse to start in a VM (Code 43); "
		"--no-hiding leaves that out");
	/* Without the rest of Hyper-V there is no vendor of it to hide, and "passthrough" takes no single one. */
	if (r == 0 && hyperv && !vpb_xml_is(hyperv, "", "mode", "passthrough"))
		r = state_set(edit, "features/hyperv", "vendor_id",
			" value='vfio-prebind'",
			"Hyper-V's vendor is hidden, for the same reason");
	return r;
}

const char *vpb_edit_qemu_prefix(xmlNode *domain)
{
	const xmlNs *found =
		xmlSearchNsByHref(domain->doc, domain, (const xmlChar *)QEMU_NAMESPACE);

	if (found && found->prefix)
		return (const char *)found->prefix;
	/* Its tag is another one now. The usual prefix may be somebody else's. */
	domain->_private = NULL;
	found = xmlNewNs(
		domain, (const xmlChar *)QEMU_NAMESPACE, (const xmlChar *)"qemu");
	if (!found)
		found = xmlNewNs(domain, (const xmlChar *)QEMU_NAMESPACE,
			(const xmlChar *)"libvirt-qemu");
	return found ? (const char *)found->prefix : NULL;
}

int vpb_edit_add_argument(xmlNode *domain, const char *option, const char *value)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	const char *q = vpb_edit_qemu_prefix(domain);
	bool has_list = vpb_xml_find(domain, "commandline");
	const char *indent = has_list ? "" : "  ";

	if (!q)
		return -ENOMEM;
	if (!has_list)
		vpb_text_add(&text, "<%s:commandline>\n", q);
	vpb_text_add(&text, "%s<%s:arg value='%s'/>\n%s<%s:arg value='%s'/>\n", indent, q,
		option, indent, q, value);
	if (!has_list)
		vpb_text_add(&text, "</%s:commandline>\n", q);
	if (vpb_text_error(&text) < 0)
		return -ENOMEM;
	return vpb_record_add(domain, has_list ? "commandline" : "", text.data);
}

static int window_add(xmlNode *domain, uint64_t mib)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text value = {};

	vpb_text_add(&value, "name=opt/ovmf/X-PciMmio64Mb,string=%ju", (uintmax_t)mib);
	return vpb_text_error(&value) < 0
		       ? -ENOMEM
		       : vpb_edit_add_argument(domain, "-fw_cfg", value.data);
}

/* libvirt itself refuses names of OVMF's in <sysinfo>, so it has to be an argument of QEMU's. */
int vpb_edit_widen(struct vpb_domain_edit *edit)
{
	uint64_t want = vpb_window_want_mib(edit->domain, edit->facts), asked;
	xmlNode *argument = NULL, *option;
	int r = 0;

	asked = vpb_window_asked_mib(edit->domain, &argument);
	if (!want || asked >= want)
		return 0;
	if (argument) {
		option = argument->prev;
		while (option && option->type != XML_ELEMENT_NODE)
			option = option->prev;
		/* Undone in the other order. */
		r = vpb_record_remove(edit->domain, argument);
		if (r == 0 && vpb_xml_is(option, "", "value", "-fw_cfg"))
			r = vpb_record_remove(edit->domain, option);
	}
	if (r == 0)
		r = window_add(edit->domain, want);
	vpb_text_add(&edit->reasons,
		"a window of %ju GiB for memory of cards: theirs is %ju GiB, and OVMF would make "
		"one of %ju GiB\n",
		(uintmax_t)(want >> 10),
		(uintmax_t)((edit->facts->bar_bytes + (1 << 30) - 1) >> 30),
		(uintmax_t)(vpb_window_made(edit->domain, edit->facts) >> 30));
	return r;
}
