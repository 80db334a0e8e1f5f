/* SPDX-License-Identifier: GPL-2.0-or-later */

/* vm: the program of the virtual machine's side, which is in a package of its own. */

#include "command.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../helper/base/log.h"

#define PROGRAM "vfio-prebind-vm"
#define PLACE "/usr/lib/vfio-prebind/" PROGRAM

/* Beside this program, as where both were built; else where they are installed. */
static void program_run(char **words)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - sizeof(PROGRAM));
	char *name;

	if (length > 0) {
		path[length] = '\0';
		name = strrchr(path, '/');
		strcpy(name ? name + 1 : path, PROGRAM);
		execv(path, words);
	}
	execv(PLACE, words);
}

int vpb_command_vm(const struct vpb_root *root, int argc, char **argv)
{
	static char program[] = PROGRAM, option[] = "--root";
	char **words = calloc((size_t)argc + 3, sizeof(*words));
	int count = 0;

	if (!words) {
		vpb_log(VPB_LOG_ERROR, "vm: %s", strerror(ENOMEM));
		return VPB_EXIT_FAILED;
	}
	words[count++] = program;
	if (!root->is_running_machine) {
		words[count++] = option;
		words[count++] = root->path;
	}
	for (int i = 1; i < argc; i++)
		words[count++] = argv[i];
	program_run(words);
	if (errno == ENOENT)
		vpb_log(VPB_LOG_ERROR,
			"vm: " PLACE " is not there: install the package " PROGRAM);
	else
		vpb_log(VPB_LOG_ERROR, "vm: " PLACE ": %s", strerror(errno));
	free(words);
	return VPB_EXIT_FAILED;
}
