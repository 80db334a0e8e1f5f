/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * fuzz_NAME CORPUS: gives each file of the directory to the harness, one TAP line each. A
 * harness that finds something ends the program, and tests/tap says so.
 */

#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool file_feed(const char *directory, const char *name)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text input = {};
	struct vpb_root root;
	bool fed;

	if (vpb_root_open(directory, &root) < 0)
		return false;
	fed = vpb_root_read(&root, name, &input) == 0;
	if (fed)
		LLVMFuzzerTestOneInput((const uint8_t *)input.data, input.length);
	vpb_root_done(&root);
	return fed;
}

int main(int argc, char **argv)
{
	struct dirent **entries;
	bool failed = false;
	int count;

	if (argc != 2)
		return 2;
	count = scandir(argv[1], &entries, is_input, alphasort);
	if (count < 1) {
		fprintf(stderr, "%s: no corpus\n", argv[1]);
		return EXIT_FAILURE;
	}
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		bool fed;

		/* Named before, since a finding leaves no time for it. */
		printf("# %s\n", entries[i]->d_name);
		fflush(stdout);
		fed = file_feed(argv[1], entries[i]->d_name);
		printf("%sok %d - %s\n", fed ? "" : "not ", i + 1, entries[i]->d_name);
		failed |= !fed;
		free(entries[i]);
	}
	free(entries);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
