/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "version_sort.h"

#include <stdbool.h>
#include <string.h>

/* In ASCII, whatever the locale. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The order of what is no digit: '~', the end, letters, all else. */
static int rank_of(const char *at, const char *end)
{
	if (at == end || is_digit(*at))
		return 0;
	if (*at == '~')
		return -1;
	return is_letter(*at) ? (unsigned char)*at : (unsigned char)*at + 256;
}

/* Without the ends that look like a file's kind: ".tar.gz". */
static size_t stem_length(const char *name)
{
	size_t length = strlen(name), end = length;

	for (size_t i = length; i > 0; i--) {
		char c = name[i - 1];

		if (c == '.' && (is_letter(name[i]) || name[i] == '~') && i > 1)
			end = i - 1;
		else if (c != '~' && !is_letter(c) && !is_digit(c))
			break;
	}
	return end;
}

static int parts_compare(
	const char *a, const char *a_end, const char *b, const char *b_end)
{
	while (a < a_end || b < b_end) {
		int first = 0;

		while ((a < a_end && !is_digit(*a)) || (b < b_end && !is_digit(*b))) {
			int one = rank_of(a, a_end), other = rank_of(b, b_end);

			if (one != other)
				return one - other;
			a++;
			b++;
		}
		while (a < a_end && *a == '0')
			a++;
		while (b < b_end && *b == '0')
			b++;
		while (a < a_end && b < b_end && is_digit(*a) && is_digit(*b)) {
			if (!first)
				first = *a - *b;
			a++;
			b++;
		}
		if (a < a_end && is_digit(*a))
			return 1;
		if (b < b_end && is_digit(*b))
			return -1;
		if (first)
			return first;
	}
	return 0;
}

int vpb_version_sort(const char *a, const char *b)
{
	size_t a_length = stem_length(a), b_length = stem_length(b);
	int order;

	if ((*a == '.') != (*b == '.'))
		return *a == '.' ? -1 : 1;
	order = parts_compare(a, a + a_length, b, b + b_length);
	if (!order)
		order = parts_compare(a, a + strlen(a), b, b + strlen(b));
	return order ? order : strcmp(a, b);
}
