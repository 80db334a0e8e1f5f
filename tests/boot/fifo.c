/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fifo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "process.h"

enum {
	EXPAND_LIMIT_MS = 30000,
};

static const struct {
	const char *path, *text;
} further_files[] = {
	{"etc/vfio-prebind.conf",
		"bind 0000:01:00.0=10de:25a2:1462:1363\nbind ::0c03:30\n"},
	{"etc/vfio-prebind.conf.d/a.conf", "# nothing\n"},
	{"usr/lib/vfio-prebind.conf.d/b.conf", "# nothing\n"},
	{"etc/modprobe.d/c.conf", "# nothing\n"},
	{"proc/iomem", "80000000-80ffffff : BOOTFB\n"},
	{"sys/module/vfio/parameters/enable_unsafe_noiommu_mode", "N\n"},
	{CARD "/sriov_numvfs", "0\n"},
	{"run/vfio-prebind/report", "[initrd]\nstate=done\n"},
};

static void directories_make(char *path)
{
	for (char *slash = path + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
		*slash = '\0';
		mkdir(path, 0755);
	}
}

bool fifo_tree_make(const char *expand, const char *machine, const char *tree)
{
	char *argv[] = {(char *)expand, (char *)machine, (char *)tree, NULL};
	char *clean[] = {"rm", "-rf", (char *)tree, NULL};
	struct process process = process_run(clean, NULL, EXPAND_LIMIT_MS);
	bool fine;

	process_done(&process);
	process = process_run(argv, NULL, EXPAND_LIMIT_MS);
	fine = process.status == 0;
	fputs(process.err, stderr);
	process_done(&process);
	for (size_t i = 0; fine && i < sizeof(further_files) / sizeof(*further_files);
		i++) {
		char *path = text_make("%s/%s", tree, further_files[i].path);
		FILE *file;

		directories_make(path);
		file = fopen(path, "we");
		fine = file && fputs(further_files[i].text, file) >= 0 &&
		       fclose(file) == 0;
		free(path);
	}
	return fine;
}

static bool fifo_make(const char *tree, const char *file)
{
	char *path = text_make("%s/%s", tree, file);
	bool fine = unlink(path) == 0 && mkfifo(path, 0644) == 0;

	free(path);
	return fine;
}

bool fifo_place(const struct touched_list *list, const char *tree, const char *what)
{
	bool fine = true;

	if (!what)
		return true;
	if (strncmp(what, "all", 3) != 0)
		return fifo_make(tree, what);
	for (size_t i = 0; fine && i < list->count; i++)
		if (strcmp(what, "all") == 0 ||
			(strncmp(list->items[i].path, "etc/vfio", 8) != 0 &&
				strcmp(list->items[i].path, "proc/cmdline") != 0))
			fine = fifo_make(tree, list->items[i].path);
	return fine;
}

bool touched_read(const char *path, struct touched_list *list)
{
	FILE *file = fopen(path, "re");
	char line[512];

	if (!file) {
		perror(path);
		return false;
	}
	while (list->count < FILES_MAX && fgets(line, sizeof(line), file))
		if (sscanf(line, " %255[^# \n] %127[^\n]", list->items[list->count].path,
			    list->items[list->count].said) == 2)
			list->count++;
	fclose(file);
	return true;
}
