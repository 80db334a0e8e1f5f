/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Makes a tree of a machine's text: expand FILE DIR. The text is told of in machine.h. */

#include "machine.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct machine *machine;
	bool fine;

	if (argc != 3) {
		fprintf(stderr, "usage: %s FILE DIR\n", argv[0]);
		return 2;
	}
	machine = calloc(1, sizeof(*machine));
	fine = machine && machine_read(argv[1], machine) &&
	       machine_expand(machine, argv[2]);
	free(machine);
	return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
