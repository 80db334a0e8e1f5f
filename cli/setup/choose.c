/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/base/log.h"
#include "../../host/generate/generate.h"
#include "../command.h"
#include "../late_forecast.h"
#include "../table.h"

/* A device that no guard refuses, and with what it would go. */
struct offer {
	size_t device; /* of the inventory */
	char address[VPB_ADDRESS_BYTES];
	struct vpb_text with;
	bool is_late;
	bool is_set_up; /* by an earlier call */
};

struct offers {
	struct offer *items;
	size_t count;
	long best; /* the recommended one, or -1 */
};

static void offers_done(struct offers *offers)
{
	for (size_t i = 0; i < offers->count; i++)
		vpb_text_done(&offers->items[i].with);
	free(offers->items);
}

static bool is_refused(const struct vpb_run *run)
{
	for (size_t i = 0; i < run->findings.count; i++)
		if (run->findings.items[i].severity == VPB_REFUSE &&
			run->findings.items[i].refused)
			return true;
	return false;
}

static bool is_offered(const struct offers *offers, const char *address)
{
	for (size_t i = 0; i < offers->count; i++)
		if (offers->items[i].with.data &&
			strstr(offers->items[i].with.data, address))
			return true;
	return false;
}

static int offer_add(struct offers *offers, size_t device, const char *address,
	const struct vpb_run *run)
{
	struct offer *items =
		vpb_array_grow(offers->items, offers->count, sizeof(*items));
	struct offer *offer;

	if (!items)
		return -ENOMEM;
	offers->items = items;
	offer = &items[offers->count++];
	offer->device = device;
	strcpy(offer->address, address);
	offer->is_late = true;
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
	return vpb_text_error(&offer->with);
}

/*
 * Each device for itself, as if it alone were asked for: by the guards of the next boot, early and
 * late.
 */
static int device_offer(
	const struct vpb_setup *setup, size_t device, struct offers *offers)
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

	if (VPB_CLASS_BASE(now->class_code) == VPB_CLASS_BRIDGE_BASE || now->is_bridge ||
		now->is_vf || is_offered(offers, address))
		return 0;
	r = vpb_pipeline_plan(setup->change.root, &pipeline, &run);
	if (r == 0)
		r = vpb_late_forecast(setup->change.root, &pipeline, &run, &late);
	if (r == 0 && run.selection.claim_count && !is_refused(&run)) {
		r = offer_add(offers, device, address, &run);
		if (r == 0)
			offers->items[offers->count - 1].is_set_up =
				vpb_setup_lines_find(&setup->former, address);
	}
	vpb_run_done(&late);
	vpb_run_done(&run);
	return r;
}

/* Displays first: what comes along with one is no offer of its own. */
static int offers_read(const struct vpb_setup *setup, struct offers *offers)
{
	const struct vpb_snapshot *now = &setup->now.snapshot;
	int r = 0;

	for (int of_displays = 1; of_displays >= 0; of_displays--)
		for (size_t i = 0; r == 0 && i < now->device_count; i++)
			if (vpb_device_is_display(&now->devices[i]) == of_displays)
				r = device_offer(setup, i, offers);
	offers->best = -1;
	for (size_t i = 0; i < offers->count && offers->best < 0; i++)
		if (vpb_device_is_display(&now->devices[offers->items[i].device]) &&
			!offers->items[i].is_set_up)
			offers->best = (long)i;
	return r;
}

static int offers_print(const struct vpb_setup *setup, const struct offers *offers)
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

	if (!table)
		return -ENOMEM;
	for (size_t i = 0; i < offers->count; i++) {
		const struct offer *offer = &offers->items[i];
		const struct vpb_pci_names *names =
			&setup->now.items[offer->device].names;
		VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
		char number[24];

		snprintf(number, sizeof(number), "%zu", i + 1);
		vpb_pci_names_add_short(names, &name);
		if (vpb_text_error(&name) < 0 ||
			vpb_table_add(table,
				(const char *const[]){number, offer->address, names->kind,
					name.data, offer->with.data,
					(long)i == offers->best ? "recommended"
					: offer->is_set_up	? "set up"
					: offer->is_late	? "late: see below"
								: ""},
				6) < 0)
			return -ENOMEM;
	}
	return vpb_table_print(table, columns);
}

/* Numbers of the list, or addresses in it. */
static bool word_take(
	const struct offers *offers, const char *word, struct vpb_text *list)
{
	for (size_t i = 0; i < offers->count; i++) {
		const char *address = offers->items[i].address;
		char number[24];

		snprintf(number, sizeof(number), "%zu", i + 1);
		if (strcmp(word, number) != 0 && strcmp(word, address) != 0 &&
			strcmp(word, address + 5) != 0)
			continue;
		vpb_text_add_bytes(list, address, strlen(address) + 1);
		return true;
	}
	return false;
}

static int answer_take(const struct offers *offers, char *answer, struct vpb_text *list)
{
	char *rest = answer, *word;

	while ((word = strsep(&rest, " ,\t\n"))) {
		if (!*word || word_take(offers, word, list))
			continue;
		vpb_log(VPB_LOG_ERROR,
			"setup: '%s' is none of these; nothing was changed",
			VPB_WORD(word));
		return VPB_EXIT_USAGE;
	}
	if (!list->length && offers->best >= 0)
		vpb_text_add_bytes(list, offers->items[offers->best].address,
			strlen(offers->items[offers->best].address) + 1);
	if (list->length)
		return vpb_text_error(list) < 0 ? VPB_EXIT_FAILED : -1;
	printf("Nothing was changed.\n");
	return VPB_EXIT_FAILED;
}

static int offers_ask(const struct vpb_setup *setup, const struct offers *offers,
	struct vpb_text *ret_list)
{
	char answer[1024];

	for (size_t i = 0; i < offers->count; i++)
		if (offers->items[i].is_late) {
			printf("late: bound a few seconds later by " VPB_LATE_SERVICE
			       ",\nafter checking that the system does not need it.\n");
			break;
		}
	if (setup->former.count)
		printf("%s\n",
			setup->is_only
				? "What is set up and not chosen goes back to the host."
				: "What is set up stays with VMs; --only replaces it.");
	if (setup->change.is_dry || setup->change.is_yes) {
		vpb_log(VPB_LOG_ERROR,
			"setup: name the devices that are meant: setup %s ADDRESS",
			setup->change.is_dry ? "--dry-run" : "--yes");
		return VPB_EXIT_USAGE;
	}
	printf("Which? Numbers or addresses%s: ",
		offers->best >= 0 ? ", Enter for the recommended one" : "");
	fflush(stdout);
	if (fgets(answer, sizeof(answer), stdin))
		return answer_take(offers, answer, ret_list);
	printf("\n");
	vpb_log(VPB_LOG_ERROR,
		"setup: no answer, nothing was changed; name the devices: setup ADDRESS");
	return VPB_EXIT_FAILED;
}

/* The one cause that all devices share comes first. */
static void none_log(const struct vpb_facts *facts)
{
	if (facts->has_groups) {
		vpb_log(VPB_LOG_ERROR, "setup: no device can be given to a VM");
		vpb_log(VPB_LOG_ERROR,
			"  fix: run 'vfio-prebind setup ADDRESS', which says why for that "
			"device");
		return;
	}
	vpb_log(VPB_LOG_ERROR,
		"setup: the IOMMU is off, so no device can be given to a VM");
	vpb_log(VPB_LOG_ERROR,
		"  fix: turn on VT-d (Intel) or AMD-Vi/IOMMU (AMD) in the firmware setup, boot "
		"again, and run this again");
}

int vpb_setup_choose(const struct vpb_setup *setup, struct vpb_text *ret_list)
{
	VPB_CLEANUP(offers_done) struct offers offers = {};
	int r = offers_read(setup, &offers);

	if (r == 0 && !offers.count) {
		none_log(&setup->facts);
		return VPB_EXIT_REFUSED;
	}
	if (r == 0)
		r = offers_print(setup, &offers);
	return r < 0 ? vpb_change_fail(&setup->change, NULL, r)
		     : offers_ask(setup, &offers, ret_list);
}
