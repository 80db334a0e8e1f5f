/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * faults NAME SHARE[,SHARE...] SEED BACK JUDGE WORD...: runs WORD... once as it is, and then with
 * each system call that the program NAME made failing once, in turn, with each error that it can
 * give. SHARE is one of how many points are tried, the first of each kind and the first write to
 * each file always; 1 is all, 0 none. Of several the first is for the program's first process, and
 * the last for all that are left.
 *
 * BACK and JUDGE are commands for sh: the first restores what the program changed, the second
 * judges what became of it, says what is wrong and then fails. They find in the environment:
 * FAULT_OUTPUT, the file with all that was said; FAULT_STATUS; FAULT_ERROR, the error's text, ""
 * where nothing failed; FAULT_CALL; FAULT_FILE, what the call was about; FAULT_STARTUP, "yes" for
 * a call of the start-up. Prints TAP, a line each kind of call.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "errnos.h"
#include "inject.h"

enum {
	LIMIT_S = 45, /* the boot programs' deadlines are 15 s and 12 s */
	KINDS_MAX = 512,
	SHARES_MAX = 4,
	EXIT_USAGE = 2,
};

struct sweep {
	const char *name, *back, *judge, *output;
	char **words;
	unsigned long shares[SHARES_MAX];
	size_t share_count;
	unsigned long dice;
	unsigned long tried[KINDS_MAX], failed[KINDS_MAX], startup, missed;
};

static bool is_first_write(const struct call *calls, const struct call *call)
{
	if (call->number != SYS_write)
		return false;
	for (const struct call *other = calls; other < call; other++)
		if (other->number == SYS_write && strcmp(other->file, call->file) == 0)
			return false;
	return true;
}

/* Whether that call is to fail with the first of its errors, or with another one. */
static bool is_drawn(struct sweep *sweep, const struct call *calls,
	const struct call *call, bool is_first_error)
{
	size_t last = sweep->share_count - 1;
	unsigned long share = sweep->shares[call->process < last ? call->process : last];

	if (!share)
		return false;
	sweep->dice = sweep->dice * 6364136223846793005ul + 1442695040888963407ul;
	return (sweep->dice >> 33) % share == 0 || !sweep->tried[call->number] ||
	       (is_first_error && is_first_write(calls, call));
}

static bool shares_take(struct sweep *sweep, char *words)
{
	for (char *word; (word = strsep(&words, ","));) {
		char *end;

		if (sweep->share_count == SHARES_MAX)
			return false;
		sweep->shares[sweep->share_count++] = strtoul(word, &end, 10);
		if (end == word || *end)
			return false;
	}
	return true;
}

static void number_tell(const char *name, long number)
{
	char text[32];

	snprintf(text, sizeof(text), "%ld", number);
	setenv(name, text, 1);
}

/* Whether all is well; what is not is on stdout then. */
static bool point_judge(const struct sweep *sweep, const struct call *call, int error,
	const struct run *run)
{
	number_tell("FAULT_STATUS", run->status);
	setenv("FAULT_OUTPUT", sweep->output, 1);
	setenv("FAULT_ERROR", call ? strerror(error) : "", 1);
	setenv("FAULT_CALL", call ? errnos_find(call->number)->name : "", 1);
	setenv("FAULT_FILE", call ? call->file : "", 1);
	setenv("FAULT_STARTUP", call && call->is_startup ? "yes" : "no", 1);
	fflush(stdout);
	if (run->ran_over)
		printf("## did not end in %d s\n", LIMIT_S);
	if (run->left_behind)
		printf("## a process is left\n");
	fflush(stdout);
	return system(sweep->judge) == 0 && !run->ran_over && !run->left_behind;
}

static void point_try(struct sweep *sweep, const struct call *call, int error)
{
	const char *name = errnos_find(call->number)->name;
	struct run run = {};
	bool good;

	if (system(sweep->back) != 0 ||
		inject_run(sweep->words, sweep->name, sweep->output, call, error, LIMIT_S,
			&run) < 0) {
		printf("Bail out! it cannot be run\n");
		exit(EXIT_FAILURE);
	}
	/* Which process waits for which, and so how often, is not the same each time. */
	if (!run.was_reached)
		sweep->missed++;
	good = point_judge(sweep, run.was_reached ? call : NULL, error, &run);
	sweep->tried[call->number]++;
	sweep->startup += call->is_startup;
	if (!good) {
		sweep->failed[call->number]++;
		printf("## so with %s no. %u of process %u (%s): %s\n", name, call->nth,
			call->process, call->file, strerror(error));
	}
	inject_done(&run);
}

static void kinds_report(const struct sweep *sweep)
{
	unsigned int number = 0;
	unsigned long tried = 0, failed = 0;

	for (long i = 0; i < KINDS_MAX; i++) {
		if (!sweep->tried[i])
			continue;
		tried += sweep->tried[i];
		failed += sweep->failed[i];
		printf("%sok %u - %s, failing at %lu points\n",
			sweep->failed[i] ? "not " : "", ++number, errnos_find(i)->name,
			sweep->tried[i]);
	}
	printf("%sok %u - of all points %lu were not reached\n",
		!tried || sweep->missed > 2 + tried / 50 ? "not " : "", number + 1,
		sweep->missed);
	printf("## %lu points, %lu of them in the start-up, %lu not held\n", tried,
		sweep->startup, failed);
	printf("1..%u\n", number + 1);
}

static int sweep_run(struct sweep *sweep)
{
	struct run plain = {};

	if (system(sweep->back) != 0 ||
		inject_run(sweep->words, sweep->name, sweep->output, NULL, 0, LIMIT_S,
			&plain) < 0)
		return EXIT_FAILURE;
	if (!plain.count || !point_judge(sweep, NULL, 0, &plain)) {
		printf("Bail out! it fails already where nothing fails\n");
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < plain.count; i++) {
		const struct call *call = &plain.calls[i];
		const struct errnos *errnos = errnos_find(call->number);

		if (!errnos) {
			printf("Bail out! nobody knows how call %ld fails\n",
				call->number);
			return EXIT_FAILURE;
		}
		for (const int *error = errnos->list; *error; error++)
			if (is_drawn(sweep, plain.calls, call, error == errnos->list))
				point_try(sweep, call, *error);
	}
	inject_done(&plain);
	kinds_report(sweep);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	char output[] = "/dev/shm/vfio-prebind-faults-XXXXXX";
	struct sweep sweep = {.output = output};
	int fd, status;

	if (argc < 7)
		return EXIT_USAGE;
	sweep.name = argv[1];
	sweep.dice = strtoul(argv[3], NULL, 10);
	sweep.back = argv[4];
	sweep.judge = argv[5];
	sweep.words = argv + 6;
	if (!shares_take(&sweep, argv[2]))
		return EXIT_USAGE;
	fd = mkstemp(output);
	if (fd < 0)
		return EXIT_FAILURE;
	close(fd);
	status = sweep_run(&sweep);
	unlink(output);
	return status;
}
