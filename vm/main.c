/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The virtual machine's side, run as `vfio-prebind vm`. It has no catalogs: all is English. */

#include <libxml/parser.h>
#include <stdio.h>

#include "../helper/base/array.h"
#include "../helper/base/log.h"
#include "../helper/base/output.h"
#include "../host/terminal/commands.h"
#include "../host/terminal/options.h"
#include "command.h"

static const struct vpb_command rows[] = {
	{"show", "what gives a device to a VM, as XML of libvirt or words of QEMU",
		vpb_vm_command_show},
	{"add", "give devices to a domain of libvirt, or to one in a file",
		vpb_vm_command_add},
	{"check", "why a domain would not start, before it is started",
		vpb_vm_command_check},
	{"remove", "take back what add did to it", vpb_vm_command_remove},
	{"rom", "look at a card's ROM, and keep it for a VM's firmware",
		vpb_vm_command_rom},
};

static const struct vpb_commands commands = {
	"vfio-prebind vm", rows, VPB_ARRAY_SIZE(rows)};

static void help_print(void)
{
	printf("vfio-prebind vm COMMAND [OPTION...]\n"
	       "\n"
	       "Gives devices that vfio-pci has to virtual machines (VMs).\n"
	       "\n"
	       "COMMAND is one of:\n");
	vpb_commands_print(&commands);
	printf("\n" VPB_OPTIONS_HELP "\n"
	       "vfio-prebind vm COMMAND --help has each one's options.\n");
}

int main(int argc, char **argv)
{
	const struct vpb_command *command;
	const char *directory = "/";
	char question[VPB_GUESS_BYTES];
	int status;

	vpb_commands_begin();
	LIBXML_TEST_VERSION
	argv[0] = (char *)"vfio-prebind vm";
	status = vpb_commands_options(argc, argv, &directory, help_print);
	if (status >= 0)
		return vpb_output_end("vfio-prebind", status);
	if (optind == argc) {
		vpb_log(VPB_LOG_ERROR, "vm: which command? see vfio-prebind vm --help");
		return VPB_EXIT_USAGE;
	}
	command = vpb_commands_find(&commands, argv[optind], question);
	if (!command) {
		vpb_log(VPB_LOG_ERROR, "vm: unknown command '%s', see vm --help%s",
			VPB_WORD(argv[optind]), question);
		return VPB_EXIT_USAGE;
	}
	return vpb_commands_run(
		&commands, command, directory, argc - optind, argv + optind);
}
