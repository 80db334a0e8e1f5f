/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_shrink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"

struct section {
	char *begin, *end;
};

static struct section section_at(char *begin)
{
	char *next = strstr(begin, "\n[");

	return (struct section){begin, next ? next + 1 : begin + strlen(begin)};
}

static bool is_of_the_boot(const struct section *section)
{
	return !vpb_word_has_start(section->begin, "[bind]") &&
	       !vpb_word_has_start(section->begin, "[release]") &&
	       !vpb_word_has_start(section->begin, "[hotplug]");
}

static bool line_has(const char *line, const char *word)
{
	const char *found = strstr(line, word);

	return found && found < line + strcspn(line, "\n");
}

/* Whether an entry after the section counts instead of this one: see report_read.c, says_more(). */
static bool is_line_superseded(const struct section *section, const char *line)
{
	bool is_power = vpb_word_has_start(line, "power=");
	char start[sizeof("\ndevice=") + VPB_ADDRESS_BYTES];

	if (!is_power && !vpb_word_has_start(line, "device="))
		return true;
	snprintf(start, sizeof(start), "\n%.*s", (int)strcspn(line, " \n"), line);
	for (const char *later = section->end; (later = strstr(later, start)); later++)
		if (is_power || line_has(later + 1, " linked-us=") ||
			line_has(later + 1, " state=released "))
			return true;
	return false;
}

static bool is_superseded(const struct section *section)
{
	const char *line = section->begin;

	while (line < section->end) {
		if (!is_line_superseded(section, line))
			return false;
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	return true;
}

/* What the section says, and itself. */
static size_t dropped_count(const struct section *section)
{
	const char *said = strstr(section->begin, "\ndropped=");

	return 1 + (said && said < section->end
				   ? strtoul(said + strlen("\ndropped="), NULL, 10)
				   : 0);
}

static size_t sections_drop(struct vpb_text *text, size_t bytes_max, bool all)
{
	char *begin = text->data;
	size_t count = 0;

	while (*begin && text->length > bytes_max) {
		struct section section = section_at(begin);

		if (is_of_the_boot(&section) || (!all && !is_superseded(&section))) {
			begin = section.end;
			continue;
		}
		count += dropped_count(&section);
		text->length -= (size_t)(section.end - section.begin);
		memmove(section.begin, section.end, strlen(section.end) + 1);
	}
	return count;
}

size_t vpb_report_shrink(struct vpb_text *text, size_t bytes_max)
{
	size_t count = 0;

	if (text->length > bytes_max)
		count = sections_drop(text, bytes_max, false);
	if (text->length > bytes_max)
		count += sections_drop(text, bytes_max, true);
	return count;
}
