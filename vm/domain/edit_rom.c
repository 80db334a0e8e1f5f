/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The permission to read the ROM file that a hostdev names. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "domain.h"
#include "edit.h"
#include "record.h"

#define ENTRY_START "opt/org.vfio-prebind/rom"

static xmlNode *entry_find(xmlNode *domain, const char *attribute, const char *value)
{
	VPB_XML_EACH(entry, vpb_domain_place(domain, "sysinfo"), "entry")
	if (vpb_xml_is(entry, "", attribute, value))
		return entry;
	return NULL;
}

/*
 * No security driver of libvirt's lets QEMU read what <rom file=> names, and each does so for the file of a
 * firmware entry, for this domain alone (src/security/virt-aa-helper.c, get_files()). QEMU hands it to the
 * guest under a name that nothing there looks at, and that no other entry may have. *number is the next to
 * be tried.
 */
static int entry_add(
	xmlNode *domain, const char *rom, size_t *number, struct vpb_text *text)
{
	char name[sizeof(ENTRY_START) + 20];

	do
		snprintf(name, sizeof(name), ENTRY_START "%zu", (*number)++);
	while (entry_find(domain, "name", name));
	vpb_text_add(text, "<entry name='%s' file='", name);
	vpb_xml_escape(rom, text);
	vpb_text_add(text, "'/>\n");
	return vpb_text_error(text);
}

/* libvirt takes one list of them, and other kinds of <sysinfo> beside it. */
int vpb_edit_add_entries(xmlNode *domain, const char *entries)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (vpb_xml_is(vpb_domain_place(domain, "sysinfo"), "", "type", "fwcfg"))
		return vpb_record_add(domain, "sysinfo", entries);
	vpb_text_add(&text, "<sysinfo type='fwcfg'>\n");
	for (const char *line = entries; *line; line += strcspn(line, "\n") + 1)
		vpb_text_add(&text, "  %.*s\n", (int)strcspn(line, "\n"), line);
	vpb_text_add(&text, "</sysinfo>\n");
	return vpb_text_error(&text) < 0 ? -ENOMEM
					 : vpb_record_add(domain, "", text.data);
}

/* Ours that no <rom> names any more: without the file, the VM would not start. */
static int entries_remove(xmlNode *domain)
{
	xmlNode *list = vpb_domain_place(domain, "sysinfo"), *next;
	int r = 0;

	for (xmlNode *entry = vpb_xml_element(list ? list->children : NULL, "entry");
		r == 0 && entry; entry = next) {
		const char *file = vpb_xml_get(entry, "", "file");
		bool is_used =
			!file ||
			!vpb_word_has_start(vpb_xml_get(entry, "", "name"), ENTRY_START);

		next = vpb_xml_element(entry->next, "entry");
		VPB_XML_EACH(device, vpb_xml_find(domain, "devices"), "hostdev")
		is_used |= vpb_xml_is(device, "rom", "file", file ? file : "");
		if (!is_used)
			r = vpb_record_remove(domain, entry);
	}
	return r;
}

int vpb_edit_name_rom(struct vpb_domain_edit *edit)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text entries = {};
	size_t number = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < edit->facts->card_count; i++) {
		const char *rom = edit->facts->cards[i].rom;

		/* What may not be named is one that every VM can read, or is check's to tell. */
		if (rom && vpb_domain_may_name_file(rom) &&
			!vpb_domain_names_file(edit->domain, rom))
			r = entry_add(edit->domain, rom, &number, &entries);
	}
	if (r < 0 || !entries.data)
		return r;
	vpb_text_add(&edit->reasons,
		"the ROM file is named a second time, as a firmware entry: by that libvirt lets "
		"QEMU read it, with AppArmor or SELinux on\n");
	r = vpb_edit_add_entries(edit->domain, entries.data);
	return r < 0 ? r : entries_remove(edit->domain);
}
