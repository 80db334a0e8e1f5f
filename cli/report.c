/* SPDX-License-Identifier: GPL-2.0-or-later */

/* report: all that a bug report needs, in one text, without what says whose machine it is. */

#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../helper/base/log.h"
#include "../host/machine/anonymous.h"
#include "../host/terminal/language.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"
#include "../host/terminal/screen.h"

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind report [FILE]\n"
		"\n"
		"Writes one text for a bug report: versions, the devices, and what plan, status\n"
		"and check say, with their judgement of the boot images. Host and user names,\n"
		"serial numbers, UUIDs, network addresses and what the kernel command line says\n"
		"beyond words that are known are left out. Please read it before you send it.\n"
		"Without a FILE it is printed.\n"
		"\n" VPB_OPTIONS_HELP));
}

static const struct part {
	int (*run)(const struct vpb_root *root, int argc, char **argv);
	const char *
		words[4]; /* the command, as its messages name it, and what it is given */
	int count;
} parts[] = {
	{vpb_command_list, {"vfio-prebind list", "--dump"}, 2},
	{vpb_command_list,
		{"vfio-prebind list", "-o",
			"ADDRESS,ID,CLASS,DRIVER,MODULES,CAN-BE-GIVEN,FLAGS,SYSTEM,"
			"IN-USE"},
		3},
	{vpb_command_plan, {"vfio-prebind plan"}, 1},
	{vpb_command_status, {"vfio-prebind status", "-v"}, 2},
	{vpb_command_check, {"vfio-prebind check"}, 1},
};

/* What the command prints to stdout and stderr. 0 or -errno. */
static int output_read(const struct vpb_root *root, const struct part *part,
	struct vpb_text *ret_output, int *ret_status)
{
	VPB_CLEANUP(vpb_closep) int file = memfd_create("report", MFD_CLOEXEC);
	VPB_CLEANUP(vpb_closep) int out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	VPB_CLEANUP(vpb_closep) int err = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	char *argv[5] = {};

	if (file < 0 || out < 0 || err < 0)
		return -errno;
	for (int i = 0; i < part->count; i++)
		argv[i] = (char *)part->words[i];
	fflush(stdout);
	if (dup2(file, STDOUT_FILENO) < 0 || dup2(file, STDERR_FILENO) < 0)
		return -errno;
	optind = 0;
	*ret_status = part->run(root, part->count, argv);
	fflush(stdout);
	if (dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0 ||
		lseek(file, 0, SEEK_SET) < 0)
		return -errno;
	return vpb_root_read_open(file, ret_output);
}

static int part_add(
	const struct vpb_root *root, const struct part *part, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text output = {};
	int status = 0, r = output_read(root, part, &output, &status);

	if (r < 0)
		return r;
	vpb_text_add(text, "\n== ");
	for (int i = 0; i < part->count; i++)
		vpb_text_add(text, "%s%s", i ? " " : "", part->words[i]);
	vpb_text_add(text, " (%d)\n%s", status, output.data ? output.data : "");
	return vpb_text_error(text);
}

/* What this system is: its name for itself, and the kernel's. */
static void versions_add(const struct vpb_root *root, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text system = {};
	const char *name;
	char release[100];

	vpb_text_add(text, "vfio-prebind %s\n", VPB_VERSION);
	if (vpb_root_read(root, "etc/os-release", &system) == 0 && system.data &&
		(name = strstr(system.data, "PRETTY_NAME=")))
		vpb_text_add(text, "%.*s\n", (int)strcspn(name, "\n"), name);
	if (vpb_root_read_word(
		    root, "proc/sys/kernel/osrelease", release, sizeof(release)) == 0)
		vpb_text_add(text, "kernel %s\n", release);
}

static int report_make(const struct vpb_root *root, struct vpb_text *ret_report)
{
	VPB_CLEANUP(vpb_secrets_done) struct vpb_secrets secrets = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r = vpb_secrets_read(root, &secrets);

	versions_add(root, &text);
	for (size_t i = 0; r == 0 && i < sizeof(parts) / sizeof(*parts); i++)
		r = part_add(root, &parts[i], &text);
	if (r == 0)
		r = vpb_text_error(&text);
	return r < 0 ? r : vpb_anonymous_add(&secrets, text.data, ret_report);
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, const char **ret_file)
{
	static const struct option known[] = {VPB_OPTIONS_COMMON};
	int option, r = -1;

	while (r < 0 &&
		(option = vpb_options_next(argc, argv, VPB_OPTIONS_LETTERS, known)) != -1)
		r = vpb_options_common(option, help_print);
	if (r < 0 && optind < argc)
		*ret_file = argv[optind++];
	return r < 0 ? vpb_options_end(argc, argv, "report") : r;
}

int vpb_command_report(const struct vpb_root *root, int argc, char **argv)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text report = {};
	const struct vpb_root here = vpb_root_here();
	const char *file = NULL;
	int r = options_parse(argc, argv, &file);

	if (r >= 0)
		return r;
	r = report_make(root, &report);
	if (r == 0 && file) {
		r = vpb_root_replace(&here, file, report.data);
	} else if (r == 0) {
		vpb_screen_page();
		vpb_lines_print(report.data);
	}
	if (r == 0 && file)
		vpb_line_print("%s is written. Please read it before you send it.", file);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "report: %s%s%s", file ? file : "",
			file ? ": " : "", strerror(-r));
	return r < 0 ? VPB_EXIT_FAILED : VPB_EXIT_DONE;
}
