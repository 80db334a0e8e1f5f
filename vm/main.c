/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The virtual machine's side, run as `vfio-prebind vm`. */

#include <libxml/parser.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/array.h"
#include "../helper/base/guess.h"
#include "../helper/base/log.h"
#include "../helper/base/output.h"
#include "../host/terminal/options.h"
#include "../host/terminal/screen.h"
#include "command.h"

static const struct command {
	const char *name;
	const char *summary; /* one line of --help */
	int (*run)(const struct vpb_root *root, int argc, char **argv);
} commands[] = {
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

static void help_print(void)
{
	printf("vfio-prebind vm COMMAND [OPTION...]\n"
	       "\n"
	       "Gives devices that vfio-pci has to virtual machines (VMs).\n"
	       "\n"
	       "COMMAND is one of:\n");
	for (size_t i = 0; i < VPB_ARRAY_SIZE(commands); i++)
		printf("  %-8s  %s\n", commands[i].name, commands[i].summary);
	printf("\n" VPB_OPTIONS_HELP "\n"
	       "vfio-prebind vm COMMAND --help has each one's options.\n");
}

/* NULL where there is none of that name, which is said. */
static const struct command *command_find(const char *name)
{
	struct vpb_guess guess = {.word = name};
	char question[VPB_GUESS_BYTES];

	for (size_t i = 0; i < VPB_ARRAY_SIZE(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	for (size_t i = 0; i < VPB_ARRAY_SIZE(commands); i++)
		vpb_guess_try(&guess, commands[i].name);
	vpb_log(VPB_LOG_ERROR, "vm: unknown command '%s', see vm --help%s",
		VPB_WORD(name), vpb_guess_question(&guess, "", question));
	return NULL;
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, const char **root)
{
	static const struct option known[] = {
		{"root", required_argument, NULL, 'r'},
		VPB_OPTIONS_COMMON,
	};
	int option, r = -1;

	/* '+': the words after the command are the command's. */
	while (r < 0 && (option = vpb_options_next(
				 argc, argv, "+" VPB_OPTIONS_LETTERS, known)) != -1) {
		if (option == 'r')
			*root = optarg;
		r = vpb_options_common(option, help_print);
	}
	return r;
}

static int command_run(
	const struct command *command, const char *directory, int argc, char **argv)
{
	VPB_CLEANUP(vpb_root_done) struct vpb_root root = {.fd = -1};
	static char name[64]; /* argv keeps it */
	int r = vpb_root_open(directory, &root);

	if (r < 0) {
		vpb_log(VPB_LOG_ERROR, "%s: %s", directory, strerror(-r));
		return VPB_EXIT_FAILED;
	}
	snprintf(name, sizeof(name), "vfio-prebind vm %s", command->name);
	argv[0] = name;
	optind = 0; /* getopt starts anew, with the words after the command */
	return vpb_screen_end(command->run(&root, argc, argv));
}

int main(int argc, char **argv)
{
	const struct command *command;
	const char *directory = "/";
	int status;

	setlocale(LC_CTYPE, "");
	LIBXML_TEST_VERSION
	argv[0] = (char *)"vfio-prebind vm";
	status = options_parse(argc, argv, &directory);
	if (status >= 0)
		return vpb_output_end("vfio-prebind", status);
	if (optind == argc) {
		vpb_log(VPB_LOG_ERROR, "vm: which command? see vfio-prebind vm --help");
		return VPB_EXIT_USAGE;
	}
	command = command_find(argv[optind]);
	if (!command)
		return VPB_EXIT_USAGE;
	return command_run(command, directory, argc - optind, argv + optind);
}
