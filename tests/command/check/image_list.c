/* SPDX-License-Identifier: GPL-2.0-or-later */

/* image_list IMAGE: the names of all files in it, for a second reader to compare. */

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../../../host/image/read.h"

int main(int argc, char **argv)
{
	VPB_CLEANUP(vpb_root_done) struct vpb_root root = {.fd = -1};
	struct vpb_image image = {};
	int r = argc == 2 ? vpb_root_open("/", &root) : -1;

	if (r == 0)
		r = vpb_image_read(&root, argv[1], &image);
	if (r == 0)
		r = vpb_image_settle(&image);
	for (size_t i = 0; i < image.count; i++)
		printf("%s\n", image.files[i].path);
	if (r < 0)
		fprintf(stderr, "image_list: %s: %s\n", argv[argc - 1], strerror(-r));
	vpb_image_done(&image);
	return r < 0;
}
