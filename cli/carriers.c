/* SPDX-License-Identifier: GPL-2.0-or-later */

/* carriers: for the hooks that build images. Prints which devices carry the running system. */

#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/log.h"
#include "../helper/base/output.h"
#include "../helper/sys/serial.h"
#include "../host/machine/carriers.h"
#include "../host/terminal/language.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind carriers [OPTION...]\n"
		"\n"
		"Prints which PCI devices carry what this system cannot do without: its disks,\n"
		"its network root, its default route, its keyboards. Whatever builds an initramfs\n"
		"puts that into it, as /" VPB_CARRIERS_FILE ".\n"
		"\n"
		"  --rebuild COMMAND  what builds that initramfs again, for its messages\n"
		"  --gives-back       it gives devices back to the host where its root file system\n"
		"                     does not appear\n" VPB_OPTIONS_HELP "\n"
		"Ends with 1, and prints nothing, where the running system cannot be seen, as in\n"
		"a container.\n"));
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(
	int argc, char **argv, const char **ret_rebuild, bool *ret_gives_back)
{
	static const struct option known[] = {
		{"rebuild", required_argument, NULL, 'r'},
		{"gives-back", no_argument, NULL, 'g'},
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	while ((option = vpb_options_next(argc, argv, VPB_OPTIONS_LETTERS, known)) !=
		-1) {
		if (option == 'r')
			*ret_rebuild = optarg;
		else if (option == 'g')
			*ret_gives_back = true;
		else if ((r = vpb_options_common(option, help_print)) >= 0)
			return r;
	}
	return vpb_options_end(argc, argv, "carriers");
}

static int carriers_print(struct vpb_carriers *carriers, const char *rebuild)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	carriers->rebuild = rebuild ? strdup(rebuild) : NULL;
	if (rebuild && !carriers->rebuild)
		return -ENOMEM;
	vpb_carriers_format(carriers, &text);
	return vpb_output_text(&text);
}

int vpb_command_carriers(const struct vpb_root *root, int argc, char **argv)
{
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	const char *rebuild = NULL, *hidden_by;
	int r = options_parse(argc, argv, &rebuild, &carriers.gives_back);

	if (r >= 0)
		return r;
	hidden_by = vpb_carriers_hidden_by(root);
	if (hidden_by) {
		vpb_log(VPB_LOG_INFO,
			"the running system cannot be seen here (%s), so the initramfs is "
			"not told which devices carry it",
			hidden_by);
		return VPB_EXIT_FAILED;
	}
	r = vpb_carriers_look(root, &carriers, &message);
	for (size_t i = 0; r == 0 && i < carriers.count; i++)
		vpb_serial_read(
			root, carriers.items[i].place.address, carriers.items[i].serial);
	if (r == 0)
		r = carriers_print(&carriers, rebuild);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "carriers: %s", message ? message : strerror(-r));
	return r < 0 ? VPB_EXIT_FAILED : VPB_EXIT_DONE;
}
