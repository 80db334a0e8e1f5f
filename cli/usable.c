/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "usable.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/core/rule_parse.h"
#include "forecast.h"
#include "late_forecast.h"

void vpb_usables_done(struct vpb_usables *usables)
{
	for (size_t i = 0; i < usables->count; i++) {
		free(usables->items[i].with);
		free(usables->items[i].reason);
	}
	free(usables->items);
	*usables = (struct vpb_usables){};
}

enum {
	TOGETHER_MAX = 16, /* who would give away more than that at once? */
};

struct scene {
	/* The facts of every device, read once; what is asked for changes from one judgement to the next. */
	struct vpb_run *early, *late;
	const struct vpb_root *root;
	const struct vpb_groups *groups;
	struct vpb_usables *usables;
};

/* The guard's name in words, where a person would not read more into it. */
static char *reason_make(const struct vpb_finding *finding)
{
	static const char *const words[VPB_KIND_GUARDS] = {
		[VPB_KIND_NO_IOMMU] = "no IOMMU group",
		[VPB_KIND_FOREIGN] = "another tool has it",
		[VPB_KIND_DRIVER_FIRST] = "a driver is first",
		[VPB_KIND_UNSAFE_DRIVER] = "its driver cannot let go",
		[VPB_KIND_GROUP_SYSTEM] = "its group has the system",
		[VPB_KIND_PF_WITH_VFS] = "has virtual functions",
	};
	bool has_words = finding->kind < VPB_KIND_GUARDS && words[finding->kind];
	char *reason = strdup(has_words ? words[finding->kind] : finding->guard);

	for (char *c = reason; c && *c; c++)
		if (*c == '-')
			*c = ' ';
	return reason;
}

/* The first that keeps the device from a VM; NULL where none does. */
static const struct vpb_finding *finding_of(const struct vpb_run *run, long device,
	bool (*is_one)(const struct vpb_finding *))
{
	for (size_t i = 0; i < run->findings.count; i++)
		if (run->findings.items[i].device == device &&
			is_one(&run->findings.items[i]))
			return &run->findings.items[i];
	return NULL;
}

static bool is_refusal(const struct vpb_finding *finding)
{
	return finding->refused && finding->kind != VPB_KIND_LATE;
}

static bool is_of_group(const struct vpb_finding *finding)
{
	return finding->kind == VPB_KIND_GROUP;
}

struct verdict {
	bool is_given, is_late;
	bool shares_group;
	char *reason;
};

/* What becomes of the device; `late` is NULL where nothing is left to the late run. */
static int verdict_read(const struct vpb_run *run, const struct vpb_run *late,
	struct vpb_address address, struct verdict *ret_verdict)
{
	long device = vpb_snapshot_find(&run->snapshot, address);
	const struct vpb_finding *refusal;

	*ret_verdict = (struct verdict){};
	if (device < 0)
		return 0;
	refusal = finding_of(run, device, is_refusal);
	ret_verdict->is_late = late && vpb_late_takes(run, late, (size_t)device);
	ret_verdict->is_given =
		!refusal && (run->plan.selected[device] || ret_verdict->is_late);
	ret_verdict->shares_group = finding_of(run, device, is_of_group);
	if (refusal)
		ret_verdict->reason = reason_make(refusal);
	else if (!vpb_selection_claim(&run->selection, (size_t)device))
		ret_verdict->reason = strdup("skip");
	else
		return 0;
	return ret_verdict->reason ? 0 : -ENOMEM;
}

static const struct vpb_device *device_at(const struct scene *scene, size_t device)
{
	return &scene->groups->snapshot->devices[device];
}

/*
 * The first is the device itself, then those that would have to go as well. Returns how many; 0 for too
 * many.
 */
static size_t together_find(
	const struct scene *scene, size_t device, size_t ret_all[TOGETHER_MAX])
{
	size_t count, found = 1;
	const size_t *members = vpb_groups_members(scene->groups, device, &count);

	ret_all[0] = device;
	for (size_t i = 0; device_at(scene, device)->has_group && i < count; i++)
		if (vpb_groups_is_in_the_way(scene->groups, device, members[i])) {
			if (found == TOGETHER_MAX)
				return 0;
			ret_all[found++] = members[i];
		}
	return found;
}

static int devices_ask(const struct scene *scene, const size_t *devices, size_t count,
	struct vpb_run *run)
{
	const struct vpb_origin origin = {
		.kind = VPB_ORIGIN_TYPED, .source = (char *)"selector"};
	char address[VPB_ADDRESS_BYTES];
	int r = 0;

	vpb_request_forget_binds(&run->request);
	for (size_t i = 0; r == 0 && i < count; i++)
		r = vpb_request_add_rule(&run->request, VPB_VERB_BIND,
			vpb_address_format(
				device_at(scene, devices[i])->address, address),
			"+", &origin);
	return r < 0 ? r : vpb_run_judge_again(run);
}

/* As if these alone were asked for: what becomes of the first, and whether all can be given. */
static int together_judge(const struct scene *scene, const size_t *devices, size_t count,
	struct verdict *ret_first, bool *ret_all)
{
	struct vpb_run *late = NULL;
	int r = devices_ask(scene, devices, count, scene->early);

	if (r == 0 && vpb_findings_have(&scene->early->findings, VPB_KIND_LATE)) {
		late = scene->late;
		r = devices_ask(scene, devices, count, late);
		if (r == 0)
			r = vpb_late_merge(late, scene->early);
	}
	*ret_all = true;
	for (size_t i = 0; r == 0 && i < count; i++) {
		struct verdict verdict;

		r = verdict_read(scene->early, late,
			device_at(scene, devices[i])->address, &verdict);
		*ret_all &= verdict.is_given && !verdict.shares_group;
		if (i == 0)
			*ret_first = verdict;
		else
			free(verdict.reason);
	}
	return r;
}

static int with_set(struct vpb_usable *usable, const size_t *others, size_t count)
{
	usable->with = calloc(count + 1, sizeof(*usable->with));
	if (!usable->with)
		return -ENOMEM;
	memcpy(usable->with, others, count * sizeof(*others));
	usable->with_count = count;
	return 0;
}

/* All of the group can be given together, or no VM can open it. */
static int shared_judge(
	const struct scene *scene, size_t device, struct vpb_usable *usable)
{
	size_t all[TOGETHER_MAX], count = together_find(scene, device, all);
	struct verdict first = {};
	bool can_all = false;
	int r = count > 1 ? together_judge(scene, all, count, &first, &can_all) : 0;

	free(first.reason);
	if (r < 0)
		return r;
	if (can_all) {
		usable->answer = VPB_USABLE_WITH;
		return with_set(usable, all + 1, count - 1);
	}
	usable->answer = VPB_USABLE_NO;
	return asprintf(&usable->reason, "shares group %u",
		       device_at(scene, device)->group) < 0
		       ? -ENOMEM
		       : 0;
}

/* The kernel gives its group to no VM. */
static bool is_reserved(const struct scene *scene, size_t index)
{
	const struct vpb_device *device = device_at(scene, index);

	return device->has_group &&
	       vpb_facts_group_is_reserved(scene->root, device->group);
}

static int device_judge(const struct scene *scene, size_t device)
{
	struct vpb_usable *usable = &scene->usables->items[device];
	struct verdict verdict = {};
	bool is_given;
	int r;

	if (device_at(scene, device)->is_vf) {
		usable->answer = VPB_USABLE_BY_BIND;
		return 0;
	}
	r = together_judge(scene, &device, 1, &verdict, &is_given);
	usable->reason = verdict.reason;
	if (r < 0 || !verdict.is_given)
		return r;
	if (is_reserved(scene, device)) {
		usable->reason = strdup("reserved memory");
		return usable->reason ? 0 : -ENOMEM;
	}
	usable->answer = verdict.is_late ? VPB_USABLE_LATE : VPB_USABLE_YES;
	usable->is_late = verdict.is_late;
	usable->shares_group = verdict.shares_group;
	return verdict.shares_group ? shared_judge(scene, device, usable) : 0;
}

/* What comes along with a display goes the way that this one goes, unless the system is on it. */
static int companion_judge(const struct scene *scene, size_t device)
{
	struct vpb_usable *usable = &scene->usables->items[device];
	size_t display = (size_t)scene->groups->companion_of[device];
	const struct vpb_usable *brought = &scene->usables->items[display];
	const size_t both[] = {device, display};
	struct verdict verdict = {};
	bool is_given;
	int r;

	if (brought->answer == VPB_USABLE_NO && !brought->shares_group)
		return device_judge(scene, device);
	r = together_judge(scene, both, 2, &verdict, &is_given);
	usable->reason = verdict.reason;
	if (r < 0 || !verdict.is_given)
		return r;
	usable->is_companion = true;
	if (brought->answer == VPB_USABLE_NO) {
		usable->reason = strdup(brought->reason);
		return usable->reason ? 0 : -ENOMEM;
	}
	usable->answer = VPB_USABLE_WITH;
	return with_set(usable, &display, 1);
}

enum {
	CLASS_SELECTOR_BYTES = sizeof("::0300+all"),
};

struct class_selectors {
	char (*words)[CLASS_SELECTOR_BYTES];
	const char **list; /* ended by NULL */
};

static void class_selectors_done(struct class_selectors *selectors)
{
	free(selectors->words);
	free(selectors->list);
}

/* They name every device: one a class that is there. */
static int class_selectors_make(
	const struct vpb_snapshot *snapshot, struct class_selectors *selectors)
{
	VPB_CLEANUP(vpb_freep)
	bool *is_there = calloc((size_t)UINT16_MAX + 1, sizeof(*is_there));
	size_t count = 0;

	selectors->words = calloc(snapshot->device_count + 1, sizeof(*selectors->words));
	selectors->list = calloc(snapshot->device_count + 1, sizeof(*selectors->list));
	if (!is_there || !selectors->words || !selectors->list)
		return -ENOMEM;
	for (size_t i = 0; i < snapshot->device_count; i++) {
		uint16_t class_code = snapshot->devices[i].class_code;

		if (is_there[class_code])
			continue;
		is_there[class_code] = true;
		snprintf(selectors->words[count], CLASS_SELECTOR_BYTES, "::%04x+all",
			class_code);
		selectors->list[count] = selectors->words[count];
		count++;
	}
	return 0;
}

/* What the configuration skips is not to be given, whoever asks for it. */
static int skips_take(const struct vpb_root *root, struct vpb_run *run)
{
	static const struct vpb_sources sources = {
		.is_other_boot = true, .is_for_files = true};
	struct vpb_request request = {};
	int r = vpb_sources_read(root, &sources, &request);

	vpb_request_forget_binds(&request);
	vpb_request_done(&run->request);
	run->request = request;
	return r;
}

/* Both runs with the facts of every device. */
static int facts_read(const struct vpb_root *root, struct vpb_forecast *forecast,
	const struct scene *scene)
{
	VPB_CLEANUP(class_selectors_done) struct class_selectors selectors = {};
	struct vpb_pipeline pipeline = {.view = VPB_VIEW_NEXT_BOOT,
		.read_facts = vpb_forecast_read_facts,
		.context = forecast,
		.is_for_facts = true,
		.sources = {.is_other_boot = true, .is_for_files = true}};
	int r = class_selectors_make(scene->groups->snapshot, &selectors);

	if (r < 0)
		return r;
	pipeline.sources.selectors = selectors.list;
	r = vpb_pipeline_plan(root, &pipeline, scene->early);
	pipeline.phase = VPB_PHASE_LATE;
	pipeline.is_dry = true;
	if (r == 0)
		r = vpb_pipeline_plan(root, &pipeline, scene->late);
	if (r == 0)
		r = skips_take(root, scene->early);
	return r < 0 ? r : skips_take(root, scene->late);
}

static int all_judge(const struct scene *scene)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < scene->usables->count; i++)
		if (scene->groups->companion_of[i] < 0)
			r = device_judge(scene, i);
	for (size_t i = 0; r == 0 && i < scene->usables->count; i++)
		if (scene->groups->companion_of[i] >= 0)
			r = companion_judge(scene, i);
	return r;
}

int vpb_usables_read(const struct vpb_root *root, const struct vpb_facts *facts,
	const struct vpb_groups *groups, struct vpb_usables *usables)
{
	VPB_CLEANUP(vpb_forecast_done) struct vpb_forecast forecast = {.facts = facts};
	VPB_CLEANUP(vpb_run_done) struct vpb_run early = {};
	VPB_CLEANUP(vpb_run_done) struct vpb_run late = {};
	const struct scene scene = {&early, &late, root, groups, usables};
	size_t count = groups->snapshot->device_count;
	int r;

	usables->items = calloc(count + 1, sizeof(*usables->items));
	if (!usables->items)
		return -ENOMEM;
	usables->count = count;
	r = facts_read(root, &forecast, &scene);
	/* Without the facts nothing can be given. */
	if (r < 0 || vpb_findings_have(&early.findings, VPB_KIND_SCAN) ||
		vpb_findings_have(&early.findings, VPB_KIND_LIBRARY))
		return r;
	return all_judge(&scene);
}
