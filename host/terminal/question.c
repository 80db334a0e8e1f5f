/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "question.h"

#include <stdio.h>

#include "../../helper/base/log.h"
#include "language.h"
#include "options.h"

int vpb_question_ask(const char *command, bool is_yes)
{
	char answer[16];

	if (is_yes)
		return -1;
	printf(_("Do this? [y/N] "));
	fflush(stdout);
	if (!fgets(answer, sizeof(answer), stdin)) {
		printf("\n");
		vpb_log(VPB_LOG_ERROR,
			"%s: no answer, nothing was changed; --yes does not ask",
			command);
		return VPB_EXIT_FAILED;
	}
	if (answer[0] == 'y' || answer[0] == 'Y')
		return -1;
	printf(_("Nothing was changed.\n"));
	return VPB_EXIT_FAILED;
}
