/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmdline.h"

#include <stddef.h>
#include <string.h>

static bool list_has(const char *list, size_t length, const char *value)
{
	for (size_t at = 0; at < length; at++) {
		size_t item = strcspn(list + at, ", \n");

		if (item == strlen(value) && strncmp(list + at, value, item) == 0)
			return true;
		at += item;
	}
	return false;
}

bool vpb_cmdline_has(const char *cmdline, const char *key, const char *value)
{
	size_t length = strlen(key);

	for (const char *word = cmdline; *word;) {
		size_t end = strcspn(word, " \n");

		if (end > length && strncmp(word, key, length) == 0 &&
			word[length] == '=' &&
			list_has(word + length + 1, end - length - 1, value))
			return true;
		word += end + strspn(word + end, " \n");
	}
	return false;
}
