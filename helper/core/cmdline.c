/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmdline.h"

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <string.h>

#include "../base/text.h"
#include "kernel_line.h"
#include "rule_parse.h"

#define SOURCE "kernel command line"
#define NAME "vfio_prebind"

/* For someone whose screen is dark: the way back comes first. */
#define KNOWN_KEYS \
	"there is no such key: " NAME \
	".enable=0 binds nothing at this boot, and there are " NAME \
	".bind=, .skip= and .debug="

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
	"root=live:nfs*",
	"root=live:ftp*",
	"root=live:tftp*",
	"root=aoe:*",
	"root=dhcp*",
	"root=/dev/nbd*",
	"root=//*",
	"root=*:/*",
	"boot=nfs",
	"netroot=*",
	"nfsroot=*",
	"nbdroot=*",
	"rd.neednet=1",
	"rd.iscsi.*",
	"rd.nvmf.*",
	"iscsi_*",
	"fcoe=*",
	"ip=*",
	"BOOTIF=*",
	/* Live systems. */
	"fetch=*",
	"httpfs=*",
	"ftpfs=*",
	"url=*",
	"live-netdev=*",
	"archiso_http_srv=*",
	"archiso_nfs_srv=*",
	"archiso_nbd_srv=*",
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

/* Adds a rule for each item between commas; an empty one is skipped, as the kernel does. */
static int items_parse(struct vpb_request *request, enum vpb_verb verb, bool vfio_ids,
	const char *key, char *value, struct vpb_origin *origin)
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
		r = vfio_ids ? vpb_request_add_vfio_id(request, item, origin)
			     : vpb_request_add_rule(request, verb, item, "+", origin);
	}
	origin->quote = whole;
	return r;
}

/* What stands after "vfio_prebind."; `origin` is where that key begins. */
static int key_parse(struct vpb_request *request, const char *key,
	const struct vpb_kernel_word *parameter, struct vpb_origin *origin)
{
	char *value = parameter->value;
	bool on;

	if (strcmp(key, "bind") == 0 || strcmp(key, "skip") == 0) {
		if (value && *value) {
			origin->column = parameter->value_column;
			return items_parse(request,
				*key == 'b' ? VPB_VERB_BIND : VPB_VERB_SKIP, false,
				parameter->key, value, origin);
		}
		return vpb_request_add_problem(request, origin, key,
			"the device is missing: an address, a path or an id after '='");
	}
	if (strcmp(key, "enable") != 0 && strcmp(key, "debug") != 0)
		return vpb_request_add_problem(request, origin, key, KNOWN_KEYS);
	if (value)
		origin->column = parameter->value_column;
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

/*
 * Our name without a '.' and a key of ours behind it, as in vfio_prebind=0: nobody else's
 * parameter begins so. Says what was perhaps meant.
 */
static int no_key_parse(struct vpb_request *request,
	const struct vpb_kernel_word *parameter, const struct vpb_origin *origin)
{
	static const char *const keys[] = {"bind", "skip", "enable", "debug"};
	const char *rest = parameter->key + strlen(NAME);
	const char *value = parameter->value ? parameter->value : "";
	const char *meant = NULL;
	VPB_CLEANUP(vpb_text_done) struct vpb_text message = {};
	bool on;

	if (!*rest && strpbrk(value, ".:"))
		meant = "bind";
	else if (!*rest && switch_parse(value, &on))
		meant = "enable";
	for (size_t i = 0; *rest && i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(rest + 1, keys[i]) == 0)
			meant = keys[i];
	if (!meant)
		return vpb_request_add_problem(
			request, origin, parameter->key, KNOWN_KEYS);
	vpb_text_add(&message, "a '.' is missing: perhaps '" NAME ".%s=%s' was meant",
		meant, value);
	if (vpb_text_error(&message) < 0)
		return -ENOMEM;
	return vpb_request_add_problem(request, origin, parameter->key, message.data);
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

	if (word_is_among(
		    key, rescue_words, sizeof(rescue_words) / sizeof(*rescue_words)))
		r = word_keep(&request->rescue, key);
	else if (word_is_network_root(key))
		r = word_keep(&request->network_root, key);
	if (r < 0)
		return r;
	if (parameter->value)
		parameter->value[-1] = '\0';
	if (key_is(key, NAME ".")) {
		origin.column += (unsigned int)strlen(NAME ".");
		return key_parse(request, key + strlen(NAME "."), parameter, &origin);
	}
	if (key_is(key, NAME) && !isalnum((unsigned char)key[strlen(NAME)]))
		return no_key_parse(request, parameter, &origin);
	if (key_is(key, "vfio_pci.ids") && !key[strlen("vfio_pci.ids")] &&
		parameter->value) {
		origin.column = parameter->value_column;
		vpb_request_forget_vfio_ids(request);
		return items_parse(
			request, VPB_VERB_BIND, true, key, parameter->value, &origin);
	}
	return 0;
}

int vpb_cmdline_parse(struct vpb_request *request, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	struct vpb_kernel_line line = {copy, copy};
	struct vpb_kernel_word word;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && vpb_kernel_line_cut(&line, &word) && strcmp(word.key, "--") != 0)
		r = parameter_parse(request, &word);
	return r;
}
