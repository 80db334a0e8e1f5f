/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What VMs have by lines of a guide, and would lose with them. */

#include "setup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../host/machine/leftovers_judge.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/selectors.h"
#include "../forecast.h"
#include "../late_forecast.h"

static bool is_of_ids(const struct vpb_leftovers *leftovers,
	const struct vpb_snapshot *now, size_t device)
{
	for (size_t i = 0; i < leftovers->count; i++) {
		const struct vpb_leftover *item = &leftovers->items[i];
		const char *rest = item->names, *id;
		struct vpb_selector selector;

		while (item->kind == VPB_LEFTOVER_IDS && !item->is_ignored &&
			vpb_leftover_next_id(&rest, &id, &selector))
			if (vpb_selector_matches(&selector, now, &now->devices[device]))
				return true;
	}
	return false;
}

/* The program that vfio-pci was loaded by names its place, or takes all but the boot display. */
static bool is_of_program(const struct vpb_setup *setup,
	const struct vpb_leftovers *leftovers, const struct vpb_device *device)
{
	char address[VPB_ADDRESS_BYTES];

	vpb_address_format(device->address, address);
	for (size_t i = 0; i < leftovers->count; i++) {
		const struct vpb_leftover *item = &leftovers->items[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		if ((item->kind != VPB_LEFTOVER_PROGRAM &&
			    item->kind != VPB_LEFTOVER_SCRIPT) ||
			*item->names != '/' ||
			vpb_root_read(setup->change.root, item->names + 1, &text) < 0 ||
			!text.data)
			continue;
		if (strstr(text.data, address + 5) ||
			(strstr(text.data, "boot_vga") && !device->is_boot_vga &&
				vpb_device_is_display(device)))
			return true;
	}
	return false;
}

/* What a run of the next boot would give away, early or late. */
struct forecast {
	struct vpb_run early, late;
};

static void forecast_done(struct forecast *forecast)
{
	vpb_run_done(&forecast->late);
	vpb_run_done(&forecast->early);
}

static int forecast_make(const struct vpb_setup *setup, const char *const *selectors,
	struct forecast *forecast)
{
	VPB_CLEANUP(vpb_forecast_done)
	struct vpb_forecast facts = {.facts = &setup->facts};
	const struct vpb_pipeline pipeline = {.view = VPB_VIEW_NEXT_BOOT,
		.read_facts = vpb_forecast_read_facts,
		.context = &facts,
		.sources = {.is_other_boot = true,
			.is_for_files = true,
			.selectors = selectors}};
	int r = vpb_pipeline_plan(setup->change.root, &pipeline, &forecast->early);

	return r < 0 ? r
		     : vpb_late_forecast(setup->change.root, &pipeline, &forecast->early,
			       &forecast->late);
}

static bool forecast_gives(const struct forecast *forecast, struct vpb_address address)
{
	return vpb_late_gives(&forecast->early, &forecast->late, address);
}

/* Whether VMs have it, or get it at the next boot, by one of these lines. */
static bool is_theirs(const struct vpb_setup *setup,
	const struct vpb_leftovers *leftovers, const struct forecast *today,
	size_t device)
{
	const struct vpb_device *now = &setup->now.snapshot.devices[device];

	if (vpb_device_is_for_vms(now) && is_of_program(setup, leftovers, now))
		return true;
	return is_of_ids(leftovers, &setup->now.snapshot, device) &&
	       (vpb_device_is_for_vms(now) || forecast_gives(today, now->address));
}

static int device_keep(struct vpb_setup *setup, size_t device)
{
	VPB_CLEANUP(forecast_done) struct forecast alone = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	struct vpb_address where = setup->now.snapshot.devices[device].address;
	char address[VPB_ADDRESS_BYTES];
	const char *const selectors[] = {vpb_address_format(where, address), NULL};
	int r = forecast_make(setup, selectors, &alone);

	if (r < 0)
		return r;
	if (!forecast_gives(&alone, where)) {
		printf(_("Not taken over from lines of a guide: %s, which is refused; for the "
			 "reason, run:\n  vfio-prebind setup --dry-run %s\n"),
			address, address);
		return 0;
	}
	vpb_pci_names_add_short(&setup->now.items[device].names, &name);
	printf(_("Taken over, since lines of a guide give it to VMs: %s  %s\n"), address,
		name.data ? name.data : "");
	vpb_text_add_bytes(&setup->guides.kept, address, strlen(address) + 1);
	return vpb_text_error(&setup->guides.kept);
}

/* The words of the user, and after them those in `list`, each of which ends with its NUL. */
static const char **selectors_join(
	const struct vpb_setup *setup, const struct vpb_text *list)
{
	const char **all;
	size_t count = 0;

	while (setup->selectors[count])
		count++;
	all = calloc(count + list->length + 1, sizeof(*all));
	if (!all)
		return NULL;
	memcpy(all, setup->selectors, count * sizeof(*all));
	for (size_t at = 0; at < list->length; at += strlen(list->data + at) + 1)
		all[count++] = list->data + at;
	return all;
}

/* What these lines give to VMs at each boot, and the selectors of the user with them. */
static int lines_forecast(const struct vpb_setup *setup,
	const struct vpb_setup_lines *lines, struct forecast *forecast)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text words = {};
	VPB_CLEANUP(vpb_freep) const char **all = NULL;

	for (size_t i = 0; i < lines->count; i++)
		if (!lines->items[i].is_entry)
			vpb_text_add_bytes(&words, lines->items[i].words,
				strlen(lines->items[i].words) + 1);
	for (size_t i = 0; i < words.length; i++)
		if (words.data[i] == ' ')
			words.data[i] = '+';
	if (vpb_text_error(&words) == 0)
		all = selectors_join(setup, &words);
	return all ? forecast_make(setup, all, forecast) : -ENOMEM;
}

int vpb_setup_guides_set_up(const struct vpb_setup *setup, bool *ret_set_up)
{
	VPB_CLEANUP(forecast_done) struct forecast forecast = {};
	int r = lines_forecast(setup, &setup->lines, &forecast);

	for (size_t i = 0; r == 0 && i < setup->now.snapshot.device_count; i++)
		ret_set_up[i] =
			forecast_gives(&forecast, setup->now.snapshot.devices[i].address);
	return r;
}

static int devices_keep(struct vpb_setup *setup, const struct vpb_leftovers *leftovers)
{
	VPB_CLEANUP(forecast_done) struct forecast today = {};
	VPB_CLEANUP(forecast_done) struct forecast chosen = {};
	int r = forecast_make(setup, NULL, &today);

	if (r == 0)
		r = lines_forecast(setup, &setup->former, &chosen);
	for (size_t i = 0; r == 0 && i < setup->now.snapshot.device_count; i++)
		if (is_theirs(setup, leftovers, &today, i) &&
			!forecast_gives(&chosen, setup->now.snapshot.devices[i].address))
			r = device_keep(setup, i);
	if (r < 0 || !setup->guides.kept.length)
		return r;
	setup->guides.selectors = selectors_join(setup, &setup->guides.kept);
	setup->selectors = setup->guides.selectors;
	return setup->selectors ? 0 : -ENOMEM;
}

int vpb_setup_guides_keep_devices(struct vpb_setup *setup)
{
	VPB_CLEANUP(vpb_leftovers_done) struct vpb_leftovers leftovers = {};
	int r = vpb_setup_guides_read(setup, &leftovers);

	/* With --only the user has named all that are meant. */
	if (r == 0 && leftovers.count && !setup->is_only &&
		vpb_selectors_are_fine("setup", setup->selectors))
		r = devices_keep(setup, &leftovers);
	return r < 0 ? vpb_change_fail(&setup->change, NULL, r) : -1;
}

void vpb_setup_guides_done(struct vpb_setup *setup)
{
	vpb_text_done(&setup->guides.kept);
	free(setup->guides.selectors);
}
