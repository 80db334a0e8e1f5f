/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule_parse.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"
#include "../base/text.h"
#include "guard.h"
#include "variant.h"

/* The names after `allow=`, separated by commas. */
static int allow_parse(const char *names, uint32_t *allow, struct vpb_text *reason)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(names);
	char *rest = copy, *name;

	if (!copy)
		return -ENOMEM;
	while ((name = strsep(&rest, ","))) {
		const struct vpb_guard *guard = vpb_guard_find(name);

		if (!guard) {
			vpb_text_add(reason, "there is no guard '%s'", VPB_WORD(name));
			return -EINVAL;
		}
		if (!guard->can_be_allowed) {
			vpb_text_add(reason, "the guard '%s' cannot be overridden", name);
			return -EINVAL;
		}
		*allow |= vpb_guard_bit(guard);
	}
	return 0;
}

static int sleep_parse(const char *value, enum vpb_sleep *sleep, struct vpb_text *reason)
{
	*sleep = vpb_sleep_parse(value);
	if (*sleep)
		return 0;
	vpb_text_add(reason, "'sleep=' takes 'auto' or 'on'");
	return -EINVAL;
}

static int driver_parse(
	const char *value, char driver[VPB_NAME_BYTES], struct vpb_text *reason)
{
	if (vpb_variant_is_name(value)) {
		strcpy(driver, value);
		return 0;
	}
	vpb_text_add(reason, "'driver=' takes 'auto' or the name of a driver");
	return -EINVAL;
}

static int option_parse(const char *word, struct vpb_rule *rule, struct vpb_text *reason)
{
	if (strcmp(word, "all") == 0)
		rule->all = true;
	else if (strcmp(word, "companions=none") == 0)
		rule->no_companions = true;
	else if (strncmp(word, "sleep=", 6) == 0)
		return sleep_parse(word + 6, &rule->sleep, reason);
	else if (strncmp(word, "driver=", 7) == 0)
		return driver_parse(word + 7, rule->driver, reason);
	else if (strncmp(word, "allow=", 6) == 0 &&
		 rule->origin.kind == VPB_ORIGIN_CREDENTIAL) {
		vpb_text_add(reason,
			"a credential cannot override a guard, so this line is ignored; put it into "
			"/etc/vfio-prebind.conf and rebuild the initramfs");
		return -EINVAL;
	} else if (strncmp(word, "allow=", 6) == 0)
		return allow_parse(word + 6, &rule->allow, reason);
	else {
		vpb_text_add(reason,
			"after a selector there can be 'all', 'companions=none', "
			"'driver=auto', 'driver=NAME', 'sleep=auto', 'sleep=on' and "
			"'allow=GUARD'");
		return -EINVAL;
	}
	return 0;
}

static int word_parse(
	const char *word, bool *selected, struct vpb_rule *rule, struct vpb_text *reason)
{
	const char *selector_reason;

	if (*selected)
		return option_parse(word, rule, reason);
	*selected = true;
	if (vpb_selector_parse(word, &rule->selector, &selector_reason) == 0)
		return 0;
	vpb_text_add(reason, "%s", selector_reason);
	return -EINVAL;
}

/* Says so once: of all that follows, each line would be another problem. */
static int full_tell(struct vpb_request *request, const struct vpb_rule *rule,
	const char *word, size_t word_length)
{
	VPB_CLEANUP(vpb_freep) char *copy = NULL;
	char message[100];

	if (request->is_full)
		return 0;
	request->is_full = true;
	/* One of those may be a skip. */
	request->has_unread_skip = true;
	copy = strndup(word, word_length);
	snprintf(message, sizeof(message),
		"more than %d selectors: this one and all after it are ignored",
		VPB_RULES_MAX);
	return copy ? vpb_request_add_problem(request, &rule->origin, copy, message)
		    : -ENOMEM;
}

/* Adds a copy of the rule; the texts of its origin are copied too. */
static int rule_add(struct vpb_request *request, const struct vpb_rule *rule,
	const char *word, size_t word_length)
{
	struct vpb_rule *rules, *added;

	if (request->rule_count == VPB_RULES_MAX)
		return full_tell(request, rule, word, word_length);
	rules = vpb_array_grow(request->rules, request->rule_count, sizeof(*rules));
	if (!rules)
		return -ENOMEM;
	request->rules = rules;
	added = &rules[request->rule_count++];
	*added = *rule;
	added->word = strndup(word, word_length);
	if (!vpb_origin_copy(&rule->origin, &added->origin) || !added->word)
		return -ENOMEM;
	return 0;
}

int vpb_request_add_rule(struct vpb_request *request, enum vpb_verb verb,
	const char *words, const char *separators, const struct vpb_origin *origin)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(words);
	struct vpb_rule rule = {.verb = verb, .origin = *origin};
	char *rest = copy, *word;
	bool selected = false;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while ((word = strsep(&rest, separators))) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		struct vpb_origin at = *origin;

		if (!*word)
			continue;
		r = word_parse(word, &selected, &rule, &reason);
		if (r == -ENOMEM || vpb_text_error(&reason) < 0)
			return -ENOMEM;
		if (r == 0)
			continue;
		at.column += (unsigned int)(word - copy);
		/* As in "bind !01:00.0". */
		request->has_unread_skip |=
			verb == VPB_VERB_BIND && strchr("!-^~", *word);
		return vpb_request_add_problem(request, &at, word, reason.data);
	}

	if (!selected)
		return vpb_request_add_mistake(request, origin, words,
			"no device after 'bind'", VPB_SELECTOR_FORMS);
	words += strspn(words, separators);
	return rule_add(request, &rule, words, strcspn(words, separators));
}

int vpb_request_add_vfio_id(
	struct vpb_request *request, const char *item, const struct vpb_origin *origin)
{
	struct vpb_rule rule = {
		.verb = VPB_VERB_BIND,
		.origin = *origin,
		.from_vfio_ids = true,
		.allow = vpb_guard_bit(&vpb_guards[VPB_KIND_TWIN]),
	};

	struct vpb_address address;

	if (vpb_address_parse(item, &address) == 0)
		return vpb_request_add_mistake(request, origin, item,
			"an address, where vfio-pci takes ids only",
			"write the device's id, such as 10de:2820 (see 'lspci -nn'), or name it "
			"with vfio_prebind.bind=");
	if (vpb_selector_parse_vfio_ids(item, &rule.selector) < 0)
		return vpb_request_add_problem(request, origin, item,
			"an item of vfio-pci.ids= is vendor:device, such as 10de:2820");
	return rule_add(request, &rule, item, strlen(item));
}
