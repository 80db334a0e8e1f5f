/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_JSON_H
#define VPB_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

/*
 * Writes JSON (RFC 8259) into a text, laid out as util-linux does. Pure.
 *
 * The keys are ours and are written as they are. In an object each value has a key, in an array
 * and at the top it is NULL. What is begun has to be ended. That memory ran out the text
 * remembers, see vpb_text_error().
 *
 * Strings may hold any bytes: control characters are escaped, and each byte that is not UTF-8
 * becomes U+FFFD, written as \ufffd, since JSON has no way to say a byte.
 */
struct vpb_json {
	struct vpb_text *text;
	unsigned int depth; /* at most 31 */
	uint32_t has_values; /* a bit a depth */
};

void vpb_json_begin_object(struct vpb_json *json, const char *key);
void vpb_json_end_object(struct vpb_json *json);
void vpb_json_begin_array(struct vpb_json *json, const char *key);
void vpb_json_end_array(struct vpb_json *json);

/* NULL and "" are null: nothing is known. */
void vpb_json_add_string(struct vpb_json *json, const char *key, const char *value);
void vpb_json_add_number(struct vpb_json *json, const char *key, uint64_t value);
/* As seconds with three digits after the point. */
void vpb_json_add_us(struct vpb_json *json, const char *key, uint64_t value_us);
void vpb_json_add_boolean(struct vpb_json *json, const char *key, bool value);
void vpb_json_add_null(struct vpb_json *json, const char *key);

#endif
