/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/base/array.h"
#include "../helper/base/log.h"
#include "../helper/pipeline.h"
#include "../helper/sys/details.h"
#include "../helper/sys/scan.h"
#include "../helper/usage/usage.h"
#include "../host/machine/names.h"
#include "../host/terminal/findings.h"
#include "../host/terminal/options.h"
#include "../host/terminal/selectors.h"
#include "facts.h"

/* Disks by what udev wrote down: nothing is opened. */
static int usage_read(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	static const struct vpb_usage_how how = {.read_tags = vpb_tags_read_udev};

	(void)pipeline;
	return vpb_usage_read(root, &how, request, selection, snapshot);
}

/* The addresses of what vfio-pci has, each ended by NUL. 0 or -errno. */
static int bound_find(
	const struct vpb_root *root, struct vpb_text *list, size_t *ret_count)
{
	VPB_CLEANUP(vpb_snapshot_done) struct vpb_snapshot snapshot = {};
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	int r = vpb_scan(root, 0, &snapshot, &message);

	*ret_count = 0;
	if (r < 0)
		return r;
	vpb_details_read_all(root, &snapshot);
	for (size_t i = 0; i < snapshot.device_count; i++) {
		char address[VPB_ADDRESS_BYTES];

		if (!vpb_device_is_on_vfio(&snapshot.devices[i]))
			continue;
		vpb_address_format(snapshot.devices[i].address, address);
		vpb_text_add_bytes(list, address, strlen(address) + 1);
		++*ret_count;
	}
	return vpb_text_error(list);
}

/* Where vfio-pci has the device the question is answered, but for which device is meant, and whether a VM can have it. */
static bool is_of_interest(const struct vpb_run *run, const struct vpb_finding *finding)
{
	switch (finding->kind) {
	case VPB_KIND_UNREADABLE:
	case VPB_KIND_IDENTITY:
	case VPB_KIND_TWIN:
	case VPB_KIND_UNREAD_SKIP:
	case VPB_KIND_BRIDGE:
	case VPB_KIND_NO_IOMMU:
	case VPB_KIND_GROUP:
		return true;
	default:
		return finding->device < 0 ||
		       !vpb_device_is_on_vfio(&run->snapshot.devices[finding->device]);
	}
}

/* Takes out what is of no interest. Returns a negative number to go on, else the exit status. */
static int findings_judge(const char *command, struct vpb_run *run)
{
	int status = -1;

	for (size_t i = run->findings.count; i > 0; i--)
		if (!is_of_interest(run, &run->findings.items[i - 1]))
			vpb_findings_remove(&run->findings, i - 1);
	for (size_t i = 0; i < run->findings.count; i++) {
		const struct vpb_finding *finding = &run->findings.items[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		if (finding->kind == VPB_KIND_UNMATCHED ||
			finding->kind == VPB_KIND_SCAN) {
			vpb_finding_log(command, finding);
			return VPB_EXIT_FAILED;
		}
		vpb_finding_describe(finding, &run->snapshot, &text);
		vpb_log(VPB_LOG_WARNING, "%s", text.data ? text.data : finding->guard);
		if (*finding->fix)
			vpb_log(VPB_LOG_WARNING, "  fix: %s", finding->fix);
		if (finding->refused)
			status = VPB_EXIT_REFUSED;
	}
	return status;
}

/* The card that the device belongs to, or a new one; NULL when memory is out. */
static struct vpb_card *card_of(
	const struct vpb_run *run, size_t device, struct vpb_vm_facts *facts)
{
	struct vpb_address address = run->snapshot.devices[device].address;
	struct vpb_card *cards;

	for (const struct vpb_claim *claim =
			vpb_selection_next(&run->selection, device, NULL);
		claim; claim = vpb_selection_next(&run->selection, device, claim))
		if (claim->is_companion)
			address = run->snapshot.devices[claim->display].address;
	for (size_t i = 0; i < facts->card_count; i++)
		for (size_t j = 0; j < facts->cards[i].count; j++)
			if (vpb_address_same_slot(
				    facts->cards[i].functions[j].host, address) &&
				!run->snapshot.devices[device].is_vf)
				return &facts->cards[i];
	cards = vpb_array_grow(facts->cards, facts->card_count, sizeof(*cards));
	if (!cards)
		return NULL;
	facts->cards = cards;
	cards[facts->card_count] = (struct vpb_card){};
	return &cards[facts->card_count++];
}

static int function_add(struct vpb_namer *namer, const struct vpb_run *run, size_t device,
	struct vpb_vm_facts *facts)
{
	const struct vpb_device *known = &run->snapshot.devices[device];
	struct vpb_card *card = card_of(run, device, facts);
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	struct vpb_card_function function = {.host = known->address,
		.vendor = known->vendor,
		.class_code = known->class_code};
	struct vpb_pci_names names;

	if (!card)
		return -ENOMEM;
	if (card->count == VPB_CARD_FUNCTIONS)
		return -E2BIG;
	vpb_namer_look_up(namer, known, &names);
	vpb_pci_names_add_short(&names, &name);
	strcpy(function.driver, known->driver);
	function.name = strdup(name.data ? name.data : "");
	if (!function.name || vpb_text_error(&name) < 0) {
		free(function.name);
		return -ENOMEM;
	}
	card->functions[card->count++] = function;
	return 0;
}

/* As on the host where function 0 is among them; a slot without one is empty. */
static void functions_number(struct vpb_card *card)
{
	const struct vpb_address first = card->functions[0].host;
	bool is_one_slot = first.function == 0;

	for (size_t i = 0; i < card->count; i++)
		is_one_slot &= vpb_address_same_slot(first, card->functions[i].host);
	for (size_t i = 0; i < card->count; i++)
		card->functions[i].guest_function =
			is_one_slot ? card->functions[i].host.function : (uint8_t)i;
}

static int not_bound_find(const struct vpb_card *card, struct vpb_vm_findings *findings)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < card->count; i++) {
		const struct vpb_card_function *function = &card->functions[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
		char address[VPB_ADDRESS_BYTES];

		if (strcmp(function->driver, VPB_DRIVER_NAME) == 0)
			continue;
		vpb_address_format(function->host, address);
		vpb_text_add(&reason,
			"%s is not on vfio-pci, so the VM cannot start with it: ",
			address);
		vpb_text_add(&reason,
			*function->driver ? "%s has it" : "no driver has it",
			function->driver);
		vpb_text_add(&fix,
			"vfio-prebind setup %s, and reboot; or for now: vfio-prebind bind %s",
			address, address);
		r = vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0
			    ? -ENOMEM
			    : vpb_vm_find(findings, VPB_VM_KIND_NOT_BOUND, NULL,
				      reason.data, fix.data);
	}
	return r;
}

static int cards_make(const struct vpb_root *root, const struct vpb_run *run,
	struct vpb_vm_facts *facts, struct vpb_vm_findings *findings)
{
	VPB_CLEANUP(vpb_namer_freep) struct vpb_namer *namer = vpb_namer_new(root);
	int r = namer ? 0 : -ENOMEM;

	/* Displays first: what comes along is of their card, and after them in the slot. */
	for (int is_companion = 0; is_companion < 2; is_companion++)
		for (size_t i = 0; r == 0 && i < run->snapshot.device_count; i++) {
			const struct vpb_claim *claim =
				vpb_selection_next(&run->selection, i, NULL);
			bool comes_along = false;

			for (const struct vpb_claim *at = claim; at;
				at = vpb_selection_next(&run->selection, i, at))
				comes_along |= at->is_companion;
			if (claim && comes_along == is_companion)
				r = function_add(namer, run, i, facts);
		}
	for (size_t i = 0; r == 0 && i < facts->card_count; i++) {
		functions_number(&facts->cards[i]);
		r = not_bound_find(&facts->cards[i], findings);
	}
	return r;
}

static int typed_read(const struct vpb_root *root, const char *command,
	const char *const *selectors, struct vpb_vm_facts *facts,
	struct vpb_vm_findings *findings)
{
	const struct vpb_pipeline pipeline = {.phase = VPB_PHASE_RUNNING,
		.is_dry = true,
		.read_facts = usage_read,
		.sources = {.selectors = selectors}};
	VPB_CLEANUP(vpb_run_done) struct vpb_run run = {};
	int r = vpb_pipeline_plan(root, &pipeline, &run), status = -1;

	if (r == 0)
		status = findings_judge(command, &run);
	if (r == 0 && status < 0)
		r = cards_make(root, &run, facts, findings);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "%s: %s", command,
			r == -E2BIG ? "more functions than fit into one slot"
				    : strerror(-r));
	return r < 0 ? VPB_EXIT_FAILED : status;
}

int vpb_vm_cards_read(const struct vpb_root *root, const char *command,
	const char *const *selectors, struct vpb_vm_facts *facts,
	struct vpb_vm_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text list = {};
	VPB_CLEANUP(vpb_freep) const char **bound = NULL;
	size_t count;
	const char *at;
	int r;

	if (selectors[0])
		return vpb_selectors_are_fine(command, selectors)
			       ? typed_read(root, command, selectors, facts, findings)
			       : VPB_EXIT_USAGE;
	r = bound_find(root, &list, &count);
	bound = r == 0 ? calloc(count + 1, sizeof(*bound)) : NULL;
	if (r < 0 || !bound) {
		vpb_log(VPB_LOG_ERROR, "%s: %s", command, strerror(r < 0 ? -r : ENOMEM));
		return VPB_EXIT_FAILED;
	}
	if (!count) {
		vpb_log(VPB_LOG_ERROR,
			"%s: vfio-pci has no device; name one, as 'vfio-prebind list' has them",
			command);
		return VPB_EXIT_FAILED;
	}
	at = list.data;
	for (size_t i = 0; i < count; i++, at += strlen(at) + 1)
		bound[i] = at;
	return typed_read(root, command, bound, facts, findings);
}
