/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "offers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
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

/* By a line of the user's own; those of vfio-pci's ids= setup takes over. */
static bool is_claimed(const struct vpb_run *own, struct vpb_address address)
{
	long device = vpb_snapshot_find(&own->snapshot, address);
	const struct vpb_claim *claim =
		device < 0 ? NULL : vpb_selection_claim(&own->selection, (size_t)device);

	return claim && !claim->dropped && !own->request.rules[claim->rule].from_vfio_ids;
}

static int offer_add(const struct vpb_setup *setup, const struct vpb_run *own,
	struct vpb_offers *offers, size_t device, const struct vpb_usable *usable)
{
	const struct vpb_device *devices = setup->now.snapshot.devices;
	struct vpb_offer *items =
		vpb_array_grow(offers->items, offers->count, sizeof(*items));
	struct vpb_offer *offer;

	if (!items)
		return -ENOMEM;
	offers->items = items;
	offer = &items[offers->count++];
	*offer = (struct vpb_offer){.device = device,
		.is_late = usable->is_late,
		.is_shared = usable->shares_group,
		.is_with = usable->answer == VPB_USABLE_WITH};
	vpb_address_format(devices[device].address, offer->address);
	offer->is_set_up = vpb_setup_lines_find(&setup->former, offer->address) ||
			   is_claimed(own, devices[device].address);
	for (size_t i = 0; i < setup->now.snapshot.device_count; i++) {
		char other[VPB_ADDRESS_BYTES];

		if (offers->groups.companion_of[i] == (long)device)
			vpb_text_add(&offer->with, "%s%s", offer->with.length ? " " : "",
				vpb_address_format(devices[i].address, other));
	}
	return vpb_text_error(&offer->with);
}

/* A virtual function is not there early at a boot; what comes along is no offer of its own. */
static bool is_offered(const struct vpb_device *device, const struct vpb_usable *usable)
{
	return (usable->answer != VPB_USABLE_NO || usable->shares_group) &&
	       usable->answer != VPB_USABLE_BY_BIND && !usable->is_companion &&
	       !vpb_device_is_bridge(device);
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
	static const struct vpb_pipeline pipeline = {.view = VPB_VIEW_NEXT_BOOT,
		.sources = {.is_other_boot = true, .is_for_files = true}};
	VPB_CLEANUP(vpb_usables_done) struct vpb_usables usables = {};
	VPB_CLEANUP(vpb_run_done) struct vpb_run own = {};
	int r = vpb_groups_make(now, &offers->groups);

	if (r == 0)
		r = vpb_pipeline_plan(setup->change.root, &pipeline, &own);
	if (r == 0)
		r = vpb_usables_read(
			setup->change.root, &setup->facts, &offers->groups, &usables);
	for (int of_displays = 1; of_displays >= 0; of_displays--)
		for (size_t i = 0; r == 0 && i < now->device_count; i++)
			if (vpb_device_is_display(&now->devices[i]) == of_displays &&
				is_offered(&now->devices[i], &usables.items[i]))
				r = offer_add(setup, &own, offers, i, &usables.items[i]);
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

/* Whether another slot would not help: a part of the card itself is in the way. */
static bool shares_slot(
	const struct vpb_setup *setup, const struct vpb_offers *offers, size_t index)
{
	const struct vpb_device *devices = setup->now.snapshot.devices;
	size_t device = offers->items[index].device, members;
	const size_t *member = vpb_groups_members(&offers->groups, device, &members);

	for (size_t i = 0; i < members; i++)
		if (vpb_groups_is_in_the_way(&offers->groups, device, member[i]) &&
			vpb_address_same_slot(
				devices[member[i]].address, devices[device].address))
			return true;
	return false;
}

static int shared_print(
	const struct vpb_setup *setup, const struct vpb_offers *offers, size_t index)
{
	const struct vpb_offer *offer = &offers->items[index];
	VPB_CLEANUP(vpb_text_done) struct vpb_text sharers = {};

	vpb_offers_add_sharers(setup, offers, index, NULL, &sharers);
	if (vpb_text_error(&sharers) < 0)
		return -ENOMEM;
	vpb_line_print(
		shares_slot(setup, offers, index)
			? offer->is_with
				  ? N_("%zu: no VM can use it alone: it shares IOMMU group %u with "
				       "%s. Choose these too.")
				  : N_("%zu: no VM can use it where it is: it shares IOMMU group "
				       "%u with %s.")
		: offer->is_with
			? N_("%zu: no VM can use it alone: it shares IOMMU group %u with %s. Choose "
			     "these too, or put it into another slot.")
			: N_("%zu: no VM can use it where it is: it shares IOMMU group %u with %s. "
			     "Put it into another slot."),
		index + 1, setup->now.snapshot.devices[offer->device].group,
		sharers.length ? sharers.data : _("others"));
	return 0;
}

int vpb_offers_print_notes(const struct vpb_setup *setup, const struct vpb_offers *offers)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < offers->count; i++)
		if (offers->items[i].is_shared)
			r = shared_print(setup, offers, i);
	for (size_t i = 0; i < offers->count; i++)
		if (offers->items[i].is_late) {
			vpb_line_print(
				"late: bound a few seconds later by " VPB_LATE_SERVICE
				", after checking that the system does not need it.");
			break;
		}
	if (setup->former.count)
		puts(setup->is_only
				? _("What is set up and not chosen goes back to the host.")
				: _("What is set up stays with VMs; --only replaces it."));
	return r;
}

static const char *note_of(const struct vpb_offers *offers, size_t index)
{
	const struct vpb_offer *offer = &offers->items[index];

	return (long)index == offers->best ? _("recommended")
	       : offer->is_set_up	   ? _("set up")
	       : offer->is_with		   ? _("with others")
	       : offer->is_shared	   ? _("no: shared")
	       : offer->is_late		   ? _("late")
					   : "";
}

static const struct vpb_table_column columns[] = {
	{.name = N_("NO"), .flags = SCOLS_FL_RIGHT},
	{.name = N_("ADDRESS")},
	{.name = N_("KIND"), .shrink = {2, 4}},
	{.name = N_("NAME"), .shrink = {1, 6}},
	{.name = N_("COMES WITH"), .flags = SCOLS_FL_WRAP},
	{.name = N_("NOTE")},
};

/* NULL when memory is out. */
static struct libscols_table *table_make(
	const struct vpb_setup *setup, const struct vpb_offers *offers)
{
	struct libscols_table *table = vpb_table_new_translated(columns, 6);

	for (size_t i = 0; table && i < offers->count; i++) {
		const struct vpb_offer *offer = &offers->items[i];
		const struct vpb_pci_names *names =
			&setup->now.items[offer->device].names;
		VPB_CLEANUP(vpb_text_done) struct vpb_text kind = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
		char number[24];

		snprintf(number, sizeof(number), "%zu", i + 1);
		vpb_pci_names_add_kind(names, &kind);
		vpb_pci_names_add_short(names, &name);
		if (vpb_text_error(&name) < 0 || vpb_text_error(&kind) < 0 ||
			vpb_table_add(table,
				(const char *const[]){number, offer->address, kind.data,
					name.data, offer->with.data, note_of(offers, i)},
				6) < 0) {
			scols_unref_table(table);
			table = NULL;
		}
	}
	return table;
}

int vpb_offers_print(const struct vpb_setup *setup, const struct vpb_offers *offers)
{
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *table = table_make(setup, offers);

	return table ? vpb_table_print(table, columns) : -ENOMEM;
}

char *vpb_offers_text(
	const struct vpb_setup *setup, const struct vpb_offers *offers, size_t width)
{
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *table = table_make(setup, offers);

	return table ? vpb_table_text(table, columns, width) : NULL;
}
