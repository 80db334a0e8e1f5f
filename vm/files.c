/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "domain/domain.h"
#include "rom/rom.h"
#include "rom/source.h"

/* A path of the definition, below the root; "" for one that does not begin at the top. */
static const char *below(const char *path)
{
	return path && *path == '/' ? path + 1 : "";
}

/* A link that leads nowhere is no file to QEMU. */
static bool is_missing(const struct vpb_root *root, const char *path)
{
	struct stat status;
	int r = vpb_root_stat(root, below(path), 0, &status);

	return r == -ENOENT || r == -ENOTDIR;
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

	if (!*below(path) || !is_missing(root, path))
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

static bool is_readable(xmlNode *domain, const char *file)
{
	/* As virt-aa-helper has it for all domains. */
	if (vpb_word_has_start(file, "/usr/share/vgabios/"))
		return true;
	return vpb_domain_names_file(domain, file);
}

static int rom_look(const struct vpb_root *root, const char *file,
	const struct vpb_device *device, const xmlNode *element,
	struct vpb_vm_findings *findings)
{
	struct vpb_rom_source source = {};
	struct vpb_rom rom;
	int r = vpb_rom_read_path(root, below(file), "/", &source);

	if (r == -EFBIG)
		return find(findings, VPB_VM_KIND_ROM_BAD, element,
			"the ROM %s is larger than 16 MiB, which no card's is", file,
			"see vfio-prebind vm rom for the card's own");
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

static int rom_judge(const struct vpb_root *root, const struct vpb_domain_judge *judge,
	xmlNode *hostdev, const struct vpb_device *device)
{
	const char *file = vpb_xml_get(hostdev, "rom", "file");
	const xmlNode *element = vpb_xml_find(hostdev, "rom");
	int r = 0;

	if (!file || !*below(file))
		return 0;
	if (is_missing(root, file))
		return find(judge->findings, VPB_VM_KIND_ROM_MISSING, element,
			"there is no file %s, so the VM cannot start", file,
			"see vfio-prebind vm rom, or remove the <rom>");
	if (judge->has_guarded_files && vpb_domain_names_file(judge->domain, file) &&
		!vpb_domain_may_name_file(file))
		r = find(judge->findings, VPB_VM_KIND_ROM_ACCESS, element,
			"a firmware entry names the ROM %s, and libvirt's AppArmor driver starts no VM "
			"that names a file in that folder",
			file,
			"remove that <entry>, and keep the ROM in another folder, such as /var/lib/vgabios");
	else if (judge->has_guarded_files && !is_readable(judge->domain, file) &&
		 !vpb_domain_may_name_file(file))
		r = find(judge->findings, VPB_VM_KIND_ROM_ACCESS, element,
			"AppArmor or SELinux keeps QEMU from reading the ROM %s", file,
			"leave them on: keep the ROM in another folder, such as /var/lib/vgabios, and "
			"name it anew with vfio-prebind vm add --rom");
	else if (judge->has_guarded_files && !is_readable(judge->domain, file))
		r = find(judge->findings, VPB_VM_KIND_ROM_ACCESS, element,
			"AppArmor or SELinux keeps QEMU from reading the ROM %s", file,
			"leave them on: vfio-prebind vm add also names it where libvirt lets this VM read it");
	return r < 0 || !device ? r
				: rom_look(root, file, device, element, judge->findings);
}

int vpb_files_judge(const struct vpb_root *root, const struct vpb_domain_judge *judge)
{
	struct vpb_address address;
	xmlNode *hostdev = vpb_judge_first_hostdev(judge->domain, &address);
	int r = loader_judge(root, judge->domain, judge->findings);

	for (; r == 0 && hostdev; hostdev = vpb_judge_hostdev(hostdev->next, &address)) {
		const struct vpb_snapshot *snapshot = &judge->host->snapshot;
		long number = vpb_snapshot_find(snapshot, address);

		r = rom_judge(root, judge, hostdev,
			number < 0 ? NULL : &snapshot->devices[number]);
	}
	return r;
}
