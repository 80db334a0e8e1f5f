/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * A whole tree: sysfs attributes, /proc files, the config. tree.h has the form of an input; a line
 * "next" asks for the next boot.
 */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/sys/framebuffer.h"
#include "tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_run_done) struct vpb_run run = {};
	VPB_CLEANUP(vpb_freep) char *text = fuzz_text(data, size);
	const struct vpb_root *root = tree_get();
	struct vpb_pipeline pipeline = {};
	char *rest = text, *line;

	while ((line = strsep(&rest, "\n")))
		if (strcmp(line, "next") == 0)
			pipeline.view = VPB_VIEW_NEXT_BOOT;
		else
			tree_change(line);
	tree_settle();
	(void)vpb_framebuffers_are_hidden(root);
	FUZZ_HOLD(vpb_pipeline_plan(root, &pipeline, &run) == 0);
	fuzz_hold_run(&run);
	tree_restore();
	return 0;
}
