/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The permission to read the ROM file that a hostdev names. */

#include <errno.h>
#include <string.h>

#include "domain.h"
#include "edit.h"
#include "record.h"

/*
 * No security driver of libvirt's lets QEMU read what <rom file=> names, and each does so for the file of a
 * firmware entry, for this domain alone (src/security/virt-aa-helper.c, get_files()). QEMU hands it to the
 * guest under a name that nothing there looks at.
 */
static bool is_named(xmlNode *domain, const char *rom)
{
	VPB_XML_EACH(sysinfo, domain, "sysinfo")
	VPB_XML_EACH(entry, sysinfo, "entry")
	if (vpb_xml_is(entry, "", "file", rom))
		return true;
	return false;
}

static void entry_add(const char *rom, size_t number, struct vpb_text *text)
{
	vpb_text_add(text, "<entry name='opt/org.vfio-prebind/rom%zu' file='", number);
	vpb_xml_escape(rom, text);
	vpb_text_add(text, "'/>\n");
}

/* libvirt takes one list of them, and other kinds of <sysinfo> beside it. */
static int entries_add(xmlNode *domain, const char *entries)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	xmlNode *first = vpb_xml_find(domain, "sysinfo");

	if (vpb_xml_is(first, "", "type", "fwcfg"))
		return vpb_record_add(domain, "sysinfo", entries);
	vpb_text_add(&text, "<sysinfo type='fwcfg'>\n");
	for (const char *line = entries; *line; line += strcspn(line, "\n") + 1)
		vpb_text_add(&text, "  %.*s\n", (int)strcspn(line, "\n"), line);
	vpb_text_add(&text, "</sysinfo>\n");
	return vpb_text_error(&text) < 0 ? -ENOMEM
					 : vpb_record_add(domain, "", text.data);
}

int vpb_edit_name_rom(struct vpb_domain_edit *edit)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text entries = {};

	for (size_t i = 0; i < edit->facts->card_count; i++) {
		const char *rom = edit->facts->cards[i].rom;

		if (rom && !is_named(edit->domain, rom))
			entry_add(rom, i, &entries);
	}
	if (vpb_text_error(&entries) < 0 || !entries.data)
		return vpb_text_error(&entries);
	vpb_text_add(&edit->reasons,
		"the ROM file is named a second time, as a firmware entry: by that libvirt lets "
		"QEMU read it, with AppArmor or SELinux on\n");
	return entries_add(edit->domain, entries.data);
}
