/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The steps in a child with a deadline, which tells what became of each device. */

#include <string.h>
#include <unistd.h>

#include "apply.h"
#include "deadline.h"

struct steps {
	const struct vpb_root *root;
	const struct vpb_snapshot *snapshot;
	const struct vpb_plan *plan;
	struct vpb_outcome *outcomes;
};

/* What the child tells of a device: whole in one write, being shorter than PIPE_BUF. */
struct record {
	size_t device;
	struct vpb_outcome outcome;
};

struct record_end {
	int fd;
};

static void record_write(size_t device, const struct vpb_outcome *outcome, void *context)
{
	const struct record_end *end = context;
	struct record record;

	memset(&record, 0, sizeof(record));
	record.device = device;
	record.outcome = *outcome;
	/* Once the parent has gone on nothing listens any more; the steps still end in order. */
	if (write(end->fd, &record, sizeof(record)) < 0)
		return;
}

static int work_in_child(int tell_fd, void *context)
{
	const struct steps *steps = context;
	struct record_end end = {tell_fd};

	vpb_apply_steps(steps->root, steps->snapshot, steps->plan, steps->outcomes,
		record_write, &end);
	return 0;
}

static unsigned int record_heard(const void *bytes, void *context)
{
	const struct steps *steps = context;
	struct record record;

	memcpy(&record, bytes, sizeof(record));
	if (record.device < steps->snapshot->device_count)
		steps->outcomes[record.device] = record.outcome;
	return 0;
}

int vpb_apply(const struct vpb_root *root, const struct vpb_snapshot *snapshot,
	const struct vpb_plan *plan, struct vpb_outcome *outcomes)
{
	struct steps steps = {root, snapshot, plan, outcomes};

	return vpb_deadline_run(work_in_child, record_heard, &steps,
		sizeof(struct record), VPB_APPLY_DEADLINE_MS);
}
