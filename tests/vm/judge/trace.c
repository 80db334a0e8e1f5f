// SPDX-License-Identifier: GPL-2.0-or-later
#include "trace.h"

#include <stdlib.h>

/* The words of a line: TIME KIND ADDRESS REGION read|write ... */
enum { WORD_TIME, WORD_KIND, WORD_ADDRESS, WORD_REGION, WORD_WAY };

static bool line_known(const char *line)
{
	char word[64];

	if (!vpb_word(line, WORD_ADDRESS, word, sizeof(word)))
		return false;
	if (vpb_word_is(line, WORD_KIND, "mark") || vpb_word_is(line, WORD_KIND, "reset"))
		return true;
	return (vpb_word_is(line, WORD_KIND, "access") ||
		       vpb_word_is(line, WORD_KIND, "config")) &&
	       (vpb_word_is(line, WORD_WAY, "read") ||
		       vpb_word_is(line, WORD_WAY, "write"));
}

int vpb_trace_read(const char *dir, struct vpb_trace *ret)
{
	struct vpb_trace trace = {0};
	int error = vpb_lines_read_at(dir, "access.log", &trace.lines);

	if (error)
		return error;
	for (size_t i = 0; i < trace.lines.count; i++) {
		const char *line = trace.lines.line[i];

		trace.unreadable += !line_known(line);
		trace.ended = vpb_word_is(line, WORD_KIND, "mark") &&
			      vpb_word_is(line, WORD_ADDRESS, "end");
		if (trace.marked || !vpb_word_is(line, WORD_KIND, "mark") ||
			!vpb_word_is(line, WORD_ADDRESS, "init"))
			continue;
		trace.marked = true;
		trace.init_s = strtod(line, NULL);
	}
	*ret = trace;
	return 0;
}

void vpb_trace_done(struct vpb_trace *trace)
{
	vpb_lines_done(&trace->lines);
	*trace = (struct vpb_trace){0};
}

void vpb_trace_count(
	const struct vpb_trace *trace, const char *address, struct vpb_trace_counts *ret)
{
	struct vpb_trace_counts counts = {.first_ms = -1};

	for (size_t i = 0; i < trace->lines.count; i++) {
		const char *line = trace->lines.line[i];
		double time_s = strtod(line, NULL);
		bool late = trace->marked && time_s >= trace->init_s;

		if (!vpb_word_is(line, WORD_ADDRESS, address))
			continue;
		if (vpb_word_is(line, WORD_KIND, "config"))
			counts.config++;
		if (vpb_word_is(line, WORD_KIND, "reset"))
			counts.resets += late;
		if (!vpb_word_is(line, WORD_KIND, "access"))
			continue;
		counts.early += !late;
		if (!late)
			continue;
		if (counts.first_ms < 0)
			counts.first_ms = (long)((time_s - trace->init_s) * 1000);
		if (vpb_word_is(line, WORD_WAY, "read"))
			counts.reads++;
		else
			counts.writes++;
	}
	*ret = counts;
}
