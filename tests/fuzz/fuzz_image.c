/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A boot image: archives, compressed or not, or a UKI; and the bytes as a library. */

#include "folder.h"

#include <string.h>

#include "../../helper/sys/host/image.h"
#include "../../helper/sys/host/image_elf.h"
#include "../../helper/sys/host/image_judge.h"
#include "../../helper/sys/host/image_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct vpb_root *root = folder_get();
	struct vpb_image image = {}, elf = {};
	struct vpb_image_file *file = vpb_image_add(&elf, "usr/lib/x.so");

	FUZZ_HOLD(file && vpb_image_elf_read(file, data, size) == 0);
	vpb_image_done(&elf);
	folder_put("image", data, size);
	if (vpb_image_read(root, "image", &image) == 0) {
		FUZZ_HOLD(vpb_image_settle(&image) == 0);
		(void)vpb_image_generator(&image);
		(void)vpb_image_has_systemd(&image);
		for (size_t i = 0; i < image.count; i++) {
			FUZZ_HOLD(image.files[i].path);
			FUZZ_HOLD(i == 0 || strcmp(image.files[i - 1].path,
						    image.files[i].path) < 0);
			(void)vpb_image_find(&image, image.files[i].path);
		}
	}
	vpb_image_done(&image);
	return 0;
}
