/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Puts a FIFO, which blocks whoever opens it, in the place of each file that the boot program
 * opens, and holds its writes back as a stuck driver does: hostile HELPER EXPAND MACHINE TOUCHED
 * SCRATCH. The program must end at its deadline, leave nothing running, and write nothing more.
 * Prints TAP. All runs go side by side, since most of them only wait.
 */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fifo.h"
#include "process.h"
#include "tap.h"
#include "trace.h"

/* Those of helper/sys/apply.h and helper/program.c; a busy machine needs the margin. */
enum {
	APPLY_DEADLINE_MS = 10000,
	RUN_DEADLINE_MS = 15000,
	SLOW_MS = 8000, /* of reading, in one of the jobs */
	MARGIN_MS = 8000,
	WORDS_MAX = 64,
};

#define GAVE_UP "gave up after 15 seconds"
/* As the program spells it, which opens it below the tree. */
#define CLASS "sys/bus/pci/devices/0000:01:00.0/class"
#define SCAN_FAILED "failed to read the PCI bus"

/* One run. `path` is what becomes a FIFO: a file, "all", or "all but the configuration". */
struct job {
	const char *name, *path;
	const char
		*inject[9]; /* words for strace; a '/' at the beginning means the tree */
	int status;
	const char
		*said; /* must be on stderr or in the report; "" for nothing particular */
	long at_least_ms, at_most_ms;
	bool may_write; /* below sys */
	const char *held; /* the file whose write is held back: it must stay empty */
};

static char *helper, *expand, *machine, *scratch;
static struct touched_list touched;

static struct process helper_run(const struct job *job, const char *tree, char *log)
{
	char *argv[WORDS_MAX] = {0};
	struct process process;
	size_t count = 0, kept = 0;

	for (; trace_words[count]; count++)
		argv[count] = (char *)trace_words[count];
	argv[count++] = log;
	/* Beside the program and not above it: it waits for whom it holds back. */
	if (job->inject[0])
		argv[count++] = "-D";
	for (size_t i = 0; job->inject[i]; i++)
		argv[count + kept++] = *job->inject[i] == '/'
					       ? text_make("%s%s", tree, job->inject[i])
					       : strdup(job->inject[i]);
	argv[count + kept] = helper;
	argv[count + kept + 1] = "--root";
	argv[count + kept + 2] = (char *)tree;
	process = process_run(argv, NULL, job->at_most_ms + RUN_DEADLINE_MS);
	for (size_t i = 0; i < kept; i++)
		free(argv[count + i]);
	return process;
}

static void complain(char **trouble, const char *what, const char *text)
{
	char *more = text_make("%s%s: %s\n", *trouble ? *trouble : "", what, text);

	free(*trouble);
	*trouble = more;
}

/* The report is only looked at where it is a file: a FIFO in its place is kept out of. */
static bool was_said(const struct process *process, const char *tree, const char *said)
{
	char *path = text_make("%s/run/vfio-prebind/report", tree);
	struct stat status;
	char *report = lstat(path, &status) == 0 && S_ISREG(status.st_mode)
			       ? file_read(path)
			       : NULL;
	bool found = strstr(process->err, said) || (report && strstr(report, said));

	free(report);
	free(path);
	return found;
}

static void run_judge(const struct job *job, const struct process *process,
	const char *tree, const struct trace *trace, char **trouble)
{
	char *text = text_make("%d after %ld ms", process->status, process->elapsed_ms);

	if (process->status != job->status)
		complain(trouble, "exit status", text);
	if (process->elapsed_ms > job->at_most_ms ||
		process->elapsed_ms < job->at_least_ms)
		complain(trouble, "time", text);
	if (process->ran_over || process->left_behind)
		complain(trouble, "a process is left", text);
	if (!was_said(process, tree, job->said))
		complain(trouble, job->said, process->err);
	if (!trace->opened)
		complain(trouble, "no trace", process->err);
	else if (*trace->outside)
		complain(trouble, "written outside the tree", trace->outside);
	else if (*trace->writes && !job->may_write && !job->inject[0])
		complain(trouble, "written below sys", trace->writes);
	if (job->held) {
		char *path = text_make("%s/%s", tree, job->held), *held = file_read(path);

		if (!held || *held)
			complain(trouble, "written after the end", held ? held : path);
		free(held);
		free(path);
	}
	free(text);
}

/* In a process of its own, so that what the program leaves is this job's. */
static void job_run(const struct job *job, size_t number)
{
	char *folder = text_make("%s/%zu", scratch, number);
	char *tree = text_make("%s/tree", folder), *log = text_make("%s/trace", folder);
	char *result = text_make("%s/trouble", folder), *trouble = NULL;
	FILE *file;

	mkdir(folder, 0755);
	if (!fifo_tree_make(expand, machine, tree) ||
		!fifo_place(&touched, tree, job->path)) {
		trouble = strdup("cannot be set up\n");
	} else {
		struct process process = helper_run(job, tree, log);
		struct trace trace = trace_read(log, tree);

		run_judge(job, &process, tree, &trace, &trouble);
		trace_done(&trace);
		process_done(&process);
	}
	file = fopen(result, "we");
	if (!file || fputs(trouble ? trouble : "", file) < 0 || fclose(file) != 0)
		_exit(EXIT_FAILURE);
	_exit(EXIT_SUCCESS);
}

static void jobs_run(const struct job *jobs, size_t count)
{
	pid_t pids[FILES_MAX + 16];

	for (size_t i = 0; i < count; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			job_run(&jobs[i], i);
	}
	for (size_t i = 0; i < count; i++) {
		char *result = text_make("%s/%zu/trouble", scratch, i), *trouble;
		int status = 1;

		if (pids[i] > 0)
			waitpid(pids[i], &status, 0);
		trouble = status ? strdup("the test itself failed") : file_read(result);
		tap_result(jobs[i].name, trouble && !*trouble ? NULL : trouble);
		free(trouble);
		free(result);
	}
}

/* A plain run: the list names just the files that the program opens. */
static void list_check(void)
{
	const struct job plain = {.status = 0, .at_most_ms = MARGIN_MS};
	char *tree = text_make("%s/plain", scratch),
	     *log = text_make("%s/plain-trace", scratch);
	char *trouble = NULL, *rest, *file;
	struct process process;
	struct trace trace;

	if (!fifo_tree_make(expand, machine, tree))
		complain(&trouble, "cannot be set up", tree);
	process = helper_run(&plain, tree, log);
	trace = trace_read(log, tree);
	for (size_t i = 0; trace.opened && i < touched.count; i++)
		if (!lines_have(trace.opened, touched.items[i].path))
			complain(&trouble, "listed, but never opened",
				touched.items[i].path);
	for (rest = trace.opened; (file = strsep(&rest, "\n"));) {
		char *path = text_make("%s/%s", tree, file);
		struct stat status;
		bool is_listed =
			!*file || lstat(path, &status) < 0 || !S_ISREG(status.st_mode);

		for (size_t i = 0; !is_listed && i < touched.count; i++)
			is_listed = strcmp(touched.items[i].path, file) == 0;
		if (!is_listed)
			complain(&trouble, "opened, but not listed", file);
		free(path);
	}
	tap_result("the list names what the program opens", trouble);
	trace_done(&trace);
	process_done(&process);
	free(trouble);
	free(tree);
	free(log);
}

int main(int argc, char **argv)
{
	static struct job jobs[FILES_MAX + 16] = {
		{.name = "all are FIFOs",
			.path = "all",
			.said = "cannot be read",
			.at_most_ms = MARGIN_MS},
		{.name = "all but the configuration",
			.path = "all but",
			.said = SCAN_FAILED,
			.at_most_ms = MARGIN_MS},
		{.name = "an attribute that never comes back",
			.inject = {"-P", CLASS, "-e",
				"inject=openat,openat2:delay_enter=60000000"},
			.said = GAVE_UP,
			.status = 1,
			.at_least_ms = RUN_DEADLINE_MS,
			.at_most_ms = RUN_DEADLINE_MS + MARGIN_MS},
		{.name = "a bind that never comes back",
			.held = BIND,
			.inject = {"-P", "/" BIND, "-e",
				"inject=write:delay_enter=60000000"},
			.said = "step=bind",
			.at_least_ms = APPLY_DEADLINE_MS,
			.at_most_ms = APPLY_DEADLINE_MS + MARGIN_MS},
		{.name = "an override that never comes back",
			.held = CARD "/driver_override",
			.inject = {"-P", "/" CARD "/driver_override", "-e",
				"inject=write:delay_enter=60000000"},
			.said = "step=override",
			.at_least_ms = APPLY_DEADLINE_MS,
			.at_most_ms = APPLY_DEADLINE_MS + MARGIN_MS},
		{.name = "slow to read, then a bind that never comes back",
			.held = BIND,
			.inject = {"-P", CLASS, "-P", "/" BIND, "-e",
				"inject=openat,openat2:delay_enter=8000000:when=1", "-e",
				"inject=write:delay_enter=60000000"},
			.said = "step=bind",
			.at_least_ms = SLOW_MS + APPLY_DEADLINE_MS,
			.at_most_ms = SLOW_MS + APPLY_DEADLINE_MS + MARGIN_MS},
	};
	char place[PATH_MAX];
	size_t count = 6;

	if (argc != 6 || !touched_read(argv[4], &touched) ||
		(mkdir(argv[5], 0755), !realpath(argv[5], place))) {
		fprintf(stderr, "usage: %s HELPER EXPAND MACHINE TOUCHED SCRATCH\n",
			argv[0]);
		return 2;
	}
	helper = argv[1], expand = argv[2], machine = argv[3], scratch = place;
	for (size_t i = 0; i < touched.count; i++) {
		const char *said = touched.items[i].said;
		bool is_scan = strcmp(said, "scan") == 0;

		jobs[count++] = (struct job){.name = touched.items[i].path,
			.path = touched.items[i].path,
			.said = is_scan			 ? SCAN_FAILED
				: strcmp(said, "-") == 0 ? ""
							 : said,
			.at_most_ms = MARGIN_MS,
			.may_write = !is_scan};
	}
	list_check();
	jobs_run(jobs, count);
	return tap_end();
}
