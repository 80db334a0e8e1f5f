// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm-judge: reads scenarios and what runs of them left.
 * Exit status: 0 done and as expected, 1 not so, 2 usage.
 */
#include "picture.h"
#include "record.h"
#include "table.h"

#include <errno.h>
#include <string.h>

static int usage(void)
{
	fputs("usage: vm-judge get SCENARIO KEY\n"
	      "       vm-judge system SYSTEM KEY\n"
	      "       vm-judge check SCENARIO SYSTEM DIR [CONTROL-DIR]\n"
	      "       vm-judge matrix DIR...\n"
	      "       vm-judge compare DIR-WITHOUT DIR-WITH\n"
	      "       vm-judge picture DIR-WITHOUT DIR-WITH\n",
		stderr);
	return 2;
}

static int main_get(struct vpb_pairs *pairs, const char *key)
{
	const char *value;

	for (unsigned int i = 0; (value = vpb_pairs_get(pairs, key, i)); i++)
		puts(value);
	vpb_pairs_done(pairs);
	return 0;
}

static int main_check(int argc, char **argv)
{
	struct vpb_run run = {.dir = argv[2]};
	struct vpb_pairs scenario = {0}, system = {0};
	struct vpb_verdict verdict;
	int error = vpb_scenario_read(argv[0], &scenario);

	if (!error)
		error = vpb_system_read(argv[1], &system);
	if (!error) {
		run.system = &system;
		error = vpb_run_judge(
			&run, &scenario, argc > 3 ? argv[3] : NULL, &verdict);
		vpb_verdict_print(&verdict, stdout);
		if (error)
			fprintf(stderr, "vm-judge: %s: %s\n", run.dir, strerror(-error));
		else if (!verdict.ok)
			error = -EINVAL;
	}
	vpb_pairs_done(&scenario);
	vpb_pairs_done(&system);
	return error ? 1 : 0;
}

int main(int argc, char **argv)
{
	const char *command = argc > 1 ? argv[1] : "";
	struct vpb_pairs pairs;
	int error;

	argc -= 2;
	argv += 2;
	if (strcmp(command, "get") == 0 && argc == 2)
		return vpb_scenario_read(argv[0], &pairs) ? 1 : main_get(&pairs, argv[1]);
	if (strcmp(command, "system") == 0 && argc == 2)
		return vpb_system_read(argv[0], &pairs) ? 1 : main_get(&pairs, argv[1]);
	if (strcmp(command, "check") == 0 && (argc == 3 || argc == 4))
		return main_check(argc, argv);
	if (strcmp(command, "matrix") == 0 && argc > 0)
		error = vpb_table_matrix(argv, (unsigned int)argc, stdout);
	else if (strcmp(command, "compare") == 0 && argc == 2)
		error = vpb_table_compare(argv[0], argv[1], stdout);
	else if (strcmp(command, "picture") == 0 && argc == 2)
		error = vpb_picture_draw(argv[0], argv[1], stdout);
	else
		return usage();
	if (error)
		fprintf(stderr, "vm-judge: nothing to show: %s\n",
			error == -EINVAL ? "a run was not as expected"
					 : strerror(-error));
	return error ? 1 : 0;
}
