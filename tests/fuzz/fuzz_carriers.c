/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What an image was told of the devices that carry the system. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../helper/core/carriers.h"

/* What was read, written again, is what it was. */
static void text_hold(const struct vpb_carriers *carriers)
{
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers again = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text same = {};

	vpb_carriers_format(carriers, &text);
	FUZZ_HOLD(vpb_text_error(&text) == 0);
	FUZZ_HOLD(vpb_carriers_parse(text.data, text.length, &again) == 0);
	FUZZ_HOLD(!again.is_damaged);
	FUZZ_HOLD(again.count == carriers->count);
	vpb_carriers_format(&again, &same);
	FUZZ_HOLD(strcmp(text.data, same.data) == 0);
}

/* Each carrier of a machine that has all of them is in its place there, and marked. */
static void apply_hold(const struct vpb_carriers *carriers)
{
	VPB_CLEANUP(vpb_snapshot_done) struct vpb_snapshot snapshot = {};

	snapshot.devices = calloc(carriers->count + 1, sizeof(*snapshot.devices));
	FUZZ_HOLD(snapshot.devices);
	for (size_t i = 0; i < carriers->count; i++) {
		const struct vpb_selector *place = &carriers->items[i].place;

		snapshot.devices[snapshot.device_count++] =
			(struct vpb_device){.address = place->address,
				.vendor = place->identity.vendor,
				.device = place->identity.device,
				.subvendor = place->identity.subvendor,
				.subdevice = place->identity.subdevice};
	}
	vpb_snapshot_sort(&snapshot);
	FUZZ_HOLD(vpb_carriers_apply(carriers, true, &snapshot) == 0);
	FUZZ_HOLD(snapshot.has_damaged_carriers == carriers->is_damaged);
	for (size_t i = 0; i < snapshot.device_count; i++)
		FUZZ_HOLD(snapshot.devices[i].knowledge == VPB_FROM_IMAGE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_freep) char *text = fuzz_text(data, size);
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};

	FUZZ_HOLD(vpb_carriers_parse(text, size, &carriers) == 0);
	FUZZ_HOLD(carriers.count <= VPB_CARRIERS_MAX);
	for (size_t i = 0; i < carriers.count; i++)
		FUZZ_HOLD(carriers.items[i].carries &&
			  carriers.items[i].place.identity.given);
	text_hold(&carriers);
	apply_hold(&carriers);
	return 0;
}
