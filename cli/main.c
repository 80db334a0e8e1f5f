/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The command that a person types on the running system. */

#include "command.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/log.h"
#include "../helper/base/options.h"
#include "../helper/base/output.h"
#include "../helper/base/text.h"

static const struct vpb_command commands[] = {
	{"list", "the machine's PCI devices by IOMMU group", vpb_command_list},
	{"plan", "what the next boot would do, step by step", vpb_command_plan},
	{"status", "what this boot did, against what is true now", vpb_command_status},
	{"check", "are the machine, its images and this boot right", vpb_command_check},
	{"generate", "a file for modprobe, or the kernel command line",
		vpb_command_generate},
	{"setup", "give devices to vfio-pci from the next boot on", vpb_command_setup},
	{"remove", "take back what setup did", vpb_command_remove},
	{"bind", "give devices to vfio-pci now, without a boot", vpb_command_bind},
	{"release", "give devices back to the host's drivers now", vpb_command_release},
};

enum {
	COMMAND_COUNT = sizeof(commands) / sizeof(*commands),
};

static void help_print(void)
{
	printf("vfio-prebind [--root DIR] COMMAND\n"
	       "\n"
	       "Looks at the PCI devices that this machine may give to virtual machines.\n"
	       "Only setup and remove change files, and they show it and ask before; bind and\n"
	       "release change which driver has a device, at once.\n"
	       "\n"
	       "COMMAND is one of:\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		printf("  %-8s  %s\n", commands[i].name, commands[i].summary);
	printf("\n"
	       "  --root DIR     look at the tree below DIR (DIR/sys, DIR/proc, DIR/etc)\n"
	       "  --help\n"
	       "  --version\n"
	       "\n"
	       "vfio-prebind COMMAND --help has each command's options.\n");
}

static const struct vpb_command *command_find(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, const char **root)
{
	static const struct option known[] = {
		{"root", required_argument, NULL, 'r'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{},
	};
	int option;

	/* '+': the words after the command are the command's. */
	while ((option = vpb_options_next(argc, argv, "+hV", known)) != -1) {
		if (option == 'r') {
			*root = optarg;
		} else if (option == 'h') {
			help_print();
			return VPB_EXIT_DONE;
		} else if (option == 'V') {
			printf("vfio-prebind %s\n", VPB_VERSION);
			return VPB_EXIT_DONE;
		} else {
			return VPB_EXIT_USAGE;
		}
	}
	return -1;
}

static int command_run(
	const struct vpb_command *command, const char *directory, int argc, char **argv)
{
	VPB_CLEANUP(vpb_root_done) struct vpb_root root = {.fd = -1};
	static char name[64]; /* argv keeps it */
	int r = vpb_root_open(directory, &root);

	if (r < 0) {
		vpb_log(VPB_LOG_ERROR, "%s: %s", directory, strerror(-r));
		return VPB_EXIT_FAILED;
	}
	snprintf(name, sizeof(name), "vfio-prebind %s", command->name);
	argv[0] = name;
	optind = 0; /* getopt starts anew, with the words after the command */
	return vpb_output_end("vfio-prebind", command->run(&root, argc, argv));
}

/*
 * The tables have to know what a letter is on this terminal, but no language's rules: in a Turkish
 * locale the capital of 'i' is another letter, and names of columns would be others.
 */
static void locale_set(void)
{
	const char *plain = "C";

	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		plain = "C.UTF-8";
	setlocale(LC_CTYPE, plain);
}

int main(int argc, char **argv)
{
	const struct vpb_command *command;
	const char *directory = "/";
	int status;

	/* Only for the tables: which letters the terminal shows, and how wide they are. */
	locale_set();
	argv[0] = (char *)"vfio-prebind";
	status = options_parse(argc, argv, &directory);
	if (status >= 0)
		return vpb_output_end("vfio-prebind", status);
	if (optind == argc) {
		fprintf(stderr, "vfio-prebind: the command is missing, see --help\n");
		return VPB_EXIT_USAGE;
	}
	command = command_find(argv[optind]);
	if (!command) {
		fprintf(stderr, "vfio-prebind: unknown command '%s', see --help\n",
			VPB_WORD(argv[optind]));
		return VPB_EXIT_USAGE;
	}
	return command_run(command, directory, argc - optind, argv + optind);
}
