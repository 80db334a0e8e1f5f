/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "softdep.h"

#include <string.h>

#include "../../helper/core/device.h"

void vpb_softdep_done(struct vpb_softdep *softdep)
{
	vpb_text_done(&softdep->pre);
	vpb_text_done(&softdep->post);
}

bool vpb_module_name_is(const char *a, size_t a_length, const char *b)
{
	if (strlen(b) != a_length)
		return false;
	for (size_t i = 0; i < a_length; i++)
		if ((a[i] == '-' ? '_' : a[i]) != (b[i] == '-' ? '_' : b[i]))
			return false;
	return true;
}

static bool has_word(const struct vpb_text *words, const char *word, size_t length)
{
	const char *at = words->data ? words->data : "";

	while (*at) {
		char other[VPB_NAME_BYTES];
		size_t end = strcspn(++at, " ");

		if (end < sizeof(other)) {
			memcpy(other, at, end);
			other[end] = '\0';
			if (vpb_module_name_is(word, length, other))
				return true;
		}
		at += end;
	}
	return false;
}

static bool ends_with(const char *word, size_t length, const char *end)
{
	return length >= strlen(end) &&
	       strncmp(word + length - strlen(end), end, strlen(end)) == 0;
}

static void name_add(struct vpb_text *names, const char *name, size_t length)
{
	if (names && length && !has_word(names, name, length))
		vpb_text_add(names, " %.*s", (int)length, name);
}

/*
 * libkmod 30 has no blank before "post:" when it gives a line back ("pre: a bpost: c"), and no
 * module's name has a ':' at its end.
 */
bool vpb_softdep_add(struct vpb_softdep *softdep, const char *line)
{
	struct vpb_text *list = NULL; /* what stands before any "pre:" is nobody's */
	bool named_vfio = false;

	for (line += strspn(line, " \t"); *line; line += strspn(line, " \t")) {
		size_t length = strcspn(line, " \t"), name = length;
		bool post = ends_with(line, length, "post:");

		if (post)
			name -= strlen("post:");
		else if (ends_with(line, length, "pre:"))
			name -= strlen("pre:");
		if (vpb_module_name_is(line, name, VPB_DRIVER_NAME))
			named_vfio = true;
		else
			name_add(list, line, name);
		if (name != length)
			list = post ? &softdep->post : &softdep->pre;
		line += length;
	}
	return named_vfio;
}
