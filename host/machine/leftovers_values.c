/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Files that are shell assignments, and the kernel command line. */

#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/core/kernel_line.h"
#include "leftovers_parse.h"

/* What is between the brackets or quotes of an assignment. */
struct value {
	struct vpb_span name, words;
	bool adds; /* += */
	bool is_open; /* it has no end, or quotes and more than one line */
	bool is_odd; /* something in it is for the shell to expand */
	char close;
};

static const char *value_end(const char *at, char close)
{
	while (*at && *at != close) {
		if (*at == '#' && close == ')')
			at += strcspn(at, "\n");
		else
			at++;
	}
	return at;
}

static bool has_newline(struct vpb_span words)
{
	return memchr(words.at, '\n', (size_t)(words.end - words.at)) != NULL;
}

/* The next assignment at the beginning of a line after *value, which is zeroed before the first. */
static bool value_next(const char *text, struct value *value)
{
	struct vpb_span line = {.at = value->words.end, .end = value->words.end};

	if (line.at)
		line.end += strcspn(line.end, "\n");
	while (vpb_span_next_line(text, false, &line)) {
		const char *at = line.at + strcspn(line.at, "=+ \t\n#");

		*value = (struct value){.name = {line.at, at}};
		value->adds = *at == '+';
		at += value->adds;
		if (*at != '=' || at == line.at)
			continue;
		value->close = at[1] == '('		       ? ')'
			       : at[1] == '"' || at[1] == '\'' ? at[1]
							       : '\0';
		at += value->close ? 2 : 1;
		value->words.at = at;
		value->words.end = value->close ? value_end(at, value->close)
						: at + strcspn(at, " \t\n;#");
		value->is_open =
			value->close &&
			(!*value->words.end ||
				(value->close != ')' && has_newline(value->words)));
		for (; at < value->words.end; at++)
			value->is_odd |= strchr("$`\\", *at) != NULL;
		return true;
	}
	return false;
}

/* Comments between the words of an array are none of them. */
static bool word_next(const struct value *value, struct vpb_span *word)
{
	while (vpb_span_next(value->words, word)) {
		if (*word->at != '#' || value->close != ')')
			return true;
		word->end = word->at + strcspn(word->at, "\n");
	}
	return false;
}

/* In its line there is nothing else. */
static bool is_alone(const char *text, struct vpb_span word)
{
	const char *before = word.at, *after = word.end;

	while (before > text && (before[-1] == ' ' || before[-1] == '\t'))
		before--;
	after += strspn(after, " \t");
	return before > text && before[-1] == '\n' && *after == '\n';
}

/* Nothing but modules of vfio's, in a line of its own: that can go as a whole. */
static bool is_about_vfio(const struct value *value)
{
	struct vpb_span word = {};
	const char *rest;

	while (word_next(value, &word))
		if (!vpb_span_is_vfio(word) && !vpb_span_takes_ids(word))
			return false;
	rest = value->words.end + (value->close && *value->words.end);
	rest += strspn(rest, " \t\r");
	return !value->is_open && !has_newline(value->words) && strchr("#\n", *rest);
}

static int load_add(const struct vpb_leftover_text *from, const struct value *value,
	struct vpb_span word, const char *trouble)
{
	return vpb_leftover_add(from,
		&(struct vpb_leftover){.kind = VPB_LEFTOVER_LOAD,
			.is_line = is_alone(from->text, word) ||
				   (value->adds && is_about_vfio(value)),
			.is_by_hand = value->is_open || value->is_odd,
			.trouble = trouble},
		word, word);
}

/* The program of a line in modprobe.d, or options that our own hooks put there as well. */
static int file_add(const struct vpb_leftover_text *from, const struct value *value,
	struct vpb_span word)
{
	static const char folder[] = "/etc/modprobe.d/";
	bool is_found = vpb_span_has_start(word, folder) &&
			memmem(word.at, (size_t)(word.end - word.at), "vfio", 4);

	for (size_t i = 0; i < from->list->count; i++)
		is_found |= from->list->items[i].kind == VPB_LEFTOVER_PROGRAM &&
			    vpb_span_is(word, from->list->items[i].names);
	if (!is_found)
		return 0;
	return vpb_leftover_add(from,
		&(struct vpb_leftover){.kind = VPB_LEFTOVER_FILE,
			.is_line = is_alone(from->text, word),
			.is_by_hand = value->is_open || value->is_odd},
		word, word);
}

int vpb_leftover_parse_mkinitcpio(const struct vpb_leftover_text *from)
{
	struct value value = {};
	int r = 0;

	while (r == 0 && value_next(from->text, &value)) {
		struct vpb_span word = {};

		bool is_modules = vpb_span_is(value.name, "MODULES");
		bool is_files = vpb_span_is(value.name, "FILES") ||
				vpb_span_is(value.name, "BINARIES");

		while (r == 0 && (is_modules || is_files) && word_next(&value, &word)) {
			if (is_files)
				r = file_add(from, &value, word);
			else if (vpb_span_is_vfio(word) || vpb_span_takes_ids(word))
				r = load_add(from, &value, word, NULL);
		}
	}
	return r;
}

/* dracut puts the texts of all files one after the other, and splits them then. */
static const char *dracut_trouble(const struct value *value)
{
	static const char trouble[] =
		"dracut appends it to what other files say, so it needs a blank after the "
		"first quote and before the last";
	bool is_fine = !value->adds || (strchr(" \t", *value->words.at) &&
					       strchr(" \t", value->words.end[-1]));

	return is_fine ? NULL : trouble;
}

int vpb_leftover_parse_dracut(const struct vpb_leftover_text *from)
{
	struct value value = {};
	int r = 0;

	while (r == 0 && value_next(from->text, &value)) {
		struct vpb_span word = {};
		bool loads = vpb_span_is(value.name, "add_drivers") ||
			     vpb_span_is(value.name, "force_drivers");
		bool omits = vpb_span_is(value.name, "omit_drivers");
		bool installs = vpb_span_is(value.name, "install_items");

		while (r == 0 && (loads || omits || installs) &&
			word_next(&value, &word)) {
			bool is_vfio = vpb_span_is_vfio(word) || vpb_span_takes_ids(word);

			if (installs)
				r = file_add(from, &value, word);
			else if (loads && is_vfio)
				r = load_add(from, &value, word, dracut_trouble(&value));
			else if (omits && !is_vfio)
				r = vpb_leftover_add(from,
					&(struct vpb_leftover){
						.kind = VPB_LEFTOVER_AGAINST,
						.is_by_hand =
							value.is_open || value.is_odd},
					word, word);
		}
	}
	return r;
}

static bool has_key(struct vpb_span word, const char *key, struct vpb_span *value)
{
	if (!vpb_kernel_word_has_key(word.at, key))
		return false;
	*value = vpb_span_after(word, strlen(key) + 1);
	return true;
}

static int kernel_word_add(
	const struct vpb_leftover_text *from, struct vpb_span word, bool is_by_hand)
{
	static const char *const against[] = {
		"modprobe.blacklist", "module_blacklist", "rd.driver.blacklist"};
	struct vpb_leftover like = {.is_by_hand = is_by_hand, .is_kernel_word = true};
	struct vpb_span value, dot = word;

	if (has_key(word, "vfio-pci.ids", &value)) {
		like.kind = VPB_LEFTOVER_IDS;
		return vpb_leftover_add(from, &like, word, value);
	}
	if (has_key(word, "pci-stub.ids", &value)) {
		like.kind = VPB_LEFTOVER_STUB;
		return vpb_leftover_add(from, &like, word, value);
	}
	if (has_key(word, "rd.driver.pre", &value) && vpb_span_is_vfio(value)) {
		like.kind = VPB_LEFTOVER_LOAD;
		return vpb_leftover_add(from, &like, word, value);
	}
	like.kind = VPB_LEFTOVER_AGAINST;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(against); i++)
		if (has_key(word, against[i], &value))
			return vpb_leftover_add(from, &like, word, value);
	while (dot.at < dot.end && *dot.at != '.')
		dot.at++;
	if (!vpb_span_is(dot, ".modeset=0"))
		return 0;
	return vpb_leftover_add(from, &like, word, (struct vpb_span){word.at, dot.at});
}

static int kernel_words_add(
	const struct vpb_leftover_text *from, struct vpb_span words, bool is_by_hand)
{
	int r = 0;

	while (r == 0 && words.at < words.end) {
		struct vpb_span word;

		words.at += strspn(words.at, VPB_KERNEL_BLANKS);
		word = (struct vpb_span){
			words.at, words.at + vpb_kernel_word_length(words.at)};
		if (word.end > words.end)
			word.end = words.end;
		if (word.at < word.end)
			r = kernel_word_add(from, word, is_by_hand);
		words.at = word.end;
	}
	return r;
}

int vpb_leftover_parse_kernel_line(const struct vpb_leftover_text *from)
{
	struct vpb_span line = {};
	int r = 0;

	while (r == 0 && vpb_span_next_line(from->text, false, &line))
		if (*line.at != '#')
			r = kernel_words_add(from, line, false);
	return r;
}

/* A quote in the value is one that the shell takes away: then only a person can tell. */
int vpb_leftover_parse_grub(const struct vpb_leftover_text *from)
{
	struct value value = {};
	int r = 0;

	while (r == 0 && value_next(from->text, &value))
		if (vpb_span_has_start(value.name, "GRUB_CMDLINE_LINUX"))
			r = kernel_words_add(from, value.words,
				value.is_open || memchr(value.words.at, '\\',
							 (size_t)(value.words.end -
								  value.words.at)));
	return r;
}
