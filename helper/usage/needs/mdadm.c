/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The arrays of mdadm.conf(5). */

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "read.h"

/* "UUID=" may stand with any separators, or none: only the digits count. */
static bool array_name(const char *value, char name[sizeof("ARRAY=") + 32])
{
	size_t length = strlen(strcpy(name, "ARRAY="));

	for (; *value; value++) {
		if (!isxdigit((unsigned char)*value))
			continue;
		if (length == strlen("ARRAY=") + 32)
			return false;
		name[length++] = (char)tolower((unsigned char)*value);
	}
	name[length] = '\0';
	return length == strlen("ARRAY=") + 32;
}

/* The words of one ARRAY line; one without UUID= names nothing that could be looked for. */
static int array_add(
	struct vpb_needs *needs, const char *source, unsigned int line, char *words)
{
	char user[PATH_MAX], fix[PATH_MAX], name[sizeof("ARRAY=") + 32] = "?";
	const char *node = NULL;
	char *word;
	int r = 0;

	while ((word = strsep(&words, " \t\r"))) {
		if (*word == '#')
			break;
		if (strcasecmp(word, "<ignore>") == 0)
			return 0;
		if (*word == '/')
			node = word;
		else if (strncasecmp(word, "uuid=", 5) == 0 && *name == '?' &&
			 !array_name(word + 5, name))
			strcpy(name, "?");
		else if (strcasecmp(word, "metadata=imsm") == 0)
			strcpy(name, "MEMBER=isw_raid_member");
		else if (strcasecmp(word, "metadata=ddf") == 0)
			strcpy(name, "MEMBER=ddf_raid_member");
	}
	snprintf(user, sizeof(user), "%s:%u makes an array of it", source, line);
	snprintf(fix, sizeof(fix), "if the array is not the host's, remove line %u of %s",
		line, source);
	if (node && *name != '?')
		r = vpb_needs_add_volume(needs, node, name);
	if (r < 0)
		return r;
	return vpb_needs_add(needs,
		&(struct vpb_need){
			.name = name, .user = user, .fix = fix, .is_weak = *name != '?'});
}

/* A line that begins with a blank goes on with the one before it (mdadm.conf(5)). */
int vpb_needs_parse_mdadm(struct vpb_needs *needs, const char *source, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *line = copy, *end;
	unsigned int number = 1;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	for (; r == 0 && *line; line = end) {
		unsigned int first = number;

		for (end = line; *end; end++) {
			if (*end != '\n')
				continue;
			number++;
			if (end[1] != ' ' && end[1] != '\t')
				break;
			*end = ' ';
		}
		if (*end)
			*end++ = '\0';
		/* Any keyword can be cut down to three letters. */
		if (strncasecmp(line, "arr", 3) == 0) {
			line += strcspn(line, " \t");
			r = array_add(needs, source, first, line);
		}
	}
	return r;
}
