/* SPDX-License-Identifier: GPL-2.0-or-later */

/* variants: for the hooks that build images. Prints the modules that lines with `driver=` need. */

#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/log.h"
#include "../helper/base/output.h"
#include "../host/machine/variants.h"
#include "../host/terminal/language.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind variants [OPTION...]\n"
		"\n"
		"Prints the modules of variants of vfio-pci that the lines with 'driver=' ask for,\n"
		"for the devices of this machine, a name a line. Whatever builds an initramfs puts\n"
		"them into it.\n"
		"\n"
		"  --kernel VERSION  by that kernel's modules, not the running one's\n" VPB_OPTIONS_HELP));
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, const char **ret_release)
{
	static const struct option known[] = {
		{"kernel", required_argument, NULL, 'k'},
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	while ((option = vpb_options_next(argc, argv, VPB_OPTIONS_LETTERS, known)) !=
		-1) {
		if (option == 'k')
			*ret_release = optarg;
		else if ((r = vpb_options_common(option, help_print)) >= 0)
			return r;
	}
	return vpb_options_end(argc, argv, "variants");
}

int vpb_command_variants(const struct vpb_root *root, int argc, char **argv)
{
	const struct vpb_pipeline pipeline = {
		.view = VPB_VIEW_NEXT_BOOT, .sources = {.is_other_boot = true}};
	VPB_CLEANUP(vpb_run_done) struct vpb_run run = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text names = {};
	char running[VPB_NAME_BYTES * 2] = "";
	const char *release = running;
	int r = options_parse(argc, argv, &release);

	if (r >= 0)
		return r;
	if (release == running)
		(void)!vpb_root_read_word(
			root, "proc/sys/kernel/osrelease", running, sizeof(running));
	r = vpb_pipeline_plan(root, &pipeline, &run);
	if (r == 0)
		r = vpb_variants_needed(root, release, &run, &names);
	if (r == 0)
		r = vpb_output_text(&names);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "variants: %s", strerror(-r));
	return r < 0 ? VPB_EXIT_FAILED : VPB_EXIT_DONE;
}
