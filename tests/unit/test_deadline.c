/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../helper/sys/deadline.h"
#include "unit.h"

/* Long enough for any child that ends by itself, on a machine that is busy. */
#define AMPLE_MS 30000
#define SHORT_MS 200

struct heard {
	int count;
	int sum;
	int last;
};

static unsigned int number_heard(const void *record, void *context)
{
	struct heard *heard = context;
	int number;

	memcpy(&number, record, sizeof(number));
	heard->count++;
	heard->sum += number;
	heard->last = number;
	return 0;
}

static void number_tell(int tell_fd, int number)
{
	if (write(tell_fd, &number, sizeof(number)) != sizeof(number))
		_exit(99);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int run(vpb_deadline_work *work, struct heard *heard, unsigned int deadline_ms)
{
	return vpb_deadline_run(work, number_heard, heard, sizeof(int), deadline_ms);
}

static int work_returns(int tell_fd, void *context)
{
	(void)tell_fd, (void)context;
	return 42;
}

static void the_status_comes_back(void **state)
{
	struct heard heard = {};

	(void)state;
	assert_int_equal(run(work_returns, &heard, AMPLE_MS), 42);
	assert_int_equal(heard.count, 0);
	assert_int_equal(vpb_deadline_run(work_returns, NULL, NULL, 0, AMPLE_MS), 42);
	/* Nobody is left to be waited for. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static int work_returns_minus_one(int tell_fd, void *context)
{
	(void)tell_fd, (void)context;
	return -1;
}

static void a_status_is_never_negative(void **state)
{
	struct heard heard = {};

	(void)state;
	assert_int_equal(run(work_returns_minus_one, &heard, AMPLE_MS), 255);
}

/* More than fits into a pipe at once. */
static int work_tells_much(int tell_fd, void *context)
{
	(void)context;
	for (int i = 1; i <= 50000; i++)
		number_tell(tell_fd, i);
	return 0;
}

static void all_that_was_told_is_heard_in_order(void **state)
{
	struct heard heard = {};

	(void)state;
	assert_int_equal(run(work_tells_much, &heard, AMPLE_MS), 0);
	assert_int_equal(heard.count, 50000);
	assert_int_equal(heard.sum, 50000 / 2 * 50001);
	assert_int_equal(heard.last, 50000);
}

static int work_dies(int tell_fd, void *context)
{
	(void)context;
	number_tell(tell_fd, 7);
	signal(SIGTERM, SIG_DFL);
	raise(SIGTERM);
	return 0;
}

static void a_signal_is_no_status(void **state)
{
	struct heard heard = {};

	(void)state;
	assert_int_equal(run(work_dies, &heard, AMPLE_MS), -ECHILD);
	assert_int_equal(heard.last, 7);
}

static int work_blocks(int tell_fd, void *context)
{
	(void)context;
	number_tell(tell_fd, 7);
	for (;;)
		pause();
	return 0;
}

static void a_child_that_blocks_is_left_behind(void **state)
{
	struct heard heard = {};
	int64_t began_ms = now_ms(), took_ms;
	int status;

	(void)state;
	assert_int_equal(run(work_blocks, &heard, SHORT_MS), -ETIMEDOUT);
	took_ms = now_ms() - began_ms;
	assert_true(took_ms >= SHORT_MS && took_ms < AMPLE_MS / 2);
	assert_int_equal(heard.last, 7);
	/* This one could be killed. */
	assert_true(waitpid(-1, &status, 0) > 0);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
}

static int work_tells_for_ever(int tell_fd, void *context)
{
	(void)context;
	for (;;)
		number_tell(tell_fd, 1);
	return 0;
}

/* Slower than the child tells: the pipe is always full. */
static unsigned int number_heard_slowly(const void *record, void *context)
{
	const struct timespec pause_time = {.tv_nsec = 1000000};

	number_heard(record, context);
	nanosleep(&pause_time, NULL);
	return 0;
}

static void a_child_that_never_stops_to_tell_is_left_behind(void **state)
{
	struct heard heard = {};

	(void)state;
	alarm(AMPLE_MS / 1000);
	assert_int_equal(vpb_deadline_run(work_tells_for_ever, number_heard_slowly,
				 &heard, sizeof(int), SHORT_MS),
		-ETIMEDOUT);
	alarm(0);
	assert_true(waitpid(-1, NULL, 0) > 0);
}

/* A process that stays in the kernel keeps the pipe open after the child has ended. */
static int work_leaves_a_grandchild(int tell_fd, void *context)
{
	const int *until_fd = context;
	pid_t grandchild = fork();

	if (grandchild < 0)
		return 99;
	if (grandchild == 0) {
		struct pollfd until = {.fd = *until_fd, .events = POLLIN};

		/* Until the test ends, whatever becomes of it. */
		poll(&until, 1, -1);
		_exit(0);
	}
	number_tell(tell_fd, 3);
	return 5;
}

struct grandchild_context {
	int until_fd; /* first, for the child */
	struct heard heard;
};

static unsigned int grandchild_heard(const void *record, void *context)
{
	return number_heard(record, &((struct grandchild_context *)context)->heard);
}

static void a_grandchild_holds_nobody_up(void **state)
{
	struct grandchild_context context = {};
	int64_t began_ms = now_ms();
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	context.until_fd = ends[0];
	assert_int_equal(vpb_deadline_run(work_leaves_a_grandchild, grandchild_heard,
				 &context, sizeof(int), AMPLE_MS),
		5);
	assert_true(now_ms() - began_ms < AMPLE_MS / 2);
	assert_int_equal(context.heard.last, 3);
	assert_int_equal(write(ends[1], "x", 1), 1);
	close(ends[0]);
	close(ends[1]);
}

static int work_has_a_child_that_blocks(int tell_fd, void *context)
{
	struct heard heard = {};

	(void)context;
	number_tell(tell_fd, 1);
	return run(work_blocks, &heard, AMPLE_MS);
}

/* The boot program has a deadline of its own around that of the steps. */
static void a_killed_child_takes_its_own_with_it(void **state)
{
	struct heard heard = {};
	struct pollfd end = {.events = POLLIN};
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(run(work_has_a_child_that_blocks, &heard, SHORT_MS), -ETIMEDOUT);
	assert_int_equal(heard.count, 1);
	close(ends[1]);
	/* The pipe ends when nobody is left who has it open. */
	end.fd = ends[0];
	assert_int_equal(poll(&end, 1, AMPLE_MS / 2), 1);
	assert_int_equal(end.revents, POLLHUP);
	close(ends[0]);
	assert_true(waitpid(-1, NULL, 0) > 0);
}

static int work_closes_its_end(int tell_fd, void *context)
{
	const struct timespec pause_time = {.tv_nsec = 50000000};

	(void)context;
	number_tell(tell_fd, 4);
	close(tell_fd);
	nanosleep(&pause_time, NULL);
	return 6;
}

static void the_end_of_the_pipe_is_not_the_childs(void **state)
{
	struct heard heard = {};

	(void)state;
	assert_int_equal(run(work_closes_its_end, &heard, AMPLE_MS), 6);
	assert_int_equal(heard.count, 1);
}

static void a_record_fits_into_a_pipe(void **state)
{
	struct heard heard = {};

	(void)state;
	assert_int_equal(vpb_deadline_run(work_returns, number_heard, &heard,
				 PIPE_BUF + 1, AMPLE_MS),
		-EINVAL);
}

static int work_tells_and_takes_longer(int tell_fd, void *context)
{
	const struct timespec pause_time = {.tv_nsec = 4 * SHORT_MS * 1000000L};

	(void)context;
	number_tell(tell_fd, 1);
	nanosleep(&pause_time, NULL);
	return 8;
}

static unsigned int number_heard_gives_time(const void *record, void *context)
{
	number_heard(record, context);
	return AMPLE_MS;
}

static int work_tells_and_blocks(int tell_fd, void *context)
{
	number_tell(tell_fd, 1);
	return work_blocks(tell_fd, context);
}

static unsigned int number_heard_takes_time(const void *record, void *context)
{
	number_heard(record, context);
	return SHORT_MS;
}

/* One deadline for what comes before the word, another for what comes after it. */
static void a_word_begins_another_deadline(void **state)
{
	struct heard heard = {};
	int64_t began_ms = now_ms();

	(void)state;
	assert_int_equal(vpb_deadline_run(work_tells_and_takes_longer,
				 number_heard_gives_time, &heard, sizeof(int), SHORT_MS),
		8);
	assert_int_equal(heard.count, 1);
	assert_int_equal(vpb_deadline_run(work_tells_and_blocks, number_heard_takes_time,
				 &heard, sizeof(int), AMPLE_MS),
		-ETIMEDOUT);
	assert_true(now_ms() - began_ms < AMPLE_MS / 2);
	assert_true(waitpid(-1, NULL, 0) > 0);
}

/* As some programs leave it to those that they start. */
static void an_ignored_sigchld_is_no_trouble(void **state)
{
	struct heard heard = {};
	int r;

	(void)state;
	signal(SIGCHLD, SIG_IGN);
	r = run(work_returns, &heard, AMPLE_MS);
	signal(SIGCHLD, SIG_DFL);
	assert_int_equal(r, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ignored_sigchld_is_no_trouble),
		cmocka_unit_test(the_status_comes_back),
		cmocka_unit_test(a_status_is_never_negative),
		cmocka_unit_test(all_that_was_told_is_heard_in_order),
		cmocka_unit_test(a_signal_is_no_status),
		cmocka_unit_test(a_child_that_blocks_is_left_behind),
		cmocka_unit_test(a_child_that_never_stops_to_tell_is_left_behind),
		cmocka_unit_test(a_grandchild_holds_nobody_up),
		cmocka_unit_test(a_killed_child_takes_its_own_with_it),
		cmocka_unit_test(the_end_of_the_pipe_is_not_the_childs),
		cmocka_unit_test(a_word_begins_another_deadline),
		cmocka_unit_test(a_record_fits_into_a_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
