/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "json.h"

#include <inttypes.h>
#include <stdio.h>

#include "printable.h"

enum {
	INDENT = 3, /* as util-linux */
};

/* Whether it is the first value at this depth, and no longer from now on. */
static bool first_take(struct vpb_json *json)
{
	uint32_t bit = UINT32_C(1) << json->depth;
	bool is_first = !(json->has_values & bit);

	json->has_values |= bit;
	return is_first;
}

static void line_begin(struct vpb_json *json)
{
	vpb_text_add(json->text, "\n%*s", (int)json->depth * INDENT, "");
}

/* What stands before a value; one object follows another on the same line. */
static void value_begin(struct vpb_json *json, const char *key, bool is_object)
{
	bool is_first = first_take(json);

	if (!is_first)
		vpb_text_add(json->text, ",");
	if (json->depth && (is_first || key || !is_object))
		line_begin(json);
	if (key)
		vpb_text_add(json->text, "\"%s\": ", key);
}

static void level_begin(struct vpb_json *json, const char *key, char bracket)
{
	value_begin(json, key, bracket == '{');
	vpb_text_add(json->text, "%c", bracket);
	json->depth++;
	json->has_values &= ~(UINT32_C(1) << json->depth);
}

static void level_end(struct vpb_json *json, char bracket)
{
	bool is_empty = !(json->has_values & UINT32_C(1) << json->depth);

	json->depth--;
	if (!is_empty)
		line_begin(json);
	vpb_text_add(json->text, "%c%s", bracket, json->depth ? "" : "\n");
}

void vpb_json_begin_object(struct vpb_json *json, const char *key)
{
	level_begin(json, key, '{');
}

void vpb_json_end_object(struct vpb_json *json)
{
	level_end(json, '}');
}

void vpb_json_begin_array(struct vpb_json *json, const char *key)
{
	level_begin(json, key, '[');
}

void vpb_json_end_array(struct vpb_json *json)
{
	level_end(json, ']');
}

static void letter_add(
	struct vpb_text *text, const char *from, size_t length, uint32_t letter)
{
	if (letter == '"' || letter == '\\')
		vpb_text_add(text, "\\%c", (char)letter);
	else if (letter == '\n')
		vpb_text_add(text, "\\n");
	else if (letter == '\t')
		vpb_text_add(text, "\\t");
	else if (letter < ' ' || (letter >= 0x7f && letter < 0xa0))
		vpb_text_add(text, "\\u%04x", (unsigned int)letter);
	else
		vpb_text_add_bytes(text, from, length);
}

void vpb_json_add_string(struct vpb_json *json, const char *key, const char *value)
{
	if (!value || !*value) {
		vpb_json_add_null(json, key);
		return;
	}
	value_begin(json, key, false);
	vpb_text_add(json->text, "\"");
	while (*value) {
		uint32_t letter;
		size_t length = vpb_utf8_length(value, &letter);

		if (length)
			letter_add(json->text, value, length, letter);
		else
			vpb_text_add(json->text, "\\ufffd");
		value += length ? length : 1;
	}
	vpb_text_add(json->text, "\"");
}

void vpb_json_add_number(struct vpb_json *json, const char *key, uint64_t value)
{
	value_begin(json, key, false);
	vpb_text_add(json->text, "%" PRIu64, value);
}

void vpb_json_add_us(struct vpb_json *json, const char *key, uint64_t value_us)
{
	uint64_t ms = value_us / 1000 + (value_us % 1000 >= 500);

	value_begin(json, key, false);
	vpb_text_add(
		json->text, "%" PRIu64 ".%03u", ms / 1000, (unsigned int)(ms % 1000));
}

void vpb_json_add_boolean(struct vpb_json *json, const char *key, bool value)
{
	value_begin(json, key, false);
	vpb_text_add(json->text, "%s", value ? "true" : "false");
}

void vpb_json_add_null(struct vpb_json *json, const char *key)
{
	value_begin(json, key, false);
	vpb_text_add(json->text, "null");
}
