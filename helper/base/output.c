/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int vpb_output_text(const struct vpb_text *text)
{
	int r = vpb_text_error(text);

	if (r == 0 && text->data)
		fputs(text->data, stdout);
	return r;
}

int vpb_output_end(const char *program, int status)
{
	int error = fflush(stdout) != 0 ? errno : 0;

	if (!error && !ferror(stdout))
		return status;
	/* Why an earlier part could not be written is unknown by now. */
	fprintf(stderr, "%s: the output could not be written%s%s\n", program,
		error ? ": " : "", error ? strerror(error) : "");
	return EXIT_FAILURE;
}
