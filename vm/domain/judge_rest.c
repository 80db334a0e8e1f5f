/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "judge.h"
#include "window.h"

#define SINCE_RAW_TABLES 11002000 /* 11.2.0 */

static int window_judge(const struct vpb_domain_judge *judge)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	uint64_t want = vpb_window_want_mib(judge->domain, judge->facts), asked;
	xmlNode *argument = NULL;

	asked = vpb_window_asked_mib(judge->domain, &argument);
	if (!want || asked >= want)
		return 0;
	vpb_text_add(&reason,
		"the memory of its cards takes %ju GiB, and the window for it in the VM is %ju GiB: the guest does "
		"not see all of it",
		(uintmax_t)((judge->facts->bar_bytes + (1 << 30) - 1) >> 30),
		asked ? (uintmax_t)(asked >> 10)
		      : (uintmax_t)(vpb_window_made(judge->domain, judge->facts) >> 30));
	if (vpb_text_error(&reason) < 0)
		return -ENOMEM;
	return vpb_vm_find(judge->findings, VPB_VM_KIND_WINDOW, argument, reason.data,
		"vfio-prebind vm add makes it larger");
}

/* "slic" takes over the ids of all tables, whatever is in the file; the others came later. */
static int tables_judge(const struct vpb_domain_judge *judge)
{
	int r = 0;

	VPB_XML_EACH(table, vpb_xml_find(judge->domain, "os/acpi"), "table")
	{
		if (r == 0 && vpb_xml_is(table, "", "type", "slic"))
			r = vpb_vm_find(judge->findings, VPB_VM_KIND_SLIC, table,
				"an ACPI table of type 'slic' is none of its own: QEMU gives it that name, so no "
				"battery in it is seen",
				"type='raw', from libvirt 11.2 on");
		else if (r == 0 && judge->libvirt_version &&
			 judge->libvirt_version < SINCE_RAW_TABLES)
			r = vpb_vm_find(judge->findings, VPB_VM_KIND_TABLE, table,
				"this libvirt knows no ACPI table but 'slic'; others came with 11.2",
				"name the file by <qemu:commandline> until then");
	}
	return r;
}

/* QEMU aborts at another one. */
static int memory_judge(const struct vpb_domain_judge *judge)
{
	int r = 0;

	VPB_XML_EACH(shmem, vpb_xml_find(judge->domain, "devices"), "shmem")
	{
		unsigned long size = strtoul(vpb_xml_text(shmem, "size"), NULL, 10);

		if (r == 0 && vpb_xml_find(shmem, "size") && (!size || size & (size - 1)))
			r = vpb_vm_find(judge->findings, VPB_VM_KIND_SHMEM, shmem,
				"the size of shared memory is no power of two, and QEMU aborts at that",
				"take the next power of two");
	}
	if (r == 0 && vpb_xml_find(judge->domain, "memtune/hard_limit"))
		r = vpb_vm_find(judge->findings, VPB_VM_KIND_LIMIT,
			vpb_xml_find(judge->domain, "memtune/hard_limit"),
			"a <hard_limit> is also how much memory the VM may lock, and with a PCI device it "
			"locks all of its own and more",
			"remove it, and libvirt computes what is needed");
	return r;
}

/* "-acpitable" and the like name files that no security driver of libvirt's knows of. */
static int arguments_judge(const struct vpb_domain_judge *judge)
{
	xmlNode *list = vpb_xml_find(judge->domain, "commandline");
	int r = 0;

	VPB_XML_EACH(argument, list, "arg")
	{
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		const char *value = vpb_xml_get(argument, "", "value");
		const char *file = value ? strstr(value, "file=/") : NULL;

		if (r < 0 || !file || vpb_domain_names_file(judge->domain, file + 5))
			continue;
		vpb_text_add(&reason,
			"QEMU's argument names the file %.*s, which AppArmor or SELinux keeps it from "
			"reading",
			(int)strcspn(file + 5, ","), file + 5);
		r = vpb_text_error(&reason);
		if (r == 0)
			r = vpb_vm_find(judge->findings, VPB_VM_KIND_ARGUMENT, argument,
				reason.data,
				"name the same file by <sysinfo type='fwcfg'><entry name='opt/org.vfio-prebind/...' "
				"file='...'/>: libvirt then lets this VM read it; they need not be switched off");
	}
	return r;
}

int vpb_judge_rest(const struct vpb_domain_judge *judge)
{
	int r = window_judge(judge);

	if (r == 0)
		r = tables_judge(judge);
	if (r == 0)
		r = memory_judge(judge);
	return r < 0 || !judge->has_guarded_files ? r : arguments_judge(judge);
}
