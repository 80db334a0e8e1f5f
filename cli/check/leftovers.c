/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/core/hint.h"
#include "../../host/machine/leftovers.h"
#include "../../host/machine/leftovers_judge.h"
#include "../late_forecast.h"

struct look {
	const struct vpb_about *scene;
	struct vpb_leftovers_scene leftovers;
	struct vpb_findings *findings;
};

/* As if their ids stood in vfio-pci.ids=, those of item `only` or, with -1, all. */
static int ids_run(const struct vpb_root *root, const struct vpb_leftovers *leftovers,
	long only, struct vpb_run *run)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text cmdline = {};
	struct vpb_pipeline pipeline = {.view = VPB_VIEW_NEXT_BOOT,
		.sources = {.is_other_boot = true, .config = ""}};

	vpb_text_add(&cmdline, "vfio-pci.ids=");
	for (size_t i = 0; i < leftovers->count; i++)
		if (leftovers->items[i].kind == VPB_LEFTOVER_IDS &&
			(only < 0 || (long)i == only))
			vpb_text_add(&cmdline, "%s,", leftovers->items[i].names);
	pipeline.sources.cmdline = cmdline.data;
	return vpb_text_error(&cmdline) < 0 ? -ENOMEM
					    : vpb_pipeline_plan(root, &pipeline, run);
}

/* What our configuration gives away, or theirs. */
static int given_find(const struct vpb_about *scene,
	const struct vpb_leftovers *leftovers, bool **ret_given)
{
	bool *given = calloc(scene->inventory->snapshot.device_count + 1, sizeof(*given));
	struct vpb_run ids = {};
	int r;

	if (!given)
		return -ENOMEM;
	r = ids_run(scene->root, leftovers, -1, &ids);

	for (size_t i = 0; r == 0 && i < scene->inventory->snapshot.device_count; i++) {
		struct vpb_address address =
			scene->inventory->snapshot.devices[i].address;
		long theirs = vpb_snapshot_find(&ids.snapshot, address);

		given[i] = vpb_late_gives(scene->run, scene->late, address) ||
			   (theirs >= 0 && ids.plan.selected[theirs]);
	}
	vpb_run_done(&ids);
	*ret_given = given;
	return r;
}

static int say(const struct look *look, enum vpb_kind kind,
	const struct vpb_leftover *item, unsigned int column, const char *reason,
	const char *fix)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text source = {};
	struct vpb_origin origin = {.kind = VPB_ORIGIN_CMDLINE,
		.source = (char *)"kernel command line",
		.quote = item->words};

	vpb_text_add(&source, "%s/%s", look->scene->root->path, item->path);
	if (vpb_text_error(&source) < 0)
		return -ENOMEM;
	if (*item->path)
		origin = (struct vpb_origin){.kind = VPB_ORIGIN_FILE,
			.source = source.data,
			.line = item->line,
			.column = column};
	return vpb_findings_say(look->findings, kind, -1, &origin, reason, fix);
}

/* The whole sentence. On the command line the words are in front already. */
static int say_of(const struct look *look, enum vpb_kind kind,
	const struct vpb_leftover *item, const char *words, const char *reason,
	const char *fix)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (*item->path)
		vpb_text_add(&text, "'%s'%s ", words, item->trouble ? ":" : "");
	vpb_text_add(&text, "%s", reason);
	return vpb_text_error(&text) < 0
		       ? -ENOMEM
		       : say(look, kind, item, item->column, text.data, fix);
}

/* Which one is meant tells best from the other ids of the same line. */
static int hint_add(const struct look *look, const struct vpb_leftover *item,
	const char *id, size_t length, struct vpb_text *fix)
{
	const struct vpb_leftovers *all = look->leftovers.leftovers;
	struct vpb_run run = {};
	const struct vpb_scene scene = {&run.request, &run.snapshot, &run.selection};
	int r = ids_run(look->scene->root, all, item - all->items, &run);

	for (size_t i = 0; r == 0 && !fix->length && i < run.request.rule_count; i++)
		if (strlen(run.request.rules[i].word) == length &&
			strncmp(run.request.rules[i].word, id, length) == 0)
			vpb_hint_add(&scene, i, fix);
	vpb_run_done(&run);
	return r;
}

static int id_say(
	const struct look *look, const struct vpb_leftover *item, const char *id)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	const char *at = strstr(item->words, item->names);
	size_t length = strcspn(id, ","), before = (size_t)(id - item->names);
	int r = hint_add(look, item, id, length, &fix);

	if (at)
		before += (size_t)(at - item->words);
	vpb_text_add(&reason, "no device has the id '%.*s'", (int)length, id);
	if (!fix.length)
		vpb_text_add(&fix, "remove it, or look for the right one: lspci -nn");
	if (r < 0 || vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
		return -ENOMEM;
	return say(look, VPB_KIND_WRONG_ID, item, item->column + (unsigned int)before,
		reason.data, fix.data);
}

/* The plan has said it of what counts at the next boot. */
static bool is_said(const struct look *look, const char *id)
{
	const struct vpb_findings *said = &look->scene->run->findings;
	VPB_CLEANUP(vpb_text_done) struct vpb_text word = {};

	vpb_text_add(&word, "'%.*s'", (int)strcspn(id, ","), id);
	for (size_t i = 0; word.data && i < said->count; i++)
		if (said->items[i].kind == VPB_KIND_UNMATCHED &&
			strstr(said->items[i].reason, word.data))
			return true;
	return false;
}

static int ids_look(const struct look *look, const struct vpb_leftover *item)
{
	const struct vpb_snapshot *now = &look->scene->inventory->snapshot;
	const char *rest = item->names, *id;
	struct vpb_selector selector;
	int r = 0;

	while (r == 0 && *item->path && item->kind == VPB_LEFTOVER_IDS &&
		vpb_leftover_next_id(&rest, &id, &selector)) {
		bool is_found = false;

		for (size_t i = 0; i < now->device_count; i++)
			is_found |=
				vpb_selector_matches(&selector, now, &now->devices[i]);
		if (!is_found && !is_said(look, id))
			r = id_say(look, item, id);
	}
	return r;
}

/* By the index of each kernel. Without any, it is known only since when it is gone. */
static int virqfd_look(
	const struct look *look, const struct vpb_leftover *item, bool *ret_said)
{
	const struct vpb_facts *facts = look->scene->facts;
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	const char *lacks = NULL;

	if (strcmp(item->names, "vfio_virqfd") != 0 || item->is_ignored)
		return 0;
	for (size_t i = 0; i < facts->kernel_count; i++)
		if (!facts->kernels[i].has_virqfd)
			lacks = facts->kernels[i].release;
	if (facts->kernel_count && !lacks)
		return 0;
	*ret_said = true;
	vpb_text_add(&reason, "'vfio_virqfd' is asked for here, and ");
	if (lacks)
		vpb_text_add(&reason, "kernel %s does not have it", lacks);
	else
		vpb_text_add(&reason, "kernels from 6.2 on do not have it");
	if (strstr(item->path, "mkinitcpio"))
		vpb_text_add(&reason, ": mkinitcpio ends with an error");
	else if (strstr(item->path, "dracut"))
		vpb_text_add(&reason, ": dracut says that it failed");
	return vpb_text_error(&reason) < 0
		       ? -ENOMEM
		       : say(look, VPB_KIND_VIRQFD, item, item->column, reason.data,
				 "run 'vfio-prebind setup', which takes it out, or remove it");
}

static const char *fix_of(
	const struct vpb_leftover *item, const struct vpb_leftover_verdict *verdict)
{
	if (!*item->path)
		return "remove it once the devices are in vfio-prebind's configuration";
	if (item->is_by_hand)
		return "remove it by hand once vfio-prebind is set up";
	if (verdict->stays.length)
		return "remove it by hand if the host is to use that device";
	return "run 'vfio-prebind setup', which takes it out, or remove it";
}

/* What vfio-pci has by that line, and the plan has said to be lost. */
static bool is_of_lost(const struct look *look, const struct vpb_leftover *item)
{
	const struct vpb_run *run = look->scene->run;
	const char *rest = item->names, *id;
	struct vpb_selector selector;

	while (item->kind == VPB_LEFTOVER_IDS &&
		vpb_leftover_next_id(&rest, &id, &selector))
		for (size_t i = 0; i < run->findings.count; i++) {
			const struct vpb_finding *finding = &run->findings.items[i];

			if (finding->kind == VPB_KIND_LOST &&
				vpb_selector_matches(&selector, &run->snapshot,
					&run->snapshot.devices[finding->device]))
				return true;
		}
	return false;
}

/* Words of one line that say the same are one finding. */
static int item_look(const struct look *look, size_t *index)
{
	const struct vpb_leftovers *all = look->leftovers.leftovers;
	const struct vpb_leftover *item = &all->items[*index];
	VPB_CLEANUP(vpb_leftover_verdict_done) struct vpb_leftover_verdict verdict = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text words = {};
	enum vpb_kind kind = VPB_KIND_LEFTOVER;
	const char *reason;
	bool is_virqfd = false;
	int r = vpb_leftover_judge(&look->leftovers, *index, &verdict);

	if (r == 0)
		r = virqfd_look(look, item, &is_virqfd);
	vpb_text_add(&words, "%s", item->words);
	for (; r == 0 && item->kind == VPB_LEFTOVER_LOAD && *index + 1 < all->count;
		++*index) {
		const struct vpb_leftover *next = &all->items[*index + 1];

		if (next->line != item->line || next->kind != VPB_LEFTOVER_LOAD ||
			!*item->path || strcmp(next->path, item->path) != 0)
			break;
		is_virqfd = false;
		vpb_text_add(&words, " %s", next->words);
		r = virqfd_look(look, next, &is_virqfd);
	}
	is_virqfd &= !words.data || !strchr(words.data, ' ');
	/* The guard has said it. */
	verdict.is_needed |=
		item->kind == VPB_LEFTOVER_PROGRAM &&
		vpb_findings_have(&look->scene->run->findings, VPB_KIND_FOREIGN);
	if (r < 0 || vpb_text_error(&words) < 0 || !verdict.is_named ||
		verdict.is_needed || is_virqfd)
		return r < 0 ? r : vpb_text_error(&words);
	reason = verdict.stays.length ? verdict.stays.data : verdict.reason.data;
	if (item->is_ignored) {
		kind = VPB_KIND_LEFTOVER_MISTAKE;
		reason = "has no effect: only files whose names end in .conf are read";
	} else if (item->trouble) {
		kind = VPB_KIND_LEFTOVER_MISTAKE;
		reason = item->trouble;
	} else if (is_of_lost(look, item)) {
		reason = "counts no more: vfio-prebind loads vfio-pci without these ids";
	}
	return say_of(look, kind, item, words.data, reason,
		item->is_ignored ? "remove that file" : fix_of(item, &verdict));
}

int vpb_check_leftovers(const struct vpb_about *scene, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_leftovers_done) struct vpb_leftovers leftovers = {};
	VPB_CLEANUP(vpb_driver_modules_done)
	struct vpb_driver_modules driver_modules = {};
	VPB_CLEANUP(vpb_freep) bool *given = NULL;
	struct look look = {.scene = scene,
		.leftovers = {&leftovers, &scene->inventory->snapshot, &driver_modules,
			NULL, NULL},
		.findings = findings};
	int r = vpb_leftovers_read(
		scene->root, scene->facts->cmdline, NULL, NULL, &leftovers);

	if (r < 0 || !leftovers.count)
		return r;
	r = vpb_driver_modules_read(
		scene->root, scene->facts, &scene->inventory->snapshot, &driver_modules);
	if (r == 0)
		r = given_find(scene, &leftovers, &given);
	look.leftovers.given = look.leftovers.kept = given;
	for (size_t i = 0; r == 0 && i < leftovers.count; i++) {
		r = ids_look(&look, &leftovers.items[i]);
		if (r == 0)
			r = item_look(&look, &i);
	}
	return r;
}
