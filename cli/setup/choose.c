/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../command.h"
#include "keys.h"
#include "menu.h"
#include "offers.h"

enum answer {
	CHOSEN,
	AGAIN, /* what was typed is not understood, and that was said */
	QUIT,
	NO_ANSWER, /* at the end of the input, and that was said */
};

/* "3", or "2-4": never a part of a name. */
static bool is_numbers(const char *word)
{
	size_t digits = strspn(word, "0123456789");
	const char *rest = word + digits;

	if (digits && *rest == '-')
		rest += 1 + strspn(rest + 1, "0123456789");
	return digits && !*rest;
}

/* Whether the list has all of them. */
static bool numbers_take(const struct vpb_offers *offers, const char *word, bool *picked)
{
	unsigned long first, last;
	char *end;

	first = last = strtoul(word, &end, 10);
	if (*end == '-')
		last = strtoul(end + 1, NULL, 10);
	if (first < 1 || last < first || last > offers->count)
		return false;
	for (; first <= last; first++)
		picked[first - 1] = true;
	return true;
}

static bool address_take(const struct vpb_offers *offers, const char *word, bool *picked)
{
	for (size_t i = 0; i < offers->count; i++) {
		const char *address = offers->items[i].address;

		if (strcmp(word, address) != 0 && strcmp(word, address + 5) != 0)
			continue;
		return picked[i] = true;
	}
	return false;
}

/* A part of a device's name. Returns how many have it; the only one is picked. */
static size_t name_take(const struct vpb_setup *setup, const struct vpb_offers *offers,
	const char *word, bool *picked)
{
	size_t found = 0, count = 0;

	for (size_t i = 0; i < offers->count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};

		vpb_pci_names_add_short(
			&setup->now.items[offers->items[i].device].names, &name);
		if (!name.data || !strcasestr(name.data, word))
			continue;
		found = i;
		count++;
	}
	if (count == 1)
		picked[found] = true;
	return count;
}

static enum answer answer_take(const struct vpb_setup *setup,
	const struct vpb_offers *offers, char *answer, bool *picked)
{
	char *rest = answer, *word;
	size_t count;
	bool any = false;

	while ((word = strsep(&rest, " ,\t\n"))) {
		if (!*word)
			continue;
		if (strcmp(word, "q") == 0 || strcmp(word, "quit") == 0)
			return QUIT;
		any = true;
		if (is_numbers(word)) {
			if (numbers_take(offers, word, picked))
				continue;
			vpb_log(VPB_LOG_ERROR,
				"setup: '%s': the list has the numbers 1 to %zu",
				VPB_WORD(word), offers->count);
			return AGAIN;
		}
		if (address_take(offers, word, picked))
			continue;
		count = name_take(setup, offers, word, picked);
		if (count == 1)
			continue;
		vpb_log(VPB_LOG_ERROR,
			count ? N_("setup: '%s' is more than one of these")
			      : N_("setup: '%s' is none of these"),
			VPB_WORD(word));
		return AGAIN;
	}
	if (any)
		return CHOSEN;
	if (offers->best < 0)
		return QUIT;
	picked[offers->best] = true;
	return CHOSEN;
}

/* One line from the user, false at the end of the input. */
static bool line_ask(const char *question, char *answer, int answer_bytes)
{
	fputs(question, stdout);
	fflush(stdout);
	if (fgets(answer, answer_bytes, stdin))
		return true;
	printf("\n");
	return false;
}

/* What no VM can use is of no use set up, unless the others are to follow. */
static enum answer shared_ask(const struct vpb_setup *setup,
	const struct vpb_offers *offers, const bool *picked)
{
	char answer[16];

	for (size_t i = 0; i < offers->count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text sharers = {};

		if (!picked[i] ||
			!vpb_offers_add_sharers(setup, offers, i, picked, &sharers))
			continue;
		vpb_line_print("No VM can use %s while these stay with the host: %s.",
			offers->items[i].address, sharers.data ? sharers.data : "");
		if (!line_ask(_("Choose it anyway? [y/N] "), answer, sizeof(answer)) ||
			answer[0] == 'q')
			return QUIT;
		if (answer[0] != 'y' && answer[0] != 'Y')
			return AGAIN;
	}
	return CHOSEN;
}

static enum answer plain_ask(
	const struct vpb_setup *setup, const struct vpb_offers *offers, bool *picked)
{
	char line[1024];

	if (line_ask(
		    offers->best >= 0
			    ? _("Which? Numbers (1 3-4), addresses or names, q to quit, Enter for the recommended one: ")
			    : _("Which? Numbers (1 3-4), addresses or names, q to quit: "),
		    line, sizeof(line)))
		return answer_take(setup, offers, line, picked);
	vpb_log(VPB_LOG_ERROR,
		"setup: no answer, nothing was changed; name the devices: setup ADDRESS");
	return NO_ANSWER;
}

/* What the table is made of. */
struct scene {
	const struct vpb_setup *setup;
	const struct vpb_offers *offers;
};

static char *table_text(const void *context, size_t columns)
{
	const struct scene *scene = context;

	return vpb_offers_text(scene->setup, scene->offers, columns);
}

static enum answer menu_ask(
	const struct vpb_setup *setup, const struct vpb_offers *offers, bool *picked)
{
	const struct scene scene = {setup, offers};
	struct vpb_menu menu = {.table = table_text,
		.context = &scene,
		.count = offers->count,
		.at = offers->best >= 0 ? (size_t)offers->best : 0,
		.picked = picked};
	int r;

	switch (vpb_menu_run(&menu)) {
	case VPB_MENU_PICKED:
		return CHOSEN;
	case VPB_MENU_TYPED:
		memset(picked, 0, offers->count);
		return answer_take(setup, offers, menu.typed, picked);
	case VPB_MENU_FAILED:
		r = vpb_offers_print(setup, offers);
		if (r == 0)
			return plain_ask(setup, offers, picked);
		vpb_change_fail(&setup->change, NULL, r);
		return NO_ANSWER;
	default:
		return QUIT;
	}
}

/* Asks until that is answered. Returns a negative number to go on, else an exit status. */
static int offers_ask(const struct vpb_setup *setup, const struct vpb_offers *offers,
	bool with_keys, bool *picked)
{
	enum answer answer = AGAIN;

	if (setup->change.is_dry || setup->change.is_yes) {
		vpb_log(VPB_LOG_ERROR,
			"setup: name the devices that are meant: setup %s ADDRESS",
			setup->change.is_dry ? "--dry-run" : "--yes");
		return VPB_EXIT_USAGE;
	}
	while (answer == AGAIN) {
		memset(picked, 0, offers->count);
		answer = with_keys ? menu_ask(setup, offers, picked)
				   : plain_ask(setup, offers, picked);
		if (answer == CHOSEN)
			answer = shared_ask(setup, offers, picked);
	}
	if (answer == CHOSEN)
		return -1;
	if (answer == QUIT)
		printf(_("Nothing was changed.\n"));
	return VPB_EXIT_FAILED;
}

static void none_log(void)
{
	vpb_log(VPB_LOG_ERROR, "setup: no device can be given to a VM");
	vpb_log(VPB_LOG_ERROR,
		"  fix: run 'vfio-prebind setup ADDRESS', which says why for that device");
}

static int offers_choose(const struct vpb_setup *setup, const struct vpb_offers *offers,
	bool with_keys, struct vpb_text *ret_list)
{
	VPB_CLEANUP(vpb_freep) bool *picked = calloc(offers->count, sizeof(*picked));
	int r;

	if (!picked)
		return vpb_change_fail(&setup->change, NULL, -ENOMEM);
	r = offers_ask(setup, offers, with_keys, picked);
	for (size_t i = 0; r < 0 && i < offers->count; i++)
		if (picked[i])
			vpb_setup_words_add(setup, offers->items[i].address, ret_list);
	return r < 0 && vpb_text_error(ret_list) < 0
		       ? vpb_change_fail(&setup->change, NULL, -ENOMEM)
		       : r;
}

int vpb_setup_choose(const struct vpb_setup *setup, struct vpb_text *ret_list)
{
	VPB_CLEANUP(vpb_offers_done) struct vpb_offers offers = {};
	bool is_unasked = setup->change.is_dry || setup->change.is_yes, with_keys;
	int r = vpb_offers_read(setup, &offers);

	if (r == 0 && !offers.count) {
		none_log();
		return VPB_EXIT_REFUSED;
	}
	with_keys = vpb_keys_are_usable() && !is_unasked;
	if (r == 0 && !with_keys)
		r = vpb_offers_print(setup, &offers);
	if (r == 0)
		r = vpb_offers_print_notes(setup, &offers);
	return r < 0 ? vpb_change_fail(&setup->change, NULL, r)
		     : offers_choose(setup, &offers, with_keys, ret_list);
}
