/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What boot loaders and makers of images leave on a disk: 0x1e parts the files below. */

#include "folder.h"

#include <stdlib.h>
#include <string.h>

#include "../../helper/sys/host/facts.h"
#include "../../helper/sys/host/image_places.h"
#include "../../helper/sys/host/kernel_words.h"
#include "../../helper/sys/host/loader.h"

static const char *const files[] = {"proc/cmdline", "etc/kernel/cmdline",
	"etc/mkinitcpio.d/linux.preset", "boot/loader/entries/token-6.1.0-test.conf",
	"sys/firmware/efi/efivars/LoaderEntrySelected-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
	"etc/machine-id", "etc/default/grub", "etc/cmdline.d/a.conf",
	"etc/kernel/install.conf", "etc/kernel/entry-token", "boot/grub/grub.cfg",
	"usr/sbin/grub-mkconfig", "boot/loader/loader.conf", "etc/mkinitcpio.conf"};

enum {
	FILES = sizeof(files) / sizeof(*files),
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct vpb_root *root = folder_get();
	VPB_CLEANUP(vpb_text_done) struct vpb_text words = {};
	struct vpb_image_places places = {};
	struct vpb_loader_found found;
	struct vpb_facts facts = {};

	folder_put("usr/lib/modules/6.1.0-test/modules.builtin", "", 0);
	for (size_t i = 0; i < FILES; i++) {
		const uint8_t *end = size ? memchr(data, 0x1e, size) : NULL;
		size_t length = end ? (size_t)(end - data) : size;

		/* One that is empty is not there. */
		if (length)
			folder_put(files[i], data, length);
		else
			folder_drop(files[i]);
		data += length + (end ? 1 : 0);
		size -= length + (end ? 1 : 0);
	}
	FUZZ_HOLD(vpb_loader_find_booted(root, &found) == 0);
	FUZZ_HOLD(memchr(found.how, '\0', sizeof(found.how)));
	FUZZ_HOLD(memchr(found.entry, '\0', sizeof(found.entry)));
	(void)vpb_kernel_words_have_file(root);
	FUZZ_HOLD(vpb_kernel_words_read(root, &words) == 0);
	FUZZ_HOLD(!words.data || !strchr(words.data, '\n'));
	if (vpb_facts_read(root, &facts) == 0)
		FUZZ_HOLD(vpb_image_places_find(root, &facts, &places) == 0);
	vpb_image_places_done(&places);
	vpb_facts_done(&facts);
	return 0;
}
