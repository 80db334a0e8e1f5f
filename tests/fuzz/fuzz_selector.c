/* SPDX-License-Identifier: GPL-2.0-or-later */

/* One selector: what is read can be written in full, and is the same when that is read. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static void place_write(const struct vpb_selector *selector, struct vpb_text *text)
{
	const struct vpb_identity *identity = &selector->identity;
	char address[VPB_ADDRESS_BYTES];

	vpb_text_add(text, "%s", vpb_address_format(selector->address, address));
	for (unsigned int i = 0; i < selector->hop_count; i++)
		vpb_text_add(text, "/%02x.%u", selector->hops[i].device,
			selector->hops[i].function);
	if (identity->given)
		vpb_text_add(text, "=%04x:%04x", identity->vendor, identity->device);
	if (identity->with_subsystem)
		vpb_text_add(
			text, ":%04x:%04x", identity->subvendor, identity->subdevice);
}

static void id_write(const struct vpb_selector *selector, struct vpb_text *text)
{
	const struct vpb_id_pattern *id = &selector->id;

	if (id->vendor != VPB_ID_ANY)
		vpb_text_add(text, "%04x", id->vendor);
	vpb_text_add(text, ":");
	if (id->device != VPB_ID_ANY)
		vpb_text_add(text, "%04x", id->device);
	vpb_text_add(text, ":");
	if (id->class_mask & VPB_CLASS_MASK_CODE)
		vpb_text_add(text, "%04x", id->class_value >> 8);
	vpb_text_add(text, ":");
	if (id->class_mask & VPB_CLASS_MASK_PROG_IF)
		vpb_text_add(text, "%02x", id->class_value & 0xff);
}

static void is_read_again_hold(const char *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text first = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text second = {};
	struct vpb_selector selector, again;
	const char *reason = NULL;

	if (vpb_selector_parse(text, &selector, &reason) < 0) {
		FUZZ_HOLD(reason && *reason);
		return;
	}
	FUZZ_HOLD(selector.hop_count <= VPB_PATH_HOPS_MAX);
	(selector.kind == VPB_SELECTOR_ID ? id_write : place_write)(&selector, &first);
	FUZZ_HOLD(vpb_selector_parse(first.data, &again, &reason) == 0);
	FUZZ_HOLD(again.kind == selector.kind);
	(again.kind == VPB_SELECTOR_ID ? id_write : place_write)(&again, &second);
	FUZZ_HOLD(strcmp(first.data, second.data) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_freep) char *text = fuzz_text(data, size);
	char formatted[VPB_ADDRESS_BYTES];
	struct vpb_address address, again;
	struct vpb_selector selector;

	is_read_again_hold(text);
	if (vpb_address_parse(text, &address) == 0) {
		vpb_address_format(address, formatted);
		FUZZ_HOLD(vpb_address_parse(formatted, &again) == 0);
		FUZZ_HOLD(vpb_address_compare(address, again) == 0);
	}
	if (vpb_selector_parse_vfio_ids(text, &selector) == 0)
		FUZZ_HOLD(selector.kind == VPB_SELECTOR_ID);
	return 0;
}
