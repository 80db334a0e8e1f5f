/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/sys/folder.h"
#include "../change/atomic_file.h"
#include "../machine/cmdline.h"

/* What the file held before us; one that the journal does not know, we have not changed. */
static int text_read(
	const struct vpb_loader_change *change, const char *path, struct vpb_text *text)
{
	const struct vpb_journal *journal = change->journal;
	char real[PATH_MAX];

	/* The journal has the file that a link leads to, or the link's name of before it was one. */
	if (vpb_atomic_file_resolve(change->root, path, real) < 0)
		snprintf(real, sizeof(real), "%s", path);
	for (size_t i = 0; i < journal->file_count; i++) {
		const struct vpb_file_text *original = &journal->files[i].original;

		if (strcmp(journal->files[i].path, path) != 0 &&
			strcmp(journal->files[i].path, real) != 0)
			continue;
		if (!original->is_there)
			return -ENOENT;
		vpb_text_add(text, "%s", original->text.data ? original->text.data : "");
		return vpb_text_error(text);
	}
	return vpb_root_read(change->root, path, text);
}

static bool is_comment(const char *line)
{
	return line[strspn(line, " \t")] == '#';
}

bool vpb_loader_file_says(const struct vpb_loader_change *change, const char *path,
	unsigned int line_max, const char *word, char ret_path[PATH_MAX])
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text all = {};
	char *rest, *line;

	if (text_read(change, path, &text) < 0)
		return false;
	for (rest = text.data; (line = strsep(&rest, "\n"));) {
		if (!is_comment(line) && line[strspn(line, " \t")])
			vpb_text_add(&all, "%s ", line);
		if (line_max && --line_max == 0)
			break;
	}
	if (!all.data || !vpb_cmdline_says(all.data, word))
		return false;
	snprintf(ret_path, PATH_MAX, "%s", path);
	return true;
}

bool vpb_loader_kernel_cmdline_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	return vpb_loader_file_says(change, VPB_KERNEL_CMDLINE, 0, word, ret_path);
}

struct reading {
	const struct vpb_loader_change *change;
	struct vpb_variables variables;
	vpb_loader_file_take *take;
	void *context;
};

static int file_read(struct reading *reading, const char *path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r;

	if (text_read(reading->change, path, &text) < 0)
		return 0;
	r = vpb_variables_read(&reading->variables, text.data);
	if (r == 0 && reading->take)
		reading->take(path, &reading->variables, reading->context);
	return r;
}

static int path_read(struct reading *reading, const char *path)
{
	const char *slash = strrchr(path, '/');
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char folder_path[PATH_MAX], file[PATH_MAX * 2];
	int r = 0;

	if (!strchr(path, '*'))
		return file_read(reading, path);
	snprintf(folder_path, sizeof(folder_path), "%.*s", (int)(slash - path), path);
	folder = vpb_folder_read(reading->change->root, folder_path);
	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;

		snprintf(file, sizeof(file), "%s/%s", folder_path, name);
		if (fnmatch(slash + 1, name, 0) == 0)
			r = file_read(reading, file);
	}
	return r;
}

int vpb_loader_variables_read(const struct vpb_loader_change *change,
	const struct vpb_loader_files *files, vpb_loader_file_take *take, void *context)
{
	struct reading reading = {change, {.is_lines = files->is_lines}, take, context};
	struct vpb_variables *variables = &reading.variables;
	int r = 0;

	while (files->variables[variables->count])
		variables->count++;
	variables->items = calloc(variables->count, sizeof(*variables->items));
	if (!variables->items)
		return -ENOMEM;
	for (size_t i = 0; i < variables->count; i++)
		variables->items[i].name = files->variables[i];
	for (size_t i = 0; r == 0 && files->paths[i]; i++)
		r = path_read(&reading, files->paths[i]);
	vpb_variables_done(variables);
	free(variables->items);
	return r;
}

struct search {
	const char *word;
	char path[PATH_MAX]; /* since which file it is there, or "" */
};

static void word_look(
	const char *path, const struct vpb_variables *variables, void *context)
{
	struct search *search = context;
	bool is_there = false;

	for (size_t i = 0; i < variables->count; i++) {
		const char *value = variables->items[i].value.data;

		is_there |= value && vpb_cmdline_says(value, search->word);
	}
	if (!is_there)
		*search->path = '\0';
	else if (!*search->path)
		snprintf(search->path, sizeof(search->path), "%s", path);
}

bool vpb_loader_variables_say(const struct vpb_loader_change *change,
	const struct vpb_loader_files *files, const char *word, char ret_path[PATH_MAX])
{
	struct search search = {.word = word};

	if (vpb_loader_variables_read(change, files, word_look, &search) < 0 ||
		!*search.path)
		return false;
	strcpy(ret_path, search.path);
	return true;
}

static bool is_our_effect(const struct vpb_journal *journal, const char *word)
{
	for (size_t i = 0; i < journal->effect_count; i++) {
		const char *args = strstr(journal->effects[i].make, "--args=");

		if (args && vpb_cmdline_says(args + strlen("--args="), word))
			return true;
	}
	return false;
}

enum vpb_loader_said vpb_loader_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	const struct vpb_loader *loader = change->booted.loader;
	bool is_booted = vpb_cmdline_says(change->facts->cmdline, word);

	ret_path[0] = '\0';
	if (is_our_effect(change->journal, word))
		return VPB_SAID_NOWHERE;
	/* What somebody has written by hand counts where it is booted, wherever it stands. */
	if (!loader || !loader->says || (is_booted && !loader->want))
		return is_booted ? VPB_SAID : VPB_SAID_NOWHERE;
	if (!loader->says(change, word, ret_path))
		return *ret_path && !is_booted ? VPB_SAID_IN_VAIN : VPB_SAID_NOWHERE;
	return is_booted ? VPB_SAID : VPB_SAID_UNBOOTED;
}

bool vpb_loader_is_of_running_kernel(
	const struct vpb_loader_change *change, const char *name)
{
	for (size_t i = 0; i < change->facts->kernel_count; i++)
		if (change->facts->kernels[i].is_running)
			return strstr(name, change->facts->kernels[i].release);
	return false;
}
