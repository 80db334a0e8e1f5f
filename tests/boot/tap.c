/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tap.h"

#include <stdio.h>
#include <string.h>

static unsigned int count, failures;

void tap_result(const char *name, const char *trouble)
{
	printf("%sok %u - %s\n", trouble ? "not " : "", ++count, name);
	failures += trouble != NULL;
	for (const char *line = trouble; line && *line;) {
		size_t length = strcspn(line, "\n");

		printf("# %.*s\n", (int)length, line);
		line += length + (line[length] == '\n');
	}
	fflush(stdout);
}

int tap_end(void)
{
	printf("1..%u\n", count);
	return failures > 0;
}
