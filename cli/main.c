/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The command that a person types on the running system. */

#include "command.h"

#include <stdio.h>

#include "../helper/base/array.h"
#include "../helper/base/log.h"
#include "../helper/base/output.h"
#include "../host/terminal/language.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"

static int help_run(const struct vpb_root *root, int argc, char **argv);
static int version_run(const struct vpb_root *root, int argc, char **argv);

static const struct vpb_command rows[] = {
	{"list", "the machine's PCI devices by IOMMU group", vpb_command_list},
	{"plan", "what the next boot would do, step by step", vpb_command_plan},
	{"status", "what this boot did, against what is true now", vpb_command_status},
	{"check", "are the machine, its images and this boot right", vpb_command_check},
	{"generate", "a file for modprobe, or the kernel command line",
		vpb_command_generate},
	{"variants", "the modules for \"driver=\" that an initramfs needs",
		vpb_command_variants},
	{"carriers", "what an initramfs is told of the devices in use",
		vpb_command_carriers},
	{"setup", "give devices to vfio-pci from the next boot on", vpb_command_setup},
	{"remove", "take back what setup did", vpb_command_remove},
	{"bind", "give devices to vfio-pci now, without a boot", vpb_command_bind},
	{"release", "give devices back to the host's drivers now", vpb_command_release},
	{"report", "one text for a bug report, without what says whose machine it is",
		vpb_command_report},
	{"vm", "the virtual machine's side: give devices to a domain of libvirt",
		vpb_command_vm},
	{"help", "the options of a command", help_run},
	{"version", "the version", version_run},
};

static const struct vpb_commands commands = {"vfio-prebind", rows, VPB_ARRAY_SIZE(rows)};
static const struct vpb_command overview = {"", "", vpb_command_overview};

static void commands_print(void)
{
	vpb_help_print(_("COMMAND is one of:\n"));
	vpb_commands_print(&commands);
}

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind [--root DIR] [COMMAND]\n"
		"\n"
		"Looks at the PCI devices that this machine may give to virtual machines.\n"
		"Only setup and remove change files, and they show it and ask before; bind and\n"
		"release change which driver has a device, at once. Without a COMMAND it says\n"
		"which devices virtual machines have, and what to do next.\n"
		"\n"));
	commands_print();
	vpb_help_print(_(
		"\n"
		"  --root DIR     look at the tree below DIR (DIR/sys, DIR/proc, DIR/etc)\n" VPB_OPTIONS_HELP
		"\n"
		"vfio-prebind help COMMAND has each command's options.\n"));
}

/* NULL where there is none of that name, which is said. */
static const struct vpb_command *command_find(const char *name)
{
	char question[VPB_GUESS_BYTES];
	const struct vpb_command *command = vpb_commands_find(&commands, name, question);

	if (!command)
		vpb_log(VPB_LOG_ERROR, "unknown command '%s', see --help%s",
			VPB_WORD(name), question);
	return command;
}

static void help_help_print(void)
{
	vpb_help_print(
		_("vfio-prebind help [COMMAND]\n"
		  "\n"
		  "Prints the options of that command; without one, all commands.\n"
		  "\n"));
	commands_print();
	printf("\n" VPB_OPTIONS_HELP);
}

/* Each command has its own. */
static int help_run(const struct vpb_root *root, int argc, char **argv)
{
	static const struct option known[] = {VPB_OPTIONS_COMMON};
	static char word[] = "--help";
	const struct vpb_command *command;
	int option, r = -1;

	while (r < 0 &&
		(option = vpb_options_next(argc, argv, VPB_OPTIONS_LETTERS, known)) != -1)
		r = vpb_options_common(option, help_help_print);
	if (r >= 0)
		return r;
	if (optind == argc) {
		help_print();
		return VPB_EXIT_DONE;
	}
	command = command_find(argv[optind]);
	if (!command)
		return VPB_EXIT_USAGE;
	optind = 0;
	return command->run(root, 2, (char *[]){argv[0], word, NULL});
}

static void version_help_print(void)
{
	vpb_help_print(_("vfio-prebind version\n"
			 "\n"
			 "Prints the version.\n"
			 "\n" VPB_OPTIONS_HELP));
}

static int version_run(const struct vpb_root *root, int argc, char **argv)
{
	static const struct option known[] = {VPB_OPTIONS_COMMON};
	int option, r = -1;

	(void)root;
	while (r < 0 &&
		(option = vpb_options_next(argc, argv, VPB_OPTIONS_LETTERS, known)) != -1)
		r = vpb_options_common(option, version_help_print);
	if (r < 0)
		r = vpb_options_end(argc, argv, "version");
	return r < 0 ? vpb_options_common('V', version_help_print) : r;
}

/* Tests have catalogs of their own. */
#ifndef VPB_LOCALE_FOLDER
#define VPB_LOCALE_FOLDER "/usr/share/locale"
#endif

int main(int argc, char **argv)
{
	const struct vpb_command *command = &overview;
	const char *directory = "/";
	int status;

	vpb_commands_begin();
	vpb_language_begin(VPB_LOCALE_FOLDER);
	argv[0] = (char *)"vfio-prebind";
	status = vpb_commands_options(argc, argv, &directory, help_print);
	if (status >= 0)
		return vpb_output_end("vfio-prebind", status);
	if (optind < argc)
		command = command_find(argv[optind]);
	if (!command)
		return VPB_EXIT_USAGE;
	return vpb_commands_run(
		&commands, command, directory, argc - optind, argv + optind);
}
