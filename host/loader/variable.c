/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "variable.h"

#include <string.h>

#define BLANKS " \t\r"
#define NAME_BYTES "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
#define WORD_END BLANKS "\n;&|"

/* A place in the text, and what has been read of the value there. */
struct reader {
	const struct vpb_variables *variables;
	const char *at;
	struct vpb_text *value; /* NULL: to be skipped */
	const char *name; /* of what is assigned, or NULL */
	bool is_made_of_itself;
};

static bool is_name(const char *name, const char *at, size_t length)
{
	return name && strlen(name) == length && memcmp(name, at, length) == 0;
}

static struct vpb_variable *variable_find(
	const struct vpb_variables *variables, const char *name, size_t length)
{
	for (size_t i = 0; i < variables->count; i++)
		if (is_name(variables->items[i].name, name, length))
			return &variables->items[i];
	return NULL;
}

static void byte_take(struct reader *reader)
{
	if (reader->value)
		vpb_text_add_bytes(reader->value, reader->at, 1);
	reader->at++;
}

/* After the bracket that closes the one here; those in quotes are none. */
static void brackets_skip(struct reader *reader, char open, char close)
{
	char quote = '\0';
	int depth = 0;

	for (; *reader->at; reader->at++) {
		char byte = *reader->at;

		if (quote || byte == '"' || byte == '\'') {
			quote = !quote ? byte : byte == quote ? '\0' : quote;
			continue;
		}
		depth += (byte == open) - (byte == close);
		if (depth == 0) {
			reader->at++;
			return;
		}
	}
}

/* $NAME, ${NAME}, and what is left out. */
static void reference_take(struct reader *reader)
{
	const char *name = reader->at + 1;
	const struct vpb_variable *variable;
	size_t length;

	if (*name == '(') {
		reader->at = name;
		brackets_skip(reader, '(', ')');
		return;
	}
	name += *name == '{';
	length = strspn(name, NAME_BYTES);
	if (name[length] == '[')
		length += strcspn(name + length, "]}") + (strchr(name, ']') != NULL);
	if (*reader->at && reader->at[1] == '{') {
		reader->at++;
		brackets_skip(reader, '{', '}');
	} else {
		reader->at = length ? name + length : name;
	}
	variable = variable_find(reader->variables, name, length);
	if (!variable)
		return;
	reader->is_made_of_itself |= is_name(reader->name, name, length);
	if (reader->value && variable->value.data)
		vpb_text_add(reader->value, "%s", variable->value.data);
}

static void escape_take(struct reader *reader, const char *known)
{
	const char *next = reader->at + 1;

	if (*next == '\n') {
		reader->at += 2;
		return;
	}
	if (*next && (!known || strchr(known, *next)))
		reader->at++;
	byte_take(reader);
}

static void double_quotes_take(struct reader *reader)
{
	reader->at++;
	while (*reader->at && *reader->at != '"') {
		if (*reader->at == '\\')
			escape_take(reader, "\\\"$`");
		else if (*reader->at == '$')
			reference_take(reader);
		else
			byte_take(reader);
	}
	reader->at += *reader->at == '"';
}

static void single_quotes_take(struct reader *reader)
{
	reader->at++;
	while (*reader->at && *reader->at != '\'')
		byte_take(reader);
	reader->at += *reader->at == '\'';
}

/* What a value ends at; a comment follows a blank. */
static bool is_end(const struct reader *reader)
{
	const char *at = reader->at;

	if (!reader->variables->is_lines)
		return !*at || strchr(WORD_END, *at);
	return !*at || *at == '\n' || (strchr(BLANKS, *at) && at[1] == '#');
}

static void word_take(struct reader *reader)
{
	while (!is_end(reader)) {
		if (*reader->at == '"')
			double_quotes_take(reader);
		else if (*reader->at == '\'')
			single_quotes_take(reader);
		else if (*reader->at == '\\')
			escape_take(reader, NULL);
		else if (*reader->at == '$')
			reference_take(reader);
		else
			byte_take(reader);
	}
}

/* The variable that is assigned here, if it is one of ours; `at` then is what follows the '='. */
static struct vpb_variable *assignment_find(struct reader *reader, bool *ret_adds)
{
	char name[64];
	const char *at = reader->at;
	size_t length = 0;

	/* KERNEL_CMDLINE["default"] is the same as without quotes. */
	for (; *at && (strchr(NAME_BYTES "[]", *at) || (length && strchr("\"'-.", *at)));
		at++)
		if (length < sizeof(name) - 1 && *at != '"' && *at != '\'')
			name[length++] = *at;
	if (reader->variables->is_lines)
		at += strspn(at, BLANKS);
	*ret_adds = at[0] == '+' && at[1] == '=';
	at += *ret_adds;
	if (*at != '=' || !length)
		return NULL;
	at++;
	if (reader->variables->is_lines)
		at += strspn(at, BLANKS);
	reader->at = at;
	return variable_find(reader->variables, name, length);
}

static int assignment_take(
	struct reader *reader, struct vpb_variable *variable, bool adds)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text value = {};
	int r;

	vpb_text_add(
		&value, "%s", adds && variable->value.data ? variable->value.data : "");
	reader->value = &value;
	reader->name = variable->name;
	reader->is_made_of_itself = adds;
	word_take(reader);
	reader->value = NULL;
	r = vpb_text_error(&value);
	if (r < 0)
		return r;
	variable->is_set = true;
	variable->is_replaced |= !reader->is_made_of_itself;
	vpb_text_done(&variable->value);
	variable->value = value;
	value = (struct vpb_text){};
	return 0;
}

/* Words that stand before an assignment and change nothing of it. */
static void prefix_skip(struct reader *reader)
{
	static const char word[] = "export";

	if (strncmp(reader->at, word, strlen(word)) == 0 &&
		strchr(BLANKS, reader->at[strlen(word)]))
		reader->at += strlen(word) + strspn(reader->at + strlen(word), BLANKS);
}

int vpb_variables_read(struct vpb_variables *variables, const char *text)
{
	struct reader reader = {.variables = variables, .at = text ? text : ""};
	int r = 0;

	for (size_t i = 0; i < variables->count; i++)
		variables->items[i].is_replaced = false;
	while (r == 0 && *reader.at) {
		struct vpb_variable *variable;
		bool adds;

		reader.at += strspn(reader.at, WORD_END);
		if (*reader.at == '#') {
			reader.at += strcspn(reader.at, "\n");
			continue;
		}
		prefix_skip(&reader);
		variable = assignment_find(&reader, &adds);
		if (variable)
			r = assignment_take(&reader, variable, adds);
		else
			word_take(&reader);
	}
	return r;
}

void vpb_variables_done(struct vpb_variables *variables)
{
	for (size_t i = 0; i < variables->count; i++)
		vpb_text_done(&variables->items[i].value);
}
