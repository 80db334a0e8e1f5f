/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * causes PROGRAM EXPAND MACHINES CASE... SCRATCH: what `check` finds on the machine of each case that
 * runs it, "run NAME GUARD...", and before these all that it can find, "kind GUARD".
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../../helper/core/guard.h"
#include "../../../helper/core/finding.h"
#include "../../boot/case.h"
#include "../../boot/process.h"

enum {
	LIMIT_MS = 30000,
};

static void kinds_print(void)
{
	/* Those of helper/core/check.c that are no guards. */
	static const char *const others[] = {
		"syntax", "unmatched", "moved", "lost", "denylist", "variant", "off"};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		printf("kind %s\n", others[i]);
	for (unsigned int i = 0; i < VPB_KIND_GUARDS; i++)
		/*
		 * At the next boot nothing was opened yet, and nothing is plugged in; what an image
		 * is damaged by only a boot from it sees.
		 */
		if (strcmp(vpb_guards[i].name, "device-in-use") != 0 &&
			strcmp(vpb_guards[i].name, "driver-first") != 0 &&
			strcmp(vpb_guards[i].name, "carriers") != 0)
			printf("kind %s\n", vpb_guards[i].name);
	for (unsigned int i = VPB_KIND_NOIOMMU; i < VPB_KINDS; i++)
		printf("kind %s\n", vpb_kinds[i].name);
}

static void guards_print(const char *json)
{
	static const char key[] = "\"guard\": \"";

	while ((json = strstr(json, key))) {
		json += strlen(key);
		printf(" %.*s", (int)strcspn(json, "\""), json);
	}
	printf("\n");
}

static bool case_run(char **argv, const char *path, char *tree)
{
	char *words[] = {argv[1], "--root", tree, "check", "--json", NULL};
	struct test_case test = {};
	struct process process;
	bool fine = case_read(path, &test);

	if (fine && test.args && strstr(test.args, " check") &&
		!strstr(test.args, "--help")) {
		fine = case_make_tree(&test, argv[3], argv[2], tree);
		process = process_run(words, tree, LIMIT_MS);
		printf("run %s", path);
		guards_print(process.out);
		process_done(&process);
	}
	case_done(&test);
	return fine;
}

int main(int argc, char **argv)
{
	char *program = realpath(argv[1], NULL), *tree;
	bool fine = argc > 5 && program;

	if (!fine)
		return 2;
	argv[1] = program;
	mkdir(argv[argc - 1], 0755);
	tree = text_make("%s/tree", realpath(argv[argc - 1], NULL));
	kinds_print();
	for (int i = 4; i < argc - 1; i++)
		fine &= case_run(argv, argv[i], tree);
	return !fine;
}
