/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "offers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../late_forecast.h"
#include "../table.h"
#include "../usable.h"

void vpb_offers_done(struct vpb_offers *offers)
{
	for (size_t i = 0; i < offers->count; i++)
		vpb_text_done(&offers->items[i].with);
	free(offers->items);
	vpb_groups_done(&offers->groups);
}

/* What comes along with it. */
static int with_add(const struct vpb_snapshot *now, const struct vpb_groups *groups,
	size_t display, struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];

	for (size_t i = 0; i < now->device_count; i++)
		if (groups->companion_of[i] == (long)display)
			vpb_text_add(text, "%s%s", text->length ? " " : "",
				vpb_address_format(now->devices[i].address, address));
	return vpb_text_error(text);
}

static int offer_add(const struct vpb_setup *setup, const struct vpb_usable *usable,
	size_t device, struct vpb_offers *offers)
{
	const struct vpb_snapshot *now = &setup->now.snapshot;
	struct vpb_offer *items =
		vpb_array_grow(offers->items, offers->count, sizeof(*items));
	struct vpb_offer *offer;

	if (!items)
		return -ENOMEM;
	offers->items = items;
	offer = &items[offers->count++];
	offer->device = device;
	vpb_address_format(now->devices[device].address, offer->address);
	offer->is_late = usable->is_late;
	offer->is_set_up = vpb_setup_lines_find(&setup->former, offer->address);
	offer->is_shared =
		vpb_offers_add_sharers(setup, offers, offers->count - 1, NULL, NULL);
	return with_add(now, &offers->groups, device, &offer->with);
}

/* A virtual function is not there early at a boot; what comes along is no offer of its own. */
static bool is_offer(const struct vpb_usable *usable)
{
	return (usable->answer != VPB_USABLE_NO || usable->shares_group) &&
	       usable->answer != VPB_USABLE_BY_BIND && !usable->is_companion;
}

/* The order of the others stays. */
static void shared_move_last(struct vpb_offers *offers)
{
	for (size_t end = offers->count, i = 0; i < end;) {
		struct vpb_offer offer = offers->items[i];

		if (!offer.is_shared) {
			i++;
			continue;
		}
		memmove(&offers->items[i], &offers->items[i + 1],
			(offers->count - i - 1) * sizeof(offer));
		offers->items[offers->count - 1] = offer;
		end--;
	}
}

/* Displays first. */
int vpb_offers_read(const struct vpb_setup *setup, struct vpb_offers *offers)
{
	const struct vpb_snapshot *now = &setup->now.snapshot;
	VPB_CLEANUP(vpb_usables_done) struct vpb_usables usables = {};
	int r = vpb_groups_make(now, &offers->groups);

	if (r == 0)
		r = vpb_usables_read(
			setup->change.root, &setup->facts, &offers->groups, &usables);
	for (int of_displays = 1; of_displays >= 0; of_displays--)
		for (size_t i = 0; r == 0 && i < now->device_count; i++)
			if (vpb_device_is_display(&now->devices[i]) == of_displays &&
				is_offer(&usables.items[i]))
				r = offer_add(setup, &usables.items[i], i, offers);
	shared_move_last(offers);
	offers->best = -1;
	for (size_t i = 0; i < offers->count && offers->best < 0; i++)
		if (vpb_device_is_display(&now->devices[offers->items[i].device]) &&
			!offers->items[i].is_set_up && !offers->items[i].is_shared)
			offers->best = (long)i;
	return r;
}

/* Whether one that was picked is this function, or brings it along. */
static bool is_picked(
	const struct vpb_offers *offers, const bool *picked, const char *address)
{
	for (size_t i = 0; picked && i < offers->count; i++)
		if (picked[i] &&
			(strcmp(offers->items[i].address, address) == 0 ||
				(offers->items[i].with.data &&
					strstr(offers->items[i].with.data, address))))
			return true;
	return false;
}

size_t vpb_offers_add_sharers(const struct vpb_setup *setup,
	const struct vpb_offers *offers, size_t index, const bool *picked,
	struct vpb_text *text)
{
	size_t device = offers->items[index].device, members, count = 0;
	const size_t *member = vpb_groups_members(&offers->groups, device, &members);

	for (size_t i = 0; i < members; i++) {
		char address[VPB_ADDRESS_BYTES];

		vpb_address_format(
			setup->now.snapshot.devices[member[i]].address, address);
		if (!vpb_groups_is_in_the_way(&offers->groups, device, member[i]) ||
			is_picked(offers, picked, address) ||
			vpb_setup_lines_find(&setup->former, address))
			continue;
		if (text)
			vpb_text_add(text, "%s%s (%s)", count ? ", " : "", address,
				setup->now.items[member[i]].names.kind);
		count++;
	}
	return count;
}

static int notes_print(const struct vpb_setup *setup, const struct vpb_offers *offers)
{
	bool is_told = false;

	for (size_t i = 0; i < offers->count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text sharers = {};

		if (!offers->items[i].is_shared)
			continue;
		vpb_offers_add_sharers(setup, offers, i, NULL, &sharers);
		if (vpb_text_error(&sharers) < 0)
			return -ENOMEM;
		printf("%zu: no VM can use it where it is: it shares IOMMU group %u with\n"
		       "   %s.\n",
			i + 1, setup->now.snapshot.devices[offers->items[i].device].group,
			sharers.data);
		is_told = true;
	}
	if (is_told)
		printf("   fix: choose these too, or put the card into another slot\n");
	for (size_t i = 0; i < offers->count; i++)
		if (offers->items[i].is_late) {
			printf("late: bound a few seconds later by " VPB_LATE_SERVICE
			       ",\nafter checking that the system does not need it.\n");
			break;
		}
	if (setup->former.count)
		printf("%s\n", setup->is_only
				       ? "What is set up and not chosen goes back to the "
					 "host."
				       : "What is set up stays with VMs; --only replaces "
					 "it.");
	return 0;
}

static const char *note_of(const struct vpb_offers *offers, size_t index)
{
	const struct vpb_offer *offer = &offers->items[index];

	return (long)index == offers->best ? "recommended"
	       : offer->is_set_up	   ? "set up"
	       : offer->is_shared	   ? "no: shares its group"
	       : offer->is_late		   ? "late: see below"
					   : "";
}

int vpb_offers_print(const struct vpb_setup *setup, const struct vpb_offers *offers)
{
	static const struct vpb_table_column columns[] = {
		{.name = "NO", .flags = SCOLS_FL_RIGHT},
		{.name = "ADDRESS"},
		{.name = "KIND", .shrink = {1, 8}},
		{.name = "NAME", .shrink = {2, 16}},
		{.name = "COMES WITH", .flags = SCOLS_FL_WRAP},
		{.name = "NOTE"},
	};
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *table = vpb_table_new(columns, 6);
	int r;

	if (!table)
		return -ENOMEM;
	for (size_t i = 0; i < offers->count; i++) {
		const struct vpb_offer *offer = &offers->items[i];
		const struct vpb_pci_names *names =
			&setup->now.items[offer->device].names;
		VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
		char number[24];

		snprintf(number, sizeof(number), "%zu", i + 1);
		vpb_pci_names_add_short(names, &name);
		if (vpb_text_error(&name) < 0 ||
			vpb_table_add(table,
				(const char *const[]){number, offer->address, names->kind,
					name.data, offer->with.data, note_of(offers, i)},
				6) < 0)
			return -ENOMEM;
	}
	r = vpb_table_print(table, columns);
	return r < 0 ? r : notes_print(setup, offers);
}
