/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "image.h"

#include <string.h>

#include "../../host/image/read.h"
#include "memory.h"

void image_hold(const uint8_t *data, size_t size)
{
	struct vpb_image image = {};

	memory_clear();
	memory_add("image", data, size);
	if (vpb_image_read(memory_get(), "image", &image) == 0) {
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
}
