/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * random-stacks [COUNT [SEED]]: disks in random stacks, of which the system needs some, each as a
 * tree that the late run reads. TAP; what is wrong is shown with its seed.
 */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/pipeline.h"
#include "../../helper/usage/usage.h"
#include "stacks.h"
#include "sysfs.h"

struct count {
	unsigned long kept, taken, layers[LAYER_COUNT], needs[NEED_COUNT],
		ways[WAY_COUNT];
	unsigned long lost, refused;
};

static int facts_read(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	const struct vpb_usage_how how = {.read_tags = vpb_tags_read_devices};

	(void)pipeline;
	return vpb_usage_read(root, &how, request, selection, snapshot);
}

static bool plan_make(const char *directory, struct vpb_run *run)
{
	const struct vpb_pipeline pipeline = {
		.phase = VPB_PHASE_LATE, .read_facts = facts_read};
	struct vpb_root root;
	bool made;

	if (vpb_root_open(directory, &root) < 0)
		return false;
	made = vpb_pipeline_plan(&root, &pipeline, run) == 0;
	vpb_root_done(&root);
	return made;
}

/* Never what carries the system; always what nothing is made of and nobody needs. */
static bool controller_judge(const struct stacks *stacks, const struct vpb_run *run,
	unsigned int controller, struct count *count)
{
	bool layers[LAYER_COUNT], needs[NEED_COUNT], ways[WAY_COUNT];
	bool carries = stacks_carry(stacks, controller, layers, needs, ways);
	bool is_taken = run->plan.selected[controller];

	if (!carries && stacks_are_used(stacks, controller))
		return true;
	if (!carries) {
		count->taken += is_taken;
		count->refused += !is_taken;
		return is_taken;
	}
	for (unsigned int i = 0; i < LAYER_COUNT; i++)
		count->layers[i] += layers[i];
	for (unsigned int i = 0; i < NEED_COUNT; i++)
		count->needs[i] += needs[i];
	for (unsigned int i = 0; i < WAY_COUNT; i++)
		count->ways[i] += ways[i];
	count->kept += !is_taken;
	count->lost += is_taken;
	return !is_taken;
}

static bool seed_judge(unsigned long seed, struct count *count)
{
	char directory[] = "/dev/shm/vfio-prebind-stacks-XXXXXX";
	struct prng prng = {.state = seed};
	struct vpb_run run = {};
	struct stacks stacks;
	bool made, good = true;

	stacks_make(&stacks, &prng);
	if (!mkdtemp(directory))
		return false;
	made = stacks_write(&stacks, directory) && plan_make(directory, &run) &&
	       run.snapshot.device_count == 2 * stacks.controllers;
	sysfs_remove(directory);
	for (unsigned int i = 0; made && i < stacks.controllers; i++)
		good &= controller_judge(&stacks, &run, i, count);
	if (made && !good) {
		printf("# seed %lu\n", seed);
		stacks_print(&stacks, stdout);
		for (size_t i = 0; i < run.findings.count; i++)
			printf("#   controller %ld: %s: %s\n",
				run.findings.items[i].device, run.findings.items[i].guard,
				run.findings.items[i].reason);
	}
	vpb_run_done(&run);
	return made;
}

int main(int argc, char **argv)
{
	unsigned long tries = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	struct count count = {};
	bool enough = true;

	for (unsigned long i = 0; i < tries; i++)
		if (!seed_judge(seed + i, &count))
			return EXIT_FAILURE;
	for (unsigned int i = 0; i < LAYER_COUNT; i++) {
		printf("## stacks with %-10s below what is needed: %6lu\n",
			layer_names[i], count.layers[i]);
		enough &= count.layers[i] > 0;
	}
	for (unsigned int i = 1; i < NEED_COUNT; i++) {
		printf("## needed as %-20s %6lu\n", need_names[i], count.needs[i]);
		enough &= count.needs[i] > 0;
	}
	for (unsigned int i = 0; i < WAY_COUNT; i++) {
		printf("## reached by %-20s %6lu\n", way_names[i], count.ways[i]);
		enough &= count.ways[i] > 0;
	}
	printf("%sok 1 - a controller that carries the system is kept (%lu times)\n",
		count.lost || !count.kept ? "not " : "", count.kept);
	printf("%sok 2 - a controller that carries nothing is taken (%lu times)\n",
		count.refused || !count.taken ? "not " : "", count.taken);
	printf("%sok 3 - each layer, need and way was there\n",
		enough || tries < 100 ? "" : "not ");
	printf("1..3\n");
	return EXIT_SUCCESS;
}
