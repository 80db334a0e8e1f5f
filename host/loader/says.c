/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/sys/folder.h"

static bool is_comment(const char *line)
{
	return line[strspn(line, " \t")] == '#';
}

bool vpb_loader_lines_say(const char *text, const char *word)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		VPB_CLEANUP(vpb_freep) char *line = strndup(text, length);

		if (line && !is_comment(line) && vpb_loader_words_have(line, word))
			return true;
		text += length + (text[length] == '\n');
	}
	return false;
}

/* With nothing of a longer word around it. */
bool vpb_loader_shell_says(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++) {
		const char *line = at;

		while (line > text && line[-1] != '\n')
			line--;
		if (!is_comment(line) && (at == text || strchr(" \t\n\"'", at[-1])) &&
			(!at[length] || strchr(" \t\n\"'", at[length])))
			return true;
	}
	return false;
}

static bool file_says(const struct vpb_root *root, const char *path,
	vpb_loader_text_says *says, const char *word)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	return vpb_root_read(root, path, &text) == 0 && text.data &&
	       says(text.data, word);
}

/* What the file held before us; one that the journal does not know, we have not changed. */
bool vpb_loader_file_says(const struct vpb_loader_change *change, const char *path,
	vpb_loader_text_says *says, const char *word)
{
	const struct vpb_journal *journal = change->journal;

	for (size_t i = 0; i < journal->file_count; i++)
		if (strcmp(journal->files[i].path, path) == 0)
			return says(journal->files[i].original.text.data, word);
	return file_says(change->root, path, says, word);
}

bool vpb_loader_folder_says(const struct vpb_loader_change *change,
	const char *folder_path, const char *pattern, const char *ours,
	vpb_loader_text_says *says, const char *word)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(change->root, folder_path);

	for (int i = 0; i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s/%s", folder_path, name);
		if (strcmp(name, ours) != 0 && fnmatch(pattern, name, 0) == 0 &&
			file_says(change->root, path, says, word))
			return true;
	}
	return false;
}

bool vpb_loader_kernel_cmdline_says(
	const struct vpb_loader_change *change, const char *word)
{
	return vpb_loader_file_says(
		change, VPB_KERNEL_CMDLINE, vpb_loader_lines_say, word);
}

static bool is_our_effect(const struct vpb_journal *journal, const char *word)
{
	for (size_t i = 0; i < journal->effect_count; i++) {
		const char *args = strstr(journal->effects[i].make, "--args=");

		if (args && strcmp(args + 7, word) == 0)
			return true;
	}
	return false;
}

bool vpb_loader_boot_says(const struct vpb_loader_change *change, const char *word)
{
	return vpb_loader_words_have(change->facts->cmdline, word) &&
	       !is_our_effect(change->journal, word);
}

bool vpb_loader_is_of_running_kernel(
	const struct vpb_loader_change *change, const char *name)
{
	for (size_t i = 0; i < change->facts->kernel_count; i++)
		if (change->facts->kernels[i].is_running)
			return strstr(name, change->facts->kernels[i].release);
	return false;
}
