/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "rule_parse.h"
#include "skip_parse.h"

#define BLANKS " \t\r\v\f"
/* Some editors begin a file with it, in UTF-8. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static int line_parse(struct vpb_request *request, char *line, struct vpb_origin *origin)
{
	char *word = line + strspn(line, BLANKS);
	char *end = word + strcspn(word, BLANKS);
	char *words = end + strspn(end, BLANKS);
	bool is_bind, is_skip;
	int r = 0;

	if (!*word)
		return 0;
	origin->column = (unsigned int)(word - line) + 1;
	*end = '\0';
	is_bind = strcmp(word, "bind") == 0;
	is_skip = strcmp(word, "skip") == 0;
	if (!is_bind && !is_skip) {
		is_skip = vpb_skip_is_meant(word);
		request->has_unread_skip |= !is_skip && vpb_skip_may_be_meant(word);
		r = vpb_request_add_mistake(request, origin, word,
			is_skip ? "taken for 'skip'"
				: "unknown word, the line is ignored",
			"start the line with 'bind' or 'skip'");
		if (r < 0 || !is_skip)
			return r;
	}
	if (!*words) {
		request->has_unread_skip |= is_skip;
		return vpb_request_add_mistake(request, origin, word,
			"no device after this word", VPB_SELECTOR_FORMS);
	}
	origin->column = (unsigned int)(words - line) + 1;
	return is_skip ? vpb_skip_parse(request, words, BLANKS, origin)
		       : vpb_request_add_rule(
				 request, VPB_VERB_BIND, words, BLANKS, origin);
}

static int text_parse(struct vpb_request *request, struct vpb_origin origin,
	const char *text, size_t length)
{
	VPB_CLEANUP(vpb_freep) char *copy = strndup(text, length);
	char *rest = copy, *line;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	if (strncmp(rest, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
		rest += strlen(BYTE_ORDER_MARK);
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		origin.line++;
		line[strcspn(line, "#")] = '\0';
		r = line_parse(request, line, &origin);
	}
	if (r == 0 && strnlen(text, length) < length) {
		/* What comes after it may be a skip. */
		request->has_unread_skip = true;
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
