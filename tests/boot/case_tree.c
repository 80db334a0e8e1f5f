/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "case.h"
#include "process.h"

enum {
	LIMIT_MS = 30000,
};

bool case_make_tree(const struct test_case *test, const char *machines,
	const char *expand, const char *tree)
{
	char *from = text_make("%s/%s.machine", machines, test->machine);
	char *to = text_make("%s.machine", tree), *text = file_read(from);
	char *argv[] = {(char *)expand, to, (char *)tree, NULL};
	char *clean[] = {"rm", "-rf", (char *)tree, NULL};
	FILE *file = fopen(to, "we");
	struct process process;
	bool fine = text && file;

	if (fine)
		fprintf(file, "%s%s", text, test->with ? test->with : "");
	if (file)
		fclose(file);
	process = process_run(clean, NULL, LIMIT_MS);
	process_done(&process);
	process = process_run(argv, NULL, LIMIT_MS);
	fputs(process.err, stderr);
	fine = fine && process.status == 0 && case_prepare(test, tree);
	process_done(&process);
	free(text);
	free(from);
	free(to);
	return fine;
}
