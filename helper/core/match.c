/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match.h"

#include <errno.h>
#include <stdlib.h>

#include "../base/array.h"

void vpb_selection_done(struct vpb_selection *selection)
{
	free(selection->claims);
	free(selection->devices);
	free(selection->rule_matched);
	*selection = (struct vpb_selection){};
}

static bool field_matches(uint32_t pattern, uint32_t value)
{
	return pattern == VPB_ID_ANY || pattern == value;
}

/*
 * From the device upwards, as the kernel does it (drivers/pci/pci.c,
 * pci_dev_str_match_path): the last hop is the device, the first is an address.
 */
static bool path_matches(const struct vpb_selector *selector,
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	for (unsigned int i = selector->hop_count; i > 0; i--) {
		const struct vpb_hop *hop = &selector->hops[i - 1];
		long parent;

		if (device->address.device != hop->device ||
			device->address.function != hop->function)
			return false;
		parent = vpb_snapshot_parent(snapshot, device);
		if (parent < 0)
			return false;
		device = &snapshot->devices[parent];
	}
	return vpb_address_compare(selector->address, device->address) == 0;
}

bool vpb_selector_matches(const struct vpb_selector *selector,
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	const struct vpb_id_pattern *id = &selector->id;
	uint32_t class_value = (uint32_t)device->class_code << 8 | device->prog_if;

	switch (selector->kind) {
	case VPB_SELECTOR_ADDRESS:
		return vpb_address_compare(selector->address, device->address) == 0;
	case VPB_SELECTOR_ID:
		return field_matches(id->vendor, device->vendor) &&
		       field_matches(id->device, device->device) &&
		       field_matches(id->subvendor, device->subvendor) &&
		       field_matches(id->subdevice, device->subdevice) &&
		       ((class_value ^ id->class_value) & id->class_mask) == 0;
	case VPB_SELECTOR_PATH:
		return path_matches(selector, snapshot, device);
	}
	return false;
}

bool vpb_identity_fits(
	const struct vpb_identity *identity, const struct vpb_device *device)
{
	if (!identity->given)
		return true;
	return identity->vendor == device->vendor && identity->device == device->device &&
	       (!identity->with_subsystem ||
		       (identity->subvendor == device->subvendor &&
			       identity->subdevice == device->subdevice));
}

/* The devices that a selector may name: an address has one at most. Returns where they end. */
static size_t reach_of(const struct vpb_selector *selector,
	const struct vpb_snapshot *snapshot, size_t *ret_first)
{
	long device;

	*ret_first = 0;
	if (selector->kind != VPB_SELECTOR_ADDRESS)
		return snapshot->device_count;
	device = vpb_snapshot_find(snapshot, selector->address);
	if (device < 0)
		return 0;
	*ret_first = (size_t)device;
	return *ret_first + 1;
}

/* Whether some device is where the selector says and what it says. */
static bool is_in_its_place(
	const struct vpb_selector *selector, const struct vpb_snapshot *snapshot)
{
	size_t first, end = reach_of(selector, snapshot, &first);

	for (size_t i = first; i < end; i++)
		if (vpb_identity_fits(&selector->identity, &snapshot->devices[i]) &&
			vpb_selector_matches(selector, snapshot, &snapshot->devices[i]))
			return true;
	return false;
}

/*
 * Where cards have moved it is unknown whether a skip means the place or the device, and taking
 * the wrong one can cost the screen: so both stay.
 */
static bool selector_protects(const struct vpb_selector *selector,
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	if (vpb_selector_matches(selector, snapshot, device))
		return true;
	return selector->identity.given &&
	       vpb_identity_fits(&selector->identity, device) &&
	       !is_in_its_place(selector, snapshot);
}

static bool any_protects(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	for (size_t i = 0; i < request->rule_count; i++)
		if (request->rules[i].verb == VPB_VERB_SKIP &&
			selector_protects(&request->rules[i].selector, snapshot, device))
			return true;
	return false;
}

/* Many rules may select the device, which a look through all rules answers for once. */
static bool is_skipped(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, const struct vpb_selection *selection,
	size_t index)
{
	struct vpb_device_claims *device = &selection->devices[index];

	if (!device->is_skip_known)
		device->is_skipped =
			any_protects(request, snapshot, &snapshot->devices[index]);
	device->is_skip_known = true;
	return device->is_skipped;
}

/*
 * The upstream port of the switch that the card brings along: two bridges up, and of the
 * card's own vendor. A mainboard's switch, which may have other cards below it, is not, and
 * neither is a root port, which has no bridge above.
 */
static const struct vpb_device *card_switch(
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	long above = vpb_snapshot_above(snapshot, device, 2);
	const struct vpb_device *upstream = above < 0 ? NULL : &snapshot->devices[above];

	return upstream && upstream->vendor == device->vendor && upstream->has_parent
		       ? upstream
		       : NULL;
}

/* `upstream` is the display's own card_switch(), or NULL. */
static bool is_companion(const struct vpb_snapshot *snapshot,
	const struct vpb_device *display, const struct vpb_device *upstream,
	const struct vpb_device *device)
{
	if (device == display || device->is_vf || device->vendor != display->vendor)
		return false;
	if (vpb_address_same_slot(device->address, display->address))
		return device->class_code == VPB_CLASS_AUDIO ||
		       device->class_code == VPB_CLASS_USB ||
		       device->class_code == VPB_CLASS_SERIAL_OTHER;
	return upstream && device->class_code == VPB_CLASS_AUDIO &&
	       card_switch(snapshot, device) == upstream;
}

static int claim_add(struct vpb_selection *selection, struct vpb_claim claim)
{
	struct vpb_claim *claims = vpb_array_grow(
		selection->claims, selection->claim_count, sizeof(*selection->claims));
	struct vpb_device_claims *device;

	if (!claims)
		return -ENOMEM;
	selection->claims = claims;
	claims[selection->claim_count++] = claim;
	device = &selection->devices[claim.device];
	if (device->last)
		claims[device->last - 1].next = selection->claim_count;
	else
		device->first = selection->claim_count;
	device->last = selection->claim_count;
	return 0;
}

static int companions_add(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, size_t by_claim,
	struct vpb_selection *selection)
{
	/* A copy: adding may move the array. */
	const struct vpb_claim of = selection->claims[by_claim];
	const struct vpb_device *display = &snapshot->devices[of.device];
	const struct vpb_device *upstream = card_switch(snapshot, display);
	size_t end, first = vpb_snapshot_slot(snapshot, of.device, &end);
	struct vpb_claim claim = {.rule = of.rule,
		.is_companion = true,
		.display = of.device,
		.by_claim = by_claim};
	int r = 0;

	if (!vpb_device_is_display(display) || display->is_vf ||
		request->rules[of.rule].no_companions)
		return 0;
	if (upstream) {
		first = 0;
		end = snapshot->device_count;
	}
	for (size_t i = first; r == 0 && i < end; i++) {
		claim.device = i;
		if (is_companion(snapshot, display, upstream, &snapshot->devices[i]) &&
			!is_skipped(request, snapshot, selection, i))
			r = claim_add(selection, claim);
	}
	return r;
}

static int rule_match(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, size_t rule, struct vpb_selection *selection)
{
	size_t first, end = reach_of(&request->rules[rule].selector, snapshot, &first);
	int r = 0;

	for (size_t i = first; r == 0 && i < end; i++) {
		const struct vpb_device *device = &snapshot->devices[i];
		struct vpb_claim claim = {.device = i, .rule = rule};

		if (!vpb_selector_matches(
			    &request->rules[rule].selector, snapshot, device))
			continue;
		selection->rule_matched[rule] = true;
		if (request->rules[rule].verb != VPB_VERB_BIND ||
			is_skipped(request, snapshot, selection, i))
			continue;
		r = claim_add(selection, claim);
	}
	return r;
}

/* One more than there are, so that none is no special case. */
static int selection_begin(
	size_t rule_count, size_t device_count, struct vpb_selection *selection)
{
	selection->rule_matched =
		calloc(rule_count + 1, sizeof(*selection->rule_matched));
	selection->devices = calloc(device_count + 1, sizeof(*selection->devices));
	return selection->rule_matched && selection->devices ? 0 : -ENOMEM;
}

int vpb_match_rules(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, struct vpb_selection *ret_selection)
{
	VPB_CLEANUP(vpb_selection_done) struct vpb_selection selection = {};
	int r = selection_begin(request->rule_count, snapshot->device_count, &selection);

	for (size_t rule = 0; r == 0 && rule < request->rule_count; rule++)
		r = rule_match(request, snapshot, rule, &selection);
	if (r < 0)
		return r;
	*ret_selection = selection;
	selection = (struct vpb_selection){};
	return 0;
}

int vpb_match_companions(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, struct vpb_selection *selection)
{
	size_t primary_count = selection->claim_count;
	int r = 0;

	for (size_t i = 0; r == 0 && i < primary_count; i++)
		r = companions_add(request, snapshot, i, selection);
	return r;
}

struct vpb_claim *vpb_selection_next(const struct vpb_selection *selection, size_t device,
	const struct vpb_claim *claim)
{
	size_t next = claim		   ? claim->next
		      : selection->devices ? selection->devices[device].first
					   : 0;

	return next ? &selection->claims[next - 1] : NULL;
}

const struct vpb_claim *vpb_selection_claim(
	const struct vpb_selection *selection, size_t device)
{
	const struct vpb_claim *found = NULL, *claim = NULL;

	while ((claim = vpb_selection_next(selection, device, claim)))
		if (!claim->forgotten && (!found || (found->dropped && !claim->dropped)))
			found = claim;
	return found;
}

bool vpb_selection_has(const struct vpb_selection *selection, size_t device)
{
	const struct vpb_claim *claim = NULL;

	while ((claim = vpb_selection_next(selection, device, claim)))
		if (!claim->dropped)
			return true;
	return false;
}
