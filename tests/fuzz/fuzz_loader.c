/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What boot loaders and makers of images leave on a disk: 0x1e parts the files below. */

#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "../../host/image/places.h"
#include "../../host/image/rebuild.h"
#include "../../host/loader/booted.h"
#include "../../host/loader/change.h"
#include "../../host/loader/refind_stanzas.h"
#include "../../host/machine/facts.h"
#include "../../host/machine/kernel_words.h"

#define VARIABLES "sys/firmware/efi/efivars/"
#define VENDOR "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
#define RELEASE "6.1.0-test"

/* One that is empty is not there. */
static const char *const files[] = {"proc/cmdline", "etc/kernel/cmdline",
	"etc/mkinitcpio.d/linux.preset", "boot/loader/entries/token-" RELEASE ".conf",
	VARIABLES "LoaderEntrySelected" VENDOR, "etc/machine-id", "etc/default/grub",
	"etc/cmdline.d/a.conf", "etc/kernel/install.conf", "etc/kernel/entry-token",
	"boot/grub/grub.cfg", "usr/sbin/grub-mkconfig", "boot/loader/loader.conf",
	"etc/mkinitcpio.conf", VARIABLES "LoaderInfo" VENDOR, VARIABLES "StubInfo" VENDOR,
	"usr/sbin/update-grub", "usr/sbin/grubby", "boot/limine.conf",
	"boot/refind_linux.conf", "boot/extlinux/extlinux.conf",
	"etc/kernelstub/configuration", "etc/kernel/proxmox-boot-uuids",
	"run/ostree-booted", "usr/bin/rpm-ostree", "efi/loader/entries/b.conf",
	"lib/modules/" RELEASE "/pkgbase", "usr/lib/kernel/cmdline",
	"boot/EFI/refind/refind.conf", "usr/bin/sdbootutil", "etc/default/limine",
	"etc/limine-entry-tool.d/a.conf", "etc/sdboot-manage.conf",
	"etc/zfsbootmenu/config.yaml", "etc/fstab", "usr/sbin/transactional-update",
	"etc/NIXOS", "etc/default/grub.d/a.cfg"};

/* The images that those may name. */
static const char *const images[] = {"boot/initrd.img-" RELEASE, "boot/vmlinuz-" RELEASE,
	"boot/initramfs-linux.img", "boot/ucode.img", "efi/EFI/Linux/arch.efi",
	"boot/EFI/Linux/token-" RELEASE ".efi", "boot/token/" RELEASE "/initrd"};

enum {
	FILES = sizeof(files) / sizeof(*files),
	IMAGES = sizeof(images) / sizeof(*images),
};

static void files_make(const uint8_t *data, size_t size)
{
	memory_clear();
	for (size_t i = 0; i < IMAGES; i++)
		memory_add(images[i], "", 0);
	for (size_t i = 0; i < FILES; i++) {
		const uint8_t *end = size ? memchr(data, 0x1e, size) : NULL;
		size_t length = end ? (size_t)(end - data) : size;

		if (length)
			memory_add(files[i], data, length);
		data += length + (end ? 1 : 0);
		size -= length + (end ? 1 : 0);
	}
}

/* Each is of images that are there, and there is something to type. */
static void places_hold(const struct vpb_image_places *places)
{
	for (size_t i = 0; i < places->count; i++) {
		const struct vpb_image_place *place = &places->items[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		FUZZ_HOLD(place->part_count > 0);
		for (size_t j = 0; j < place->part_count; j++)
			FUZZ_HOLD(vpb_root_has(memory_get(), place->parts[j]));
		vpb_image_rebuild(memory_get(), place, VPB_GENERATOR_UNKNOWN,
			*place->release ? place->release : RELEASE, &text);
		FUZZ_HOLD(text.length);
	}
}

/* What each row reads in its files, whoever has booted. */
static void rows_hold(const struct vpb_root *root, const struct vpb_facts *facts)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	struct vpb_refind_stanzas stanzas;

	for (size_t i = 0; vpb_loaders[i]; i++) {
		const struct vpb_loader_change change = {.root = root,
			.facts = facts,
			.journal = &journal,
			.booted = {.loader = vpb_loaders[i]}};
		char path[PATH_MAX] = "";

		if (vpb_loader_says(&change, "iommu=pt", path) == VPB_SAID_UNBOOTED)
			FUZZ_HOLD(vpb_root_has(root, path));
	}
	FUZZ_HOLD(vpb_refind_stanzas_read(root, &stanzas) == 0);
	FUZZ_HOLD(!stanzas.names.length || stanzas.path);
	vpb_text_done(&stanzas.names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vpb_kernel kernels[] = {{.release = RELEASE}, {.release = "6.1.0"}};
	const struct vpb_facts facts = {
		.kernels = kernels, .kernel_count = 2, .cmdline = (char *)""};
	const struct vpb_root *root = memory_get();
	VPB_CLEANUP(vpb_text_done) struct vpb_text words = {};
	struct vpb_image_places places = {};
	struct vpb_loader_booted booted;

	files_make(data, size);
	FUZZ_HOLD(vpb_loader_find_booted(root, &booted) == 0);
	FUZZ_HOLD(memchr(booted.how, '\0', sizeof(booted.how)));
	FUZZ_HOLD(memchr(booted.entry, '\0', sizeof(booted.entry)));
	rows_hold(root, &facts);
	(void)vpb_kernel_words_have_file(root);
	FUZZ_HOLD(vpb_kernel_words_read(root, &words) == 0);
	FUZZ_HOLD(!words.data || !strchr(words.data, '\n'));
	FUZZ_HOLD(vpb_image_places_find(root, &facts, &places) == 0);
	places_hold(&places);
	vpb_image_places_done(&places);
	return 0;
}
