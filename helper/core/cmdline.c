/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmdline.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "../base/guess.h"
#include "../base/text.h"
#include "boot_words.h"
#include "kernel_line.h"
#include "rule_parse.h"
#include "skip_parse.h"
#include "vfio_ids.h"

#define SOURCE "kernel command line"
#define NAME "vfio_prebind"

#define NOTHING_BOUND ", so nothing is bound at this boot"
#define KNOWN_KEYS \
	"there are " NAME ".enable=0, which binds nothing, " NAME \
	".bind=, .skip= and .debug="

static int word_keep(char **place, const char *word)
{
	if (*place)
		return 0;
	*place = strdup(word);
	return *place ? 0 : -ENOMEM;
}

/* The words that the kernel takes for a bool parameter (lib/kstrtox.c, kstrtobool). */
static bool switch_parse(const char *value, bool *ret_on)
{
	if (strchr("1yYtT", value[0]) && value[0])
		*ret_on = true;
	else if (strchr("0nNfF", value[0]) && value[0])
		*ret_on = false;
	else if (strncasecmp(value, "on", 2) == 0 || strncasecmp(value, "of", 2) == 0)
		*ret_on = tolower((unsigned char)value[1]) == 'n';
	else
		return false;
	return true;
}

/* Adds a rule for each item between commas; an empty one is skipped, as the kernel does. */
static int items_parse(struct vpb_request *request, enum vpb_verb verb, const char *key,
	char *value, struct vpb_origin *origin)
{
	unsigned int value_column = origin->column;
	char *whole = origin->quote, *rest = value, *item;
	int r = 0;

	while (r == 0 && (item = strsep(&rest, ","))) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text quote = {};

		if (!*item)
			continue;
		vpb_text_add(&quote, "%s=%s", key, item);
		if (vpb_text_error(&quote) < 0)
			return -ENOMEM;
		origin->column = value_column + (unsigned int)(item - value);
		origin->quote = quote.data;
		if (verb == VPB_VERB_SKIP)
			r = vpb_skip_parse(request, item, "+", origin);
		else
			r = vpb_request_add_rule(request, verb, item, "+", origin);
	}
	origin->quote = whole;
	return r;
}

/*
 * A word of ours that is not understood may have been meant to keep a device from us: nothing is
 * bound then.
 */
static int mistake_add(struct vpb_request *request, const struct vpb_origin *origin,
	const char *word, const char *message, const char *fix)
{
	int r = word_keep(&request->mistaken, origin->quote);

	return r < 0 ? r : vpb_request_add_mistake(request, origin, word, message, fix);
}

static int switch_set(struct vpb_request *request, bool is_enable,
	const struct vpb_kernel_word *parameter, struct vpb_origin *origin)
{
	const char *value = parameter->value;
	bool on;

	if (value)
		origin->column = parameter->value_column;
	if (value && switch_parse(value, &on)) {
		if (is_enable)
			request->disabled = !on;
		else
			request->debug = on;
		return 0;
	}
	if (!is_enable)
		return vpb_request_add_mistake(request, origin, value ? value : "debug",
			"unknown value", "write " NAME ".debug=1");
	return mistake_add(request, origin, value ? value : "enable",
		"unknown value" NOTHING_BOUND,
		"write " NAME ".enable=0 or " NAME ".enable=1");
}

/* What stands after "vfio_prebind."; `origin` is where that key begins. */
static int key_parse(struct vpb_request *request, const char *key,
	const struct vpb_kernel_word *parameter, struct vpb_origin *origin)
{
	char *value = parameter->value;

	if (strcmp(key, "enable") == 0 || strcmp(key, "debug") == 0)
		return switch_set(request, *key == 'e', parameter, origin);
	if (strcmp(key, "bind") != 0 && strcmp(key, "skip") != 0)
		return mistake_add(
			request, origin, key, "unknown key" NOTHING_BOUND, KNOWN_KEYS);
	if (value && *value) {
		origin->column = parameter->value_column;
		return items_parse(request, *key == 'b' ? VPB_VERB_BIND : VPB_VERB_SKIP,
			parameter->key, value, origin);
	}
	if (*key == 's')
		request->has_unread_skip = true;
	return vpb_request_add_mistake(
		request, origin, key, "no device after '='", VPB_SELECTOR_FORMS);
}

/* Whether the word begins with that key; '-' and '_' are the same there (parameqn). */
static bool key_is(const char *word, const char *key)
{
	for (; *key; word++, key++)
		if ((*word == '-' ? '_' : *word) != *key)
			return false;
	return true;
}

/*
 * Where our name ends that the word begins with, in some spelling: as in vfio_prebind=0,
 * VFIO_PREBIND.enable=0, rd.vfio_prebind.enable=0; else NULL. No other parameter begins so.
 */
static const char *our_name_end(const char *word)
{
	const char *name = "vfioprebind";

	if (strncasecmp(word, "rd.", 3) == 0)
		word += 3;
	for (; *name && *word && *word != '='; word++)
		if (!strchr("_-.", *word) && tolower((unsigned char)*word) != *name++)
			return NULL;
	return *name ? NULL : word;
}

/*
 * Whether it is our name with a slip, or more before it: vfio_prebnd.enable=0, novfio_prebind,
 * prebind.enable=0. No parameter of the kernel's is that near.
 */
static bool is_our_name_mistyped(const char *word)
{
	char letters[32];
	size_t count = 0;
	struct vpb_guess guess = {.word = letters};

	for (; *word && !strchr("=.", *word) && count < sizeof(letters) - 1; word++)
		if (!strchr("_-", *word))
			letters[count++] = (char)tolower((unsigned char)*word);
	letters[count] = '\0';
	vpb_guess_try(&guess, "vfioprebind");
	return strstr(letters, "prebind") || (guess.best && guess.distance <= 2);
}

/* What was perhaps meant by such a word; NULL where that cannot be told. */
static const char *key_guess(const struct vpb_kernel_word *parameter)
{
	static const char *const keys[] = {"bind", "skip", "enable", "debug"};
	const char *value = parameter->value ? parameter->value : "";
	const char *rest = our_name_end(parameter->key);
	bool on;

	if (!rest)
		rest = strchrnul(parameter->key, '.');
	if (!*rest && strpbrk(value, ".:"))
		return "bind";
	if (!*rest && switch_parse(value, &on))
		return "enable";
	for (size_t i = 0; *rest && i < sizeof(keys) / sizeof(*keys); i++)
		if (strcasecmp(rest + (ispunct((unsigned char)*rest) != 0), keys[i]) == 0)
			return keys[i];
	return NULL;
}

static int no_key_parse(struct vpb_request *request,
	const struct vpb_kernel_word *parameter, const struct vpb_origin *origin)
{
	const char *meant = key_guess(parameter);
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

	if (meant)
		vpb_text_add(&fix, "perhaps '" NAME ".%s=%s' is meant", meant,
			parameter->value ? parameter->value : "");
	else
		vpb_text_add(&fix, KNOWN_KEYS);
	if (vpb_text_error(&fix) < 0)
		return -ENOMEM;
	return mistake_add(
		request, origin, parameter->key, "unknown word" NOTHING_BOUND, fix.data);
}

/* What guides and forums have in place of the kernel's word: it does nothing, and nobody is told. */
static int vfio_ids_mistake(struct vpb_request *request,
	const struct vpb_kernel_word *parameter, const struct vpb_origin *origin)
{
	size_t length = strcspn(parameter->key, ":");
	const char *value = parameter->value	     ? parameter->value
			    : parameter->key[length] ? parameter->key + length + 1
						     : NULL;
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

	if (value)
		vpb_text_add(&fix, "probably 'vfio-pci.ids=%s' is meant", value);
	else
		vpb_text_add(
			&fix, "write ids after it, such as 'vfio-pci.ids=10de:2820'");
	return vpb_text_error(&fix) < 0
		       ? -ENOMEM
		       : vpb_request_add_mistake(request, origin, parameter->key,
				 "unknown word, which gives nothing to vfio-pci",
				 fix.data);
}

static int parameter_parse(struct vpb_request *request, struct vpb_kernel_word *parameter)
{
	VPB_CLEANUP(vpb_freep) char *whole = strdup(parameter->key);
	struct vpb_origin origin = {.kind = VPB_ORIGIN_CMDLINE,
		.source = SOURCE,
		.line = 1,
		.column = parameter->key_column,
		.quote = whole};
	const char *key = parameter->key;
	int r = 0;

	if (!whole)
		return -ENOMEM;

	if (vpb_word_is_rescue(key))
		r = word_keep(&request->rescue, key);
	else if (vpb_word_is_network_root(key))
		r = word_keep(&request->network_root, key);
	if (r < 0)
		return r;
	if (parameter->value)
		parameter->value[-1] = '\0';
	if (key_is(key, NAME ".")) {
		origin.column += (unsigned int)strlen(NAME ".");
		return key_parse(request, key + strlen(NAME "."), parameter, &origin);
	}
	if (our_name_end(key) || is_our_name_mistyped(key))
		return no_key_parse(request, parameter, &origin);
	if (key_is(key, "vfio_pci.ids") && !key[strlen("vfio_pci.ids")] &&
		parameter->value) {
		origin.column = parameter->value_column;
		return vpb_vfio_ids_parse(request, key, parameter->value, &origin);
	}
	if (vpb_vfio_ids_are_meant(key) ||
		(key_is(key, "vfio_pci.ids") && !key[strlen("vfio_pci.ids")]))
		return vfio_ids_mistake(request, parameter, &origin);
	return 0;
}

/* After "--" the words are init's: it makes a rescue boot of them too, and ours do nothing there. */
static int init_word_parse(struct vpb_request *request, struct vpb_kernel_word *word)
{
	const struct vpb_origin origin = {.kind = VPB_ORIGIN_CMDLINE,
		.source = SOURCE,
		.line = 1,
		.column = word->key_column,
		.quote = word->key};

	if (vpb_word_is_rescue(word->key))
		return word_keep(&request->rescue, word->key);
	if (!our_name_end(word->key) && !is_our_name_mistyped(word->key))
		return 0;
	return mistake_add(request, &origin, word->key,
		"this word stands after '--', where words are for init" NOTHING_BOUND,
		"move it before the '--'");
}

int vpb_cmdline_parse(struct vpb_request *request, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	struct vpb_kernel_line line = {copy, copy};
	struct vpb_kernel_word word;
	bool is_inits = false;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && vpb_kernel_line_cut(&line, &word)) {
		if (is_inits)
			r = init_word_parse(request, &word);
		else if (strcmp(word.key, "--") == 0)
			is_inits = true;
		else
			r = parameter_parse(request, &word);
	}
	return r;
}
