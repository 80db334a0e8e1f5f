/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vfio_ids.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/guess.h"
#include "../base/text.h"
#include "kernel_line.h"
#include "match.h"
#include "rule_parse.h"

/* `origin` is where the item stands. */
static int item_add(struct vpb_request *request, const char *key, const char *item,
	struct vpb_origin *origin)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text quote = {};

	if (key)
		vpb_text_add(&quote, "%s=%s", key, item);
	origin->quote = quote.data;
	return vpb_text_error(&quote) < 0
		       ? -ENOMEM
		       : vpb_request_add_vfio_id(request, item, origin);
}

int vpb_vfio_ids_parse(struct vpb_request *request, const char *key, char *value,
	const struct vpb_origin *origin)
{
	struct vpb_origin at = *origin;
	char *rest = value, *item;
	int r = 0;

	vpb_request_forget_vfio_ids(request);
	while (r == 0 && (item = strsep(&rest, ","))) {
		at.column = origin->column + (unsigned int)(item - value);
		if (*item)
			r = item_add(request, key, item, &at);
	}
	return r;
}

/* A text without its backslashes, and where a byte of that came from, for ever later bytes. */
struct joined {
	const char *text;
	char *data;
	size_t text_at, at;
	unsigned int line, column;
};

/* A backslash goes, and a newline after it as well. */
static size_t skip_of(const char *text)
{
	return text[0] != '\\' ? 0 : text[1] == '\n' ? 2 : 1;
}

/* A NUL ends a line for modprobe, and here the text. */
static bool joined_make(const char *text, size_t length, struct joined *ret_joined)
{
	struct joined joined = {.text = text, .line = 1, .column = 1};
	VPB_CLEANUP(vpb_freep) char *copy = strndup(text, length);
	size_t out = 0;

	joined.data = malloc(length + 1);
	if (!joined.data || !copy) {
		free(joined.data);
		return false;
	}
	for (const char *in = copy; *in;) {
		size_t skip;

		while ((skip = skip_of(in)) == 2)
			in += skip;
		in += skip;
		if (*in)
			joined.data[out++] = *in++;
	}
	joined.data[out] = '\0';
	*ret_joined = joined;
	return true;
}

static void joined_step(struct joined *joined)
{
	bool is_newline = joined->text[joined->text_at++] == '\n';

	joined->line += is_newline;
	joined->column = is_newline ? 1 : joined->column + 1;
}

/* Goes on to that byte of `data`. */
static void joined_find(struct joined *joined, size_t at)
{
	for (;;) {
		size_t skip;

		while ((skip = skip_of(joined->text + joined->text_at)) == 2)
			for (; skip; skip--)
				joined_step(joined);
		if (skip)
			joined_step(joined);
		if (joined->at >= at)
			return;
		joined_step(joined);
		joined->at++;
	}
}

/* What stands after the name of the module, if that is vfio-pci; else NULL. */
static char *options_find(char *line)
{
	static const char blanks[] = "\t ", verb[] = "options", name[] = "vfio_pci";

	if (*line == '#')
		return NULL;
	line += strspn(line, blanks);
	if (strcspn(line, blanks) != strlen(verb) ||
		strncmp(line, verb, strlen(verb)) != 0)
		return NULL;
	line += strlen(verb);
	line += strspn(line, blanks);
	for (size_t i = 0; name[i]; i++, line++)
		if (*line != name[i] && (name[i] != '_' || *line != '-'))
			return NULL;
	return *line && strchr(blanks, *line) ? line : NULL;
}

/* The items of a value, which begins at that byte of what was joined. */
static int value_parse(struct vpb_request *request, struct vpb_origin *origin,
	char *value, size_t begin, struct joined *joined)
{
	char *rest = value, *item;
	int r = 0;

	vpb_request_forget_vfio_ids(request);
	while (r == 0 && (item = strsep(&rest, ","))) {
		joined_find(joined, begin + (size_t)(item - value));
		origin->line = joined->line;
		origin->column = joined->column;
		if (*item)
			r = item_add(request, NULL, item, origin);
	}
	return r;
}

/* The kernel splits the options, as it splits its command line. */
static int options_parse(struct vpb_request *request, const char *source, char *options,
	struct joined *joined)
{
	struct vpb_kernel_line words = {options, options};
	struct vpb_origin origin = {.kind = VPB_ORIGIN_FILE, .source = (char *)source};
	struct vpb_kernel_word word;
	int r = 0;

	while (r == 0 && vpb_kernel_line_cut(&words, &word))
		if (word.value && strncmp(word.key, "ids=", 4) == 0)
			r = value_parse(request, &origin, word.value,
				(size_t)(options - joined->data) + word.value_column - 1,
				joined);
	return r;
}

int vpb_modprobe_parse(
	struct vpb_request *request, const char *source, const char *text, size_t length)
{
	struct joined joined;
	char *rest, *line;
	int r = 0;

	if (!joined_make(text, length, &joined))
		return -ENOMEM;
	rest = joined.data;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		char *options = options_find(line);

		if (options)
			r = options_parse(request, source, options, &joined);
	}
	free(joined.data);
	return r;
}

bool vpb_vfio_ids_are_meant(const char *key)
{
	static const char right[] = "vfiopciids";
	char letters[sizeof(right) + 2];
	struct vpb_guess guess = {.word = letters};
	size_t count = 0, length = strcspn(key, "=:");
	bool is_right = length == strlen("vfio_pci.ids") && key[length] != ':';

	for (size_t i = 0; i < length; i++) {
		is_right =
			is_right && "vfio_pci.ids"[i] == (key[i] == '-' ? '_' : key[i]);
		if (strchr("-_.", key[i]))
			continue;
		if (count + 1 == sizeof(letters))
			return false;
		letters[count++] = (char)tolower((unsigned char)key[i]);
	}
	letters[count] = '\0';
	vpb_guess_try(&guess, right);
	return !is_right &&
	       ((guess.best && guess.distance <= 1) || strcmp(letters, "vfioids") == 0);
}

/* `value` is written to. */
static bool list_names(char *value, const struct vpb_device *device)
{
	char *rest = value, *item;

	while ((item = strsep(&rest, ","))) {
		struct vpb_selector selector;

		if (*item && vpb_selector_parse_vfio_ids(item, &selector) == 0 &&
			vpb_selector_matches(&selector, NULL, device))
			return true;
	}
	return false;
}

bool vpb_stub_ids_name(const char *cmdline, const struct vpb_device *device)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(cmdline);
	struct vpb_kernel_line line = {copy, copy};
	struct vpb_kernel_word word;
	char *last = NULL;

	while (copy && vpb_kernel_line_cut(&line, &word) && strcmp(word.key, "--") != 0)
		if (word.value && vpb_kernel_word_has_key(word.key, "pci_stub.ids"))
			last = word.value;
	return last && list_names(last, device);
}
