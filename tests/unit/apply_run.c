/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "apply_run.h"

#include <stdio.h>

#include "../../helper/sys/deadline.h"

static unsigned int deadline_seen_ms;

int __real_vpb_deadline_run(vpb_deadline_work *work, vpb_deadline_heard *heard,
	void *context, size_t record_bytes, unsigned int deadline_ms);
int __wrap_vpb_deadline_run(vpb_deadline_work *work, vpb_deadline_heard *heard,
	void *context, size_t record_bytes, unsigned int deadline_ms);

/* The same with a deadline that a test can wait for. */
int __wrap_vpb_deadline_run(vpb_deadline_work *work, vpb_deadline_heard *heard,
	void *context, size_t record_bytes, unsigned int deadline_ms)
{
	deadline_seen_ms = deadline_ms;
	return __real_vpb_deadline_run(work, heard, context, record_bytes, 1500);
}

unsigned int run_deadline_ms(void)
{
	return deadline_seen_ms;
}

void run_done(struct run *run)
{
	fixture_done(&run->fixture);
}

void run_carry_out(struct run *run, const char *devices, const char *config)
{
	struct vpb_root root = {.fd = -1};
	struct fixture *fixture = &run->fixture;

	fixture_devices(fixture, devices);
	fixture_config(fixture, config);
	fixture_plan(fixture);
	assert_true(fixture->snapshot.device_count <= COUNT_OF(run->outcomes));
	vpb_apply_expect(&fixture->snapshot, &fixture->plan, run->outcomes);
	run->result = vpb_apply(&root, &fixture->snapshot, &fixture->plan, run->outcomes);
}

void assert_outcome(
	const struct run *run, size_t device, enum vpb_state state, const char *driver)
{
	assert_string_equal(
		vpb_state_name(run->outcomes[device].state), vpb_state_name(state));
	assert_string_equal(run->outcomes[device].driver, driver);
}

void assert_failed(const struct run *run, size_t device, enum vpb_step_kind step,
	int error, const char *driver)
{
	assert_outcome(run, device, VPB_STATE_FAILED, driver);
	assert_string_equal(
		vpb_step_kind_name(run->outcomes[device].step), vpb_step_kind_name(step));
	assert_int_equal(run->outcomes[device].error, error);
}
