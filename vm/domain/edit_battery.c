/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A battery, which NVIDIA's driver for laptops looks for. */

#include "battery.h"

#include <errno.h>
#include <string.h>

#include "domain.h"
#include "edit.h"
#include "record.h"

#define SINCE_RAW_TABLES 11002000 /* 11.2.0 */
#define ENTRY_NAME "opt/org.vfio-prebind/table"

const char *vpb_battery_file(enum vpb_battery battery)
{
	return battery == VPB_BATTERY_MAINS ? "/" VPB_BATTERY_FOLDER "/mains.aml"
					    : "/" VPB_BATTERY_FOLDER "/battery.aml";
}

static xmlNode *option_of(const xmlNode *argument)
{
	xmlNode *option = argument->prev;

	while (option && option->type != XML_ELEMENT_NODE)
		option = option->prev;
	return option;
}

const char *vpb_battery_argument(xmlNode *argument)
{
	const char *value = vpb_xml_get(argument, "", "value");
	xmlNode *option = option_of(argument);

	if (!vpb_xml_is(option, "", "value", "-acpitable") || !value)
		return NULL;
	value = strstr(value, "file=");
	return value ? value + strlen("file=") : "";
}

/* The element by which the domain has that table. */
static xmlNode *element_find(xmlNode *domain, const char *file)
{
	VPB_XML_EACH(table, vpb_xml_find(domain, "os/acpi"), "table")
	if (strcmp(vpb_xml_text(table, ""), file) == 0)
		return table;
	VPB_XML_EACH(argument, vpb_xml_find(domain, "commandline"), "arg")
	{
		const char *named = vpb_battery_argument(argument);

		if (named && strcmp(named, file) == 0)
			return argument;
	}
	return NULL;
}

enum vpb_battery vpb_battery_of(xmlNode *domain)
{
	for (enum vpb_battery i = VPB_BATTERY_MAINS; i <= VPB_BATTERY_BATTERY; i++)
		if (element_find(domain, vpb_battery_file(i)))
			return i;
	return VPB_BATTERY_NONE;
}

/* What "slic" names is seen by nobody. */
static bool has_tables_of_others(xmlNode *domain)
{
	VPB_XML_EACH(table, vpb_xml_find(domain, "os/acpi"), "table")
	if (!vpb_xml_is(table, "", "type", "slic"))
		return true;
	VPB_XML_EACH(argument, vpb_xml_find(domain, "commandline"), "arg")
	if (vpb_battery_argument(argument))
		return true;
	return false;
}

static bool can_have(xmlNode *domain)
{
	return vpb_domain_is_x86(domain) && vpb_xml_find(domain, "features/acpi");
}

static enum vpb_battery want_of(const struct vpb_domain_edit *edit, enum vpb_battery has)
{
	if (edit->battery != VPB_BATTERY_DEFAULT)
		return edit->battery;
	if (has == VPB_BATTERY_NONE && edit->has_tables && edit->facts->is_laptop &&
		vpb_vm_facts_display(edit->facts, VPB_VENDOR_NVIDIA) &&
		can_have(edit->domain) && !has_tables_of_others(edit->domain))
		return VPB_BATTERY_MAINS;
	return has;
}

static int take_out(xmlNode *domain, const char *file)
{
	xmlNode *element = element_find(domain, file), *option;
	bool is_argument = element && strcmp((const char *)element->name, "arg") == 0;
	int r = 0;

	if (!element)
		return 0;
	option = option_of(element);
	r = vpb_record_remove(domain, element);
	if (r == 0 && is_argument)
		r = vpb_record_remove(domain, option);
	VPB_XML_EACH(entry, vpb_domain_place(domain, "sysinfo"), "entry")
	if (vpb_xml_is(entry, "", "name", ENTRY_NAME))
		return r < 0 ? r : vpb_record_remove(domain, entry);
	return r;
}

static int put_in(struct vpb_domain_edit *edit, const char *file)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r;

	if (edit->libvirt_version >= SINCE_RAW_TABLES) {
		vpb_text_add(&text, "<table type='raw'>%s</table>", file);
		return vpb_text_error(&text) < 0
			       ? -ENOMEM
			       : vpb_record_add(edit->domain, "os/acpi", text.data);
	}
	/* libvirt lets QEMU read what a firmware entry names, and not what its arguments name. */
	vpb_text_add(&text, "<entry name='" ENTRY_NAME "' file='%s'/>\n", file);
	r = vpb_text_error(&text);
	if (r == 0)
		r = vpb_edit_add_entries(edit->domain, text.data);
	vpb_text_done(&text);
	text = (struct vpb_text){};
	vpb_text_add(&text, "file=%s", file);
	if (r == 0)
		r = vpb_text_error(&text);
	return r < 0 ? r : vpb_edit_add_argument(edit->domain, "-acpitable", text.data);
}

int vpb_edit_battery(struct vpb_domain_edit *edit)
{
	enum vpb_battery has = vpb_battery_of(edit->domain), want = want_of(edit, has);
	int r = 0;

	if (want == has)
		return 0;
	if (has != VPB_BATTERY_NONE)
		r = take_out(edit->domain, vpb_battery_file(has));
	if (r == 0 && want != VPB_BATTERY_NONE)
		r = put_in(edit, vpb_battery_file(want));
	vpb_text_add(&edit->reasons, "%s\n",
		want == VPB_BATTERY_NONE ? "no battery any more, as asked for"
		: want == VPB_BATTERY_BATTERY
			? "a battery that is discharging, as asked for"
		: edit->battery == VPB_BATTERY_MAINS
			? "a full battery and mains, as asked for"
			: "a full battery and mains: NVIDIA's driver for laptops may refuse to start "
			  "without (Code 43), as users report; --battery=none leaves that out");
	return r;
}

int vpb_edit_judge_battery(
	const struct vpb_domain_edit *edit, struct vpb_vm_findings *findings)
{
	if (edit->battery < VPB_BATTERY_MAINS || can_have(edit->domain))
		return 0;
	return vpb_vm_find(findings, VPB_VM_KIND_NO_ACPI,
		vpb_xml_find(edit->domain, "features"),
		"the domain has no ACPI of a PC, and a VM sees a battery by that alone",
		"<acpi/> in its <features>, or no --battery");
}
