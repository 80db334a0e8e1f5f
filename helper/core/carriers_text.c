/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The carriers as text: what goes into an image, and what is read there. */

#include "carriers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"

#define HEAD "vfio-prebind carriers 1"

static const struct {
	const char *word;
	enum vpb_carried carried;
} words[] = {{"system", VPB_CARRIES_SYSTEM}, {"network-root", VPB_CARRIES_NETWORK_ROOT},
	{"default-route", VPB_CARRIES_DEFAULT_ROUTE}, {"keyboard", VPB_CARRIES_KEYBOARD}};

static void place_add(const struct vpb_carrier *carrier, struct vpb_text *text)
{
	const struct vpb_identity *identity = &carrier->place.identity;
	char address[VPB_ADDRESS_BYTES];

	vpb_text_add(text, "%s=%04x:%04x",
		vpb_address_format(carrier->place.address, address), identity->vendor,
		identity->device);
	if (identity->with_subsystem)
		vpb_text_add(
			text, ":%04x:%04x", identity->subvendor, identity->subdevice);
	if (carrier->has_path)
		vpb_text_add(
			text, " %s", vpb_address_format(carrier->path.address, address));
	else
		vpb_text_add(text, " -");
	for (unsigned int i = 0; carrier->has_path && i < carrier->path.hop_count; i++)
		vpb_text_add(text, "/%02x.%x", carrier->path.hops[i].device,
			carrier->path.hops[i].function);
}

void vpb_carriers_format(const struct vpb_carriers *carriers, struct vpb_text *text)
{
	vpb_text_add(text, HEAD "\n");
	if (carriers->rebuild) {
		vpb_text_add(text, "rebuild ");
		vpb_text_add_ascii(text, carriers->rebuild);
		vpb_text_add(text, "\n");
	}
	if (carriers->has_keyboard_elsewhere)
		vpb_text_add(text, "keyboard-elsewhere\n");
	if (carriers->takes_groups)
		vpb_text_add(text, "takes-groups\n");
	if (carriers->gives_back)
		vpb_text_add(text, "gives-back\n");
	for (size_t i = 0; i < carriers->count; i++) {
		const struct vpb_carrier *carrier = &carriers->items[i];
		char separator = ' ';

		vpb_text_add(text, "carrier ");
		place_add(carrier, text);
		vpb_text_add(text, " %s", carrier->serial);
		for (size_t j = 0; j < VPB_ARRAY_SIZE(words); j++) {
			if (!(carrier->carries & words[j].carried))
				continue;
			vpb_text_add(text, "%c%s", separator, words[j].word);
			separator = ',';
		}
		if (carrier->sentence) {
			vpb_text_add(text, " ");
			vpb_text_add_ascii(text, carrier->sentence);
		}
		vpb_text_add(text, "\n");
	}
	vpb_text_add(text, "end\n");
}

/* Cuts the next word off at a blank; the rest of the line is "" at its end. */
static const char *word_take(char **rest)
{
	char *word = strsep(rest, " ");

	if (!*rest)
		*rest = word + strlen(word);
	return word;
}

static bool serial_parse(const char *word, char ret_serial[VPB_SERIAL_BYTES])
{
	if (strcmp(word, "none") != 0 && strcmp(word, "unknown") != 0 &&
		(strlen(word) != 8 || word[strspn(word, "0123456789abcdef")]))
		return false;
	strcpy(ret_serial, word);
	return true;
}

static bool path_parse(
	const char *word, const char *identity, struct vpb_carrier *carrier)
{
	char path[200];
	const char *reason;

	if (strcmp(word, "-") == 0)
		return true;
	if (snprintf(path, sizeof(path), "%s%s", word, identity) >= (int)sizeof(path) ||
		vpb_selector_parse(path, &carrier->path, &reason) < 0 ||
		carrier->path.kind != VPB_SELECTOR_PATH)
		return false;
	carrier->has_path = true;
	return true;
}

static bool carries_parse(const char *list, unsigned int *ret_carries)
{
	for (bool is_last = false; !is_last;) {
		size_t length = strcspn(list, ","), i = 0;

		while (i < VPB_ARRAY_SIZE(words) &&
			(strlen(words[i].word) != length ||
				strncmp(words[i].word, list, length) != 0))
			i++;
		if (i == VPB_ARRAY_SIZE(words))
			return false;
		*ret_carries |= words[i].carried;
		is_last = !list[length];
		list += length + 1;
	}
	return true;
}

/* 0, -EINVAL for a line that is not understood, or -ENOMEM. */
static int carrier_parse(char *rest, struct vpb_carriers *carriers)
{
	struct vpb_carrier carrier = {}, *items;
	const char *place = word_take(&rest), *identity = strchr(place, '='), *reason;

	if (!identity || carriers->count == VPB_CARRIERS_MAX ||
		vpb_selector_parse(place, &carrier.place, &reason) < 0 ||
		carrier.place.kind != VPB_SELECTOR_ADDRESS ||
		!path_parse(word_take(&rest), identity, &carrier) ||
		!serial_parse(word_take(&rest), carrier.serial) ||
		!carries_parse(word_take(&rest), &carrier.carries))
		return -EINVAL;
	items = vpb_array_grow(carriers->items, carriers->count, sizeof(*items));
	if (!items)
		return -ENOMEM;
	carriers->items = items;
	carrier.sentence = *rest ? strdup(rest) : NULL;
	if (*rest && !carrier.sentence)
		return -ENOMEM;
	items[carriers->count++] = carrier;
	return 0;
}

static int line_parse(char *line, struct vpb_carriers *carriers)
{
	char *rest = line;
	const char *verb = word_take(&rest);

	if (strcmp(verb, "carrier") == 0)
		return carrier_parse(rest, carriers);
	if (strcmp(verb, "keyboard-elsewhere") == 0 && !*rest) {
		carriers->has_keyboard_elsewhere = true;
		return 0;
	}
	if (strcmp(verb, "takes-groups") == 0 && !*rest) {
		carriers->takes_groups = true;
		return 0;
	}
	if (strcmp(verb, "gives-back") == 0 && !*rest) {
		carriers->gives_back = true;
		return 0;
	}
	if (strcmp(verb, "rebuild") != 0 || !*rest || carriers->rebuild)
		return -EINVAL;
	carriers->rebuild = strdup(rest);
	return carriers->rebuild ? 0 : -ENOMEM;
}

int vpb_carriers_parse(const char *text, size_t length, struct vpb_carriers *ret_carriers)
{
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};
	VPB_CLEANUP(vpb_freep) char *copy = strndup(text, length);
	char *rest = copy, *line = strsep(&rest, "\n");
	bool has_end = false;

	if (!copy)
		return -ENOMEM;
	/* A NUL ends what can be read. */
	carriers.is_damaged = strlen(text) < length;
	if (strcmp(line, HEAD) != 0) {
		carriers.is_damaged = true;
		rest = NULL;
	}
	while (!has_end && (line = strsep(&rest, "\n"))) {
		int r = 0;

		has_end = strcmp(line, "end") == 0 && rest;
		if (!has_end)
			r = line_parse(line, &carriers);
		if (r == -ENOMEM)
			return r;
		carriers.is_damaged |= r < 0;
	}
	carriers.is_damaged |= !has_end || *rest;
	*ret_carriers = carriers;
	carriers = (struct vpb_carriers){};
	return 0;
}
