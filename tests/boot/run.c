/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Runs the boot program on made-up machines and compares all it says and does with what the
 * cases expect: run HELPER EXPAND MACHINES CASE... SCRATCH Prints TAP.
 *
 * Every run is traced, so that for every case this is seen too: config space is never opened,
 * nothing outside the tree is written, and no process is left.
 */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case.h"
#include "process.h"
#include "tap.h"
#include "trace.h"

enum {
	LIMIT_MS =
		30000, /* more than any deadline of the program: here nothing should wait */
	WORDS_MAX = 64,
};

struct setting {
	char *helper, *late, *expand, *machines, *scratch, *tree, *log;
};

/* Puts N for what differs from run to run, DIR for the tree, HELPER for the program. */
static char *text_settle(const struct setting *setting, char *text)
{
	static const char *const keys[] = {"version=", "began-us=", "ended-us=",
		"linked-us=", "vfio-prebind-helper 0", "vfio-prebind 0"};

	text = text_replace(
		text_replace(text, setting->tree, "DIR"), setting->helper, "HELPER");
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		size_t length = strlen(keys[i]);

		for (char *at = text; (at = strstr(at, keys[i]));) {
			at += length - (keys[i][length - 1] == '0');
			*at = 'N';
			memmove(at + 1, at + strcspn(at, " \n"),
				strlen(at + strcspn(at, " \n")) + 1);
		}
	}
	return text;
}

/* Adds a line for each that is in one text only, as far as the first difference. */
static void compare(char **trouble, const char *what, const char *want, const char *got)
{
	const char *w = want ? want : "", *g = got ? got : "";
	unsigned int line = 1;
	char *more;

	if (strcmp(w, g) == 0)
		return;
	while (*w && strcspn(w, "\n") == strcspn(g, "\n") &&
		strncmp(w, g, strcspn(w, "\n")) == 0) {
		line++;
		w += strcspn(w, "\n") + (w[strcspn(w, "\n")] == '\n');
		g += strcspn(g, "\n") + (g[strcspn(g, "\n")] == '\n');
	}
	more = text_make("%s%s differs from line %u on; expected:\n%s\nfound:\n%s\n",
		*trouble ? *trouble : "", what, line, w, g);
	free(*trouble);
	*trouble = more;
}

static void complain(char **trouble, const char *what, const char *text)
{
	char *more = text_make("%s%s: %s\n", *trouble ? *trouble : "", what, text);

	free(*trouble);
	*trouble = more;
}

/* strace, the program, --root DIR where the case gives no words of its own, the words. */
static struct process helper_run(
	const struct setting *setting, const struct test_case *test)
{
	char *args =
		text_replace(strdup(test->args ? test->args : "--root DIR --dry-run"),
			"DIR", setting->tree);
	char *argv[WORDS_MAX] = {0}, *rest = args, *word;
	struct process process;
	size_t count = 0;

	for (size_t i = 0; trace_words[i]; i++)
		argv[count++] = (char *)trace_words[i];
	argv[count++] = setting->log;
	argv[count++] = test->is_late ? setting->late : setting->helper;
	while (count < WORDS_MAX - 1 && (word = strsep(&rest, " ")))
		if (*word)
			argv[count++] = word;
	process = process_run(argv, setting->tree, LIMIT_MS);
	free(args);
	return process;
}

static void files_judge(
	const struct setting *setting, const struct test_case *test, char **trouble)
{
	for (unsigned int i = 0; i < test->entry_count; i++) {
		const struct entry *entry = &test->entries[i];
		char *path = text_make("%s/%s", setting->tree, entry->path);

		if (strcmp(entry->verb, "absent") == 0 && access(path, F_OK) == 0) {
			complain(trouble, "this is there", entry->path);
		} else if (strcmp(entry->verb, "after") == 0) {
			char *text = file_read(path);

			if (text)
				text = text_settle(setting, text);
			compare(trouble, entry->path, entry->text,
				text ? text : "(no file)\n");
			free(text);
		}
		free(path);
	}
}

static void trace_judge(
	const struct setting *setting, const struct test_case *test, char **trouble)
{
	struct trace trace = trace_read(setting->log, setting->tree);

	if (!trace.opened) {
		complain(trouble, "no trace", setting->log);
		return;
	}
	compare(trouble, "what is written below sys", test->writes, trace.writes);
	compare(trouble, "what is written outside the tree", NULL, trace.outside);
	if (strstr(trace.opened, "/config\n"))
		complain(trouble, "config space was opened", trace.opened);
	if (test->is_unscanned && strstr(trace.opened, "sys/bus/pci"))
		complain(trouble, "the bus was scanned", trace.opened);
	trace_done(&trace);
}

static char *case_judge(const struct setting *setting, const char *path)
{
	struct test_case test = {};
	char *trouble = NULL;
	struct process process;

	if (!case_read(path, &test) || !case_make_tree(&test, setting->machines,
					       setting->expand, setting->tree)) {
		case_done(&test);
		return strdup("the case cannot be set up");
	}
	process = helper_run(setting, &test);
	process.out = text_settle(setting, process.out);
	process.err = text_settle(setting, process.err);
	if (process.status != test.status) {
		char *text = text_make("%d instead of %d", process.status, test.status);

		complain(&trouble, "exit status", text);
		free(text);
	}
	compare(&trouble, "stdout", test.out, process.out);
	compare(&trouble, "stderr", test.err, process.err);
	if (process.ran_over || process.left_behind)
		complain(&trouble, "processes",
			process.ran_over ? "killed" : "left running");
	files_judge(setting, &test, &trouble);
	trace_judge(setting, &test, &trouble);
	process_done(&process);
	case_done(&test);
	return trouble;
}

int main(int argc, char **argv)
{
	struct setting setting;
	char scratch[PATH_MAX];

	if (argc < 6) {
		fprintf(stderr, "usage: %s HELPER EXPAND MACHINES CASE... SCRATCH\n",
			argv[0]);
		return 2;
	}
	mkdir(argv[argc - 1], 0755);
	if (!realpath(argv[argc - 1], scratch)) {
		perror(argv[argc - 1]);
		return 1;
	}
	setting = (struct setting){.helper = realpath(argv[1], NULL),
		.expand = argv[2],
		.machines = argv[3],
		.scratch = scratch,
		.tree = text_make("%s/tree", scratch),
		.log = text_make("%s/trace", scratch)};
	if (!setting.helper) {
		perror(argv[1]);
		return 1;
	}
	setting.late = text_make("%.*s/vfio-prebind-late",
		(int)(strrchr(setting.helper, '/') - setting.helper), setting.helper);
	for (int i = 4; i < argc - 1; i++) {
		const char *slash = strrchr(argv[i], '/');
		char *name = text_make("%s", slash ? slash + 1 : argv[i]);
		char *trouble = case_judge(&setting, argv[i]);

		name[strcspn(name, ".")] = '\0';
		tap_result(name, trouble);
		free(trouble);
		free(name);
	}
	free(setting.tree);
	free(setting.log);
	free(setting.helper);
	free(setting.late);
	return tap_end();
}
