/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pick.h"

#include <string.h>

#include "../../helper/base/guess.h"
#include "../../helper/base/log.h"
#include "../../helper/base/text.h"

static void no_column_log(const char *name)
{
	struct vpb_guess guess = {.word = name};
	char question[VPB_GUESS_BYTES];

	for (size_t i = 0; i < vpb_list_column_count; i++)
		vpb_guess_try(&guess, vpb_list_columns[i].name);
	vpb_log(VPB_LOG_ERROR, "list: -o: there is no column '%s', see list --help%s",
		VPB_WORD(name), vpb_guess_question(&guess, "", question));
}

bool vpb_list_columns_add(const char *names,
	const struct vpb_list_column *columns[VPB_LIST_COLUMNS_MAX], size_t *count)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(names);
	char *rest = copy, *name;

	while (copy && (name = strsep(&rest, ","))) {
		const struct vpb_list_column *column = vpb_list_column_find(name);

		if (!column || *count == VPB_LIST_COLUMNS_MAX) {
			no_column_log(name);
			return false;
		}
		columns[(*count)++] = column;
	}
	return copy;
}
