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

/*
 * Where libpci gives up, its error callback jumps out of it, and what it had open stays: in the
 * boot program until that ends, soon after. Here its memory is not looked at (the linker sends
 * calls of pci_scan_bus to the wrapper), and its directory is closed.
 */
struct pci_access;
void __real_pci_scan_bus(struct pci_access *access);
void __wrap_pci_scan_bus(struct pci_access *access);
void __lsan_disable(void) __attribute__((weak));
void __lsan_enable(void) __attribute__((weak));

static bool is_in_libpci;

static void leaks_ignore(bool ignore)
{
	if (ignore != is_in_libpci && __lsan_disable)
		(ignore ? __lsan_disable : __lsan_enable)();
	is_in_libpci = ignore;
}

void __wrap_pci_scan_bus(struct pci_access *access)
{
	leaks_ignore(true);
	__real_pci_scan_bus(access);
	leaks_ignore(false);
}

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
	leaks_ignore(false);
	FUZZ_HOLD(close_range((unsigned int)root->fd + 1, ~0u, 0) == 0);
	fuzz_hold_run(&run);
	tree_restore();
	return 0;
}
