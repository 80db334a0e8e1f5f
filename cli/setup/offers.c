/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "offers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../host/generate/generate.h"
#include "../late_forecast.h"
#include "../table.h"

void vpb_offers_done(struct vpb_offers *offers)
{
	for (size_t i = 0; i < offers->count; i++)
		vpb_text_done(&offers->items[i].with);
	free(offers->items);
	vpb_groups_done(&offers->groups);
}

static bool is_refused(const struct vpb_run *run)
{
	for (size_t i = 0; i < run->findings.count; i++)
		if (run->findings.items[i].severity == VPB_REFUSE &&
			run->findings.items[i].refused)
			return true;
	return false;
}

static bool is_offered(const struct vpb_offers *offers, const char *address)
{
	for (size_t i = 0; i < offers->count; i++)
		if (offers->items[i].with.data &&
			strstr(offers->items[i].with.data, address))
			return true;
	return false;
}

static int offer_add(const struct vpb_setup *setup, struct vpb_offers *offers,
	size_t device, const char *address, const struct vpb_run *run)
{
	struct vpb_offer *items =
		vpb_array_grow(offers->items, offers->count, sizeof(*items));
	struct vpb_offer *offer;

	if (!items)
		return -ENOMEM;
	offers->items = items;
	offer = &items[offers->count++];
	offer->device = device;
	strcpy(offer->address, address);
	offer->is_late = true;
	offer->is_set_up = vpb_setup_lines_find(&setup->former, address);
	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		char other[VPB_ADDRESS_BYTES];

		vpb_address_format(run->snapshot.devices[i].address, other);
		if (!run->plan.selected[i])
			continue;
		if (strcmp(other, address) == 0)
			offer->is_late = false;
		else
			vpb_text_add(&offer->with, "%s%s", offer->with.length ? " " : "",
				other);
	}
	offer->is_shared =
		vpb_offers_add_sharers(setup, offers, offers->count - 1, NULL, NULL);
	return vpb_text_error(&offer->with);
}

/* Each device for itself, as if it alone were asked for. */
static int device_offer(
	const struct vpb_setup *setup, size_t device, struct vpb_offers *offers)
{
	const struct vpb_device *now = &setup->now.snapshot.devices[device];
	char address[VPB_ADDRESS_BYTES];
	const char *const selectors[] = {vpb_address_format(now->address, address), NULL};
	const struct vpb_pipeline pipeline = {.view = VPB_VIEW_NEXT_BOOT,
		.read_facts = vpb_generate_expect_iommu,
		.context = (void *)&setup->facts,
		.sources = {.is_other_boot = true,
			.is_for_files = true,
			.selectors = selectors}};
	struct vpb_run run = {}, late = {};
	int r;

	if (vpb_device_is_bridge(now) || now->is_vf || is_offered(offers, address))
		return 0;
	r = vpb_pipeline_plan(setup->change.root, &pipeline, &run);
	if (r == 0)
		r = vpb_late_forecast(setup->change.root, &pipeline, &run, &late);
	if (r == 0 && run.selection.claim_count && !is_refused(&run))
		r = offer_add(setup, offers, device, address, &run);
	vpb_run_done(&late);
	vpb_run_done(&run);
	return r;
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

/* Displays first: what comes along with one is no offer of its own. */
int vpb_offers_read(const struct vpb_setup *setup, struct vpb_offers *offers)
{
	const struct vpb_snapshot *now = &setup->now.snapshot;
	int r = vpb_groups_make(now, &offers->groups);

	for (int of_displays = 1; of_displays >= 0; of_displays--)
		for (size_t i = 0; r == 0 && i < now->device_count; i++)
			if (vpb_device_is_display(&now->devices[i]) == of_displays)
				r = device_offer(setup, i, offers);
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
