/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmdline.h"

#include <stddef.h>
#include <string.h>

#include "../../helper/core/kernel_line.h"

static bool list_has(const char *list, size_t length, const char *value)
{
	for (size_t at = 0; at < length; at++) {
		size_t item = strcspn(list + at, ",\"" VPB_KERNEL_BLANKS);

		if (item == strlen(value) && strncmp(list + at, value, item) == 0)
			return true;
		at += item;
	}
	return false;
}

bool vpb_cmdline_has(const char *cmdline, const char *key, const char *value)
{
	const char *word = cmdline + strspn(cmdline, VPB_KERNEL_BLANKS);
	size_t start = strlen(key) + 1;

	for (; *word; word = vpb_kernel_word_next(word))
		if (vpb_kernel_word_has_key(word, key) &&
			list_has(word + start, vpb_kernel_word_length(word) - start,
				value))
			return true;
	return false;
}
