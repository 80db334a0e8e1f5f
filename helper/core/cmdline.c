/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmdline.h"

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <string.h>

#define SOURCE "kernel command line"

/*
 * Words of a boot in which the user wants the machine as it is, to mend it. systemd(1) and
 * kernel-command-line(7) know `1`, `s` and `S` as other spellings of single.
 */
static const char *const rescue_words[] = {
	"single",
	"s",
	"S",
	"1",
	"-s",
	"-b",
	"rd.rescue",
	"rd.emergency",
	"rescue",
	"emergency",
	"systemd.unit=rescue.target",
	"systemd.unit=emergency.target",
	"rd.systemd.unit=rescue.target",
	"rd.systemd.unit=emergency.target",
	"rd.break",
	"rd.break=*",
};

/* Words with which the initramfs reaches its root file system, or its key, over a network. */
static const char *const network_root_words[] = {
	"root=/dev/nfs",
	"root=nfs:*",
	"root=nfs4:*",
	"root=nbd:*",
	"root=iscsi:*",
	"root=cifs:*",
	"root=fcoe:*",
	"root=live:http*",
	"root=dhcp*",
	"boot=nfs",
	"netroot=*",
	"nfsroot=*",
	"nbdroot=*",
	"rd.neednet=1",
	"iscsi_*",
	"ip=*",
};

static bool word_is_among(const char *word, const char *const *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fnmatch(patterns[i], word, 0) == 0)
			return true;
	return false;
}

static bool word_is_network_root(const char *word)
{
	if (strcmp(word, "ip=off") == 0 || strcmp(word, "ip=none") == 0)
		return false;
	return word_is_among(word, network_root_words,
		sizeof(network_root_words) / sizeof(*network_root_words));
}

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

/* Adds a rule for each item between commas; an empty one is passed over, as the kernel does. */
static int items_parse(struct vpb_request *request, enum vpb_verb verb, bool vfio_ids,
	char *value, struct vpb_origin *origin)
{
	unsigned int value_column = origin->column;
	char *rest = value, *item;
	int r = 0;

	while (r == 0 && (item = strsep(&rest, ","))) {
		if (!*item)
			continue;
		origin->column = value_column + (unsigned int)(item - value);
		r = vfio_ids ? vpb_request_add_vfio_id(request, item, origin)
			     : vpb_request_add_rule(request, verb, item, "+", origin);
	}
	return r;
}

/* The origin is the key's, and becomes the value's where that is what it is about. */
static int key_parse(struct vpb_request *request, const char *key, char *value,
	struct vpb_origin *origin)
{
	unsigned int value_column =
		value ? origin->column + (unsigned int)(value - key) : origin->column;
	bool on;

	if (strcmp(key, "bind") == 0 || strcmp(key, "skip") == 0) {
		if (value && *value) {
			origin->column = value_column;
			return items_parse(request,
				*key == 'b' ? VPB_VERB_BIND : VPB_VERB_SKIP, false, value,
				origin);
		}
		return vpb_request_add_problem(request, origin, key,
			"the device is missing: an address, a path or an id after '='");
	}
	if (strcmp(key, "enable") != 0 && strcmp(key, "debug") != 0)
		return vpb_request_add_problem(request, origin, key,
			"vfio_prebind knows bind=, skip=, enable= and debug=");
	origin->column = value_column;
	if (!value || !switch_parse(value, &on))
		return vpb_request_add_problem(
			request, origin, value ? value : key, "this takes 0 or 1");
	if (*key == 'e')
		request->disabled = !on;
	else
		request->debug = on;
	return 0;
}

/* Whether the word begins with that key; '-' and '_' are the same there (parameqn). */
static bool key_is(const char *word, const char *key)
{
	for (; *key; word++, key++)
		if ((*word == '-' ? '_' : *word) != *key)
			return false;
	return true;
}

/* One parameter, unquoted; `column` is where it starts. */
static int word_parse(struct vpb_request *request, char *word, unsigned int column)
{
	struct vpb_origin origin = {.source = SOURCE, .line = 1, .column = column};
	char *value = strchr(word, '=');
	int r = 0;

	if (word_is_among(
		    word, rescue_words, sizeof(rescue_words) / sizeof(*rescue_words)))
		r = word_keep(&request->rescue, word);
	else if (word_is_network_root(word))
		r = word_keep(&request->network_root, word);
	if (r < 0)
		return r;
	if (value)
		*value++ = '\0';
	if (key_is(word, "vfio_prebind.")) {
		origin.column += (unsigned int)strlen("vfio_prebind.");
		return key_parse(request, word + strlen("vfio_prebind."), value, &origin);
	}
	if (key_is(word, "vfio_pci.ids") && !word[strlen("vfio_pci.ids")] && value) {
		origin.column += (unsigned int)(value - word);
		vpb_request_forget_vfio_ids(request);
		return items_parse(request, VPB_VERB_BIND, true, value, &origin);
	}
	return 0;
}

/*
 * Cuts the parameter at `text` off, as next_arg does: a quote anywhere makes blanks part of
 * it, and one quote at the start of the word or of the value goes, with the one at the end.
 * Returns what follows.
 */
static char *word_cut(char *text, char **ret_word, unsigned int *ret_offset)
{
	bool quoted = false;
	char *start = text, *end, *value;

	for (end = text; *end && (quoted || !isspace((unsigned char)*end)); end++)
		if (*end == '"')
			quoted = !quoted;
	text = *end ? end + 1 : end;
	*end = '\0';

	*ret_offset = 0;
	if (*start == '"') {
		start++;
		*ret_offset = 1;
		if (end > start && end[-1] == '"')
			end[-1] = '\0';
	} else if ((value = strchr(start, '=')) && value[1] == '"') {
		memmove(value + 1, value + 2, strlen(value + 2) + 1);
		end--;
		if (end > value + 1 && end[-1] == '"')
			end[-1] = '\0';
	}
	*ret_word = start;
	return text;
}

int vpb_cmdline_parse(struct vpb_request *request, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *word;
	unsigned int offset;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0) {
		unsigned int column;

		while (isspace((unsigned char)*rest))
			rest++;
		if (!*rest)
			break;
		column = (unsigned int)(rest - copy) + 1;
		rest = word_cut(rest, &word, &offset);
		if (strcmp(word, "--") == 0)
			break;
		r = word_parse(request, word, column + offset);
	}
	return r;
}
