/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "rule_parse.h"

#include <errno.h>
#include <string.h>

#define BLANKS " \t\r\v\f"

static int line_parse(struct vpb_request *request, char *line, struct vpb_origin *origin)
{
	char *word = line + strspn(line, BLANKS);
	char *end = word + strcspn(word, BLANKS);
	char *words = end + strspn(end, BLANKS);
	enum vpb_verb verb;

	if (!*word)
		return 0;
	origin->column = (unsigned int)(word - line) + 1;
	*end = '\0';
	if (strcmp(word, "bind") == 0)
		verb = VPB_VERB_BIND;
	else if (strcmp(word, "skip") == 0)
		verb = VPB_VERB_SKIP;
	else
		return vpb_request_add_problem(
			request, origin, word, "a line starts with 'bind' or 'skip'");
	if (!*words)
		return vpb_request_add_problem(request, origin, word,
			"the device is missing: an address, a path or an id");
	origin->column = (unsigned int)(words - line) + 1;
	return vpb_request_add_rule(request, verb, words, BLANKS, origin);
}

static int text_parse(struct vpb_request *request, struct vpb_origin origin,
	const char *text, size_t length)
{
	VPB_CLEANUP(vpb_freep) char *copy = strndup(text, length);
	char *rest = copy, *line;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		origin.line++;
		line[strcspn(line, "#")] = '\0';
		r = line_parse(request, line, &origin);
	}
	if (r == 0 && strnlen(text, length) < length) {
		origin.column = 1;
		r = vpb_request_add_problem(
			request, &origin, "", "this file is read up to a NUL byte only");
	}
	return r;
}

int vpb_config_parse(
	struct vpb_request *request, const char *source, const char *text, size_t length)
{
	return text_parse(
		request, (struct vpb_origin){.source = (char *)source}, text, length);
}

int vpb_config_parse_credential(
	struct vpb_request *request, const char *source, const char *text, size_t length)
{
	return text_parse(request,
		(struct vpb_origin){
			.kind = VPB_ORIGIN_CREDENTIAL, .source = (char *)source},
		text, length);
}
