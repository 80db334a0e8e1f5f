/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The whole way from files to plan, on a tree in memory (below $TMPDIR, /dev/shm or /tmp). */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/pipeline.h"
#include "../../helper/sys/carriers.h"
#include "run.h"
#include "sysfs.h"

/*
 * There is no module index in the tree, so only bound drivers count; and where an id
 * cannot be read the scan fails as a whole, which is another test's.
 */
static void machine_trim(struct machine *machine)
{
	for (unsigned int i = 0; i < machine->count; i++) {
		struct function *function = &machine->functions[i];

		function->has_module = *function->driver;
		if (!function->unreadable)
			continue;
		if (strcmp(function->unreadable, "vendor") == 0 ||
			strcmp(function->unreadable, "class") == 0)
			function->unreadable = NULL;
		else if (strcmp(function->unreadable, "iommu_group") == 0)
			function->group = -1;
	}
}

static int facts_read(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	(void)pipeline, (void)request;
	return vpb_carriers_read(root, selection, snapshot);
}

static bool tree_run(const char *directory, struct run *run)
{
	struct vpb_run whole = {};
	struct vpb_root root;
	bool made;

	if (vpb_root_open(directory, &root) < 0)
		return false;
	made = vpb_pipeline_plan(&root,
		       &(struct vpb_pipeline){
			       .is_boot_program = true, .read_facts = facts_read},
		       &whole) == 0;
	vpb_root_done(&root);
	free(whole.outcomes);
	*run = (struct run){.request = whole.request,
		.snapshot = whole.snapshot,
		.selection = whole.selection,
		.findings = whole.findings,
		.plan = whole.plan};
	return made;
}

bool run_make(struct machine *machine, const struct random_request *asked,
	enum vpb_phase phase, struct run *run)
{
	const char *above = getenv("TMPDIR");
	char directory[128];
	bool made;

	if (phase != VPB_PHASE_EARLY || machine->is_plugged)
		return run_make_pure(machine, asked, phase, run);
	if (!above)
		above = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	snprintf(directory, sizeof(directory), "%s/vfio-prebind-random-XXXXXX", above);
	if (!mkdtemp(directory))
		return false;
	machine_trim(machine);
	made = sysfs_write(directory, machine, asked) && tree_run(directory, run);
	sysfs_remove(directory);
	return made;
}
