/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../host/loader/change.h"
#include "../../host/machine/leftovers.h"
#include "../../host/machine/leftovers_judge.h"
#include "../../host/terminal/line.h"
#include "../late_forecast.h"

/* Whether the boot loader that started this system has its words from that file. */
static bool is_of_loader(const struct vpb_setup *setup, const char *path)
{
	const struct vpb_loader *loader = setup->boot.booted.loader;

	for (size_t i = 0; loader && loader->word_files && loader->word_files[i]; i++)
		if (vpb_word_has_start(path, loader->word_files[i]))
			return true;
	return false;
}

/* Why it is not touched; NULL where it is. */
static const char *obstacle_find(const struct vpb_setup *setup,
	const struct vpb_leftover *item, const struct vpb_leftover_verdict *verdict)
{
	if (verdict->stays.length)
		return verdict->stays.data;
	if (item->is_by_hand ||
		(item->is_kernel_word && !is_of_loader(setup, item->path)))
		return "is not needed any more: remove it by hand";
	return NULL;
}

static void stays_print(const struct vpb_setup *setup, const struct vpb_leftover *item,
	const char *reason)
{
	if (*item->path)
		vpb_line_print("Stays: %s/%s:%u: '%s' %s", setup->change.root->path,
			item->path, item->line, item->words, reason);
	else
		vpb_line_print("Stays: %s on the kernel command line: it %s", item->words,
			reason);
}

static int leftovers_judge(const struct vpb_setup *setup,
	const struct vpb_leftovers_scene *scene, bool *goes)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < scene->leftovers->count; i++) {
		const struct vpb_leftover *item = &scene->leftovers->items[i];
		VPB_CLEANUP(vpb_leftover_verdict_done)
		struct vpb_leftover_verdict verdict = {};
		const char *obstacle;

		r = vpb_leftover_judge(scene, i, &verdict);
		if (r < 0 || !verdict.is_named || item->is_ignored)
			continue;
		obstacle = obstacle_find(setup, item, &verdict);
		goes[i] = !obstacle;
		if (obstacle)
			stays_print(setup, item, obstacle);
	}
	return r;
}

static int file_want(struct vpb_setup *setup, const struct vpb_leftovers *leftovers,
	const bool *goes, const char *path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_journal_file *file;
	/* Files that are kernel command lines; a line of one can be a single word. */
	bool is_words = strcmp(path, VPB_KERNEL_CMDLINE) == 0 ||
			vpb_word_has_start(path, "etc/cmdline.d/");
	enum vpb_parts parts = is_words ? VPB_PARTS_WORDS : VPB_PARTS_LINES;
	int r = vpb_transaction_file(
		setup->change.root, &setup->change.journal, path, parts, &file);

	if (r < 0)
		return r;
	vpb_leftovers_take_out(leftovers, goes, path, file->after.text.data, &text);
	r = vpb_text_error(&text);
	return r < 0 ? r : vpb_transaction_want(file, text.data);
}

/* Each file once, at its first line that goes. */
static int files_want(
	struct vpb_setup *setup, const struct vpb_leftovers *leftovers, const bool *goes)
{
	const char *last = "";
	int r = 0;

	for (size_t i = 0; r == 0 && i < leftovers->count; i++) {
		const char *path = leftovers->items[i].path;

		if (!goes[i] || strcmp(path, last) == 0)
			continue;
		last = path;
		r = file_want(setup, leftovers, goes, path);
		if (r < 0)
			return vpb_change_fail(&setup->change, path, r);
	}
	return r;
}

/* With --only, what is not named goes back to the host, unless a line gives it today. */
static int devices_read(const struct vpb_setup *setup, bool *given, bool *kept)
{
	const struct vpb_snapshot *now = &setup->now.snapshot;
	int r = vpb_setup_guides_set_up(setup, kept);

	for (size_t i = 0; r == 0 && i < now->device_count; i++) {
		given[i] = vpb_late_gives(
			&setup->next.run, &setup->next.late, now->devices[i].address);
		kept[i] |= setup->is_only && !given[i];
	}
	return r;
}

int vpb_setup_guides_want(struct vpb_setup *setup)
{
	VPB_CLEANUP(vpb_leftovers_done) struct vpb_leftovers leftovers = {};
	VPB_CLEANUP(vpb_driver_modules_done)
	struct vpb_driver_modules driver_modules = {};
	VPB_CLEANUP(vpb_freep) bool *given = NULL;
	VPB_CLEANUP(vpb_freep) bool *kept = NULL;
	VPB_CLEANUP(vpb_freep) bool *goes = NULL;
	struct vpb_leftovers_scene scene = {
		&leftovers, &setup->now.snapshot, &driver_modules, NULL, NULL};
	int r = vpb_setup_guides_read(setup, &leftovers);

	if (r == 0 && !leftovers.count)
		return -1;
	if (r == 0)
		r = vpb_driver_modules_read(
			setup->change.root, &setup->facts, scene.now, &driver_modules);
	scene.given = given = calloc(scene.now->device_count + 1, sizeof(*given));
	scene.kept = kept = calloc(scene.now->device_count + 1, sizeof(*kept));
	goes = calloc(leftovers.count + 1, sizeof(*goes));
	if (r == 0)
		r = given && kept && goes ? devices_read(setup, given, kept) : -ENOMEM;
	if (r == 0)
		r = leftovers_judge(setup, &scene, goes);
	if (r < 0)
		return vpb_change_fail(&setup->change, NULL, r);
	r = files_want(setup, &leftovers, goes);
	return r == 0 ? -1 : r;
}
