/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A library, or a boot image that is not packed: archives, or a UKI. */

#include <errno.h>
#include <string.h>

#include "../../host/image/elf.h"
#include "image.h"

static void elf_hold(const uint8_t *data, size_t size)
{
	struct vpb_image elf = {};
	struct vpb_image_file *file = vpb_image_add(&elf, "usr/lib/x.so");
	int r;

	FUZZ_HOLD(file);
	r = vpb_image_elf_read(file, data, size);
	/* What has more of everything than any program is given up. */
	FUZZ_HOLD(r == 0 || r == -EBADMSG);
	vpb_image_done(&elf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size >= 4 && memcmp(data,
				 "\x7f"
				 "ELF",
				 4) == 0)
		elf_hold(data, size);
	else
		image_hold(data, size);
	return 0;
}
