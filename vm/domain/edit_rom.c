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
int vpb_edit_name_rom(struct vpb_domain_edit *edit)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text entry = {};

	if (!edit->rom)
		return 0;
	VPB_XML_EACH(sysinfo, edit->domain, "sysinfo")
	VPB_XML_EACH(there, sysinfo, "entry")
	if (vpb_xml_is(there, "", "file", edit->rom))
		return 0;
	vpb_text_add(&entry,
		"<sysinfo type='fwcfg'>\n  <entry name='opt/org.vfio-prebind/rom' file='");
	vpb_xml_escape(edit->rom, &entry);
	vpb_text_add(&entry, "'/>\n</sysinfo>\n");
	if (vpb_text_error(&entry) < 0)
		return -ENOMEM;
	vpb_text_add(&edit->reasons,
		"the ROM file is named a second time, as a firmware entry: by that libvirt lets "
		"QEMU read it, with AppArmor or SELinux on\n");
	return vpb_record_add(edit->domain, "", entry.data);
}
