/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/domain.h"
#include "rom/rom.h"
#include "rom/source.h"

/* A path of the definition, below the root; "" for one that does not begin at the top. */
static const char *below(const char *path)
{
	return path && *path == '/' ? path + 1 : "";
}

static int find(struct vpb_vm_findings *findings, enum vpb_vm_kind kind,
	const xmlNode *element, const char *format, const char *path, const char *fix)
{
	VPB_CLEANUP(vpb_freep) char *reason = NULL;

	if (asprintf(&reason, format, path) < 0) {
		reason = NULL;
		return -ENOMEM;
	}
	return vpb_vm_find(findings, kind, element, reason, fix);
}

static int loader_judge(
	const struct vpb_root *root, xmlNode *domain, struct vpb_vm_findings *findings)
{
	const char *path = vpb_xml_text(domain, "os/loader");

	if (!*below(path) || vpb_root_look(root, below(path)) != 0)
		return 0;
	return find(findings, VPB_VM_KIND_LOADER, vpb_xml_find(domain, "os/loader"),
		"there is no firmware %s in this system, so the VM cannot start", path,
		"<os firmware='efi'> without a <loader>: libvirt knows where it is");
}

bool vpb_files_are_guarded(const struct vpb_root *root)
{
	char word[16];

	return (vpb_root_read_word(root, "sys/module/apparmor/parameters/enabled", word,
			sizeof(word)) == 0 &&
		       *word == 'Y') ||
	       vpb_root_look(root, "sys/fs/selinux/enforce") > 0;
}

static bool is_named(xmlNode *domain, const char *file)
{
	/* As virt-aa-helper has it for all domains. */
	if (vpb_word_has_start(file, "/usr/share/vgabios/"))
		return true;
	VPB_XML_EACH(sysinfo, domain, "sysinfo")
	VPB_XML_EACH(entry, sysinfo, "entry")
	if (vpb_xml_is(entry, "", "file", file))
		return true;
	return false;
}

static int rom_look(const struct vpb_root *root, const char *file,
	const struct vpb_device *device, const xmlNode *element,
	struct vpb_vm_findings *findings)
{
	struct vpb_rom_source source = {};
	struct vpb_rom rom;
	int r = vpb_rom_read_path(root, below(file), "/", &source);

	if (r < 0)
		return r == -ENOMEM ? r : 0;
	vpb_rom_look(source.data, source.length, device->vendor, device->device, &rom);
	for (size_t i = 0; r == 0 && i < rom.flaws.count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

		if (vpb_rom_flaw_weight(rom.flaws.items[i].kind) != VPB_ROM_USELESS)
			continue;
		vpb_text_add(&reason, "the ROM %s ", file);
		vpb_rom_flaw_describe(&rom.flaws.items[i], &reason, &fix);
		r = vpb_text_error(&reason);
		if (r == 0)
			r = vpb_vm_find(findings, VPB_VM_KIND_ROM_BAD, element,
				reason.data, "see vfio-prebind vm rom --from that file");
	}
	vpb_rom_source_done(&source);
	return r;
}

static int rom_judge(const struct vpb_root *root, xmlNode *domain, xmlNode *hostdev,
	const struct vpb_device *device, struct vpb_vm_findings *findings)
{
	const char *file = vpb_xml_get(hostdev, "rom", "file");
	const xmlNode *element = vpb_xml_find(hostdev, "rom");
	int r = 0;

	if (!file || !*below(file))
		return 0;
	if (vpb_root_look(root, below(file)) == 0)
		return find(findings, VPB_VM_KIND_ROM_MISSING, element,
			"there is no file %s, so the VM cannot start", file,
			"see vfio-prebind vm rom, or remove the <rom>");
	if (vpb_files_are_guarded(root) && !is_named(domain, file))
		r = find(findings, VPB_VM_KIND_ROM_ACCESS, element,
			"AppArmor or SELinux keeps QEMU from reading the ROM %s", file,
			"leave them on: vfio-prebind vm add also names it where libvirt lets this VM read it");
	return r < 0 || !device ? r : rom_look(root, file, device, element, findings);
}

/* What the kernel calls the disk: a link of /dev/disk leads there. */
static int disk_judge(
	const struct vpb_root *root, xmlNode *disk, struct vpb_vm_findings *findings)
{
	const char *path = vpb_xml_get(disk, "source", "dev");
	char name[VPB_NAME_BYTES], attribute[VPB_NAME_BYTES + 64];
	const char *base = path ? strrchr(path, '/') : NULL;

	if (!base || !*below(path))
		return 0;
	if (vpb_root_read_link(root, below(path), name, sizeof(name)) < 0)
		snprintf(name, sizeof(name), "%.*s", (int)sizeof(name) - 1, base + 1);
	snprintf(attribute, sizeof(attribute), "sys/class/block/%s/partition", name);
	if (vpb_root_look(root, attribute) <= 0)
		return 0;
	return find(findings, VPB_VM_KIND_PARTITION, vpb_xml_find(disk, "source"),
		"%s is a partition, in which the guest makes partitions of its own: its system is hardly ever found "
		"there, and others of that disk are at risk",
		path, "give a whole disk, by /dev/disk/by-id, or an image file");
}

int vpb_files_judge(const struct vpb_root *root, xmlNode *domain,
	const struct vpb_inventory *host, struct vpb_vm_findings *findings)
{
	xmlNode *devices = vpb_xml_find(domain, "devices");
	struct vpb_address address;
	xmlNode *hostdev =
		devices ? vpb_judge_hostdev(devices->children, &address) : NULL;
	int r = loader_judge(root, domain, findings);

	for (; r == 0 && hostdev; hostdev = vpb_judge_hostdev(hostdev->next, &address)) {
		long number = vpb_snapshot_find(&host->snapshot, address);

		r = rom_judge(root, domain, hostdev,
			number < 0 ? NULL : &host->snapshot.devices[number], findings);
	}
	VPB_XML_EACH(disk, devices, "disk")
	if (r == 0)
		r = disk_judge(root, disk, findings);
	return r;
}
