/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Does the image know what carries the system? By what a boot from it would take. */

#include <errno.h>
#include <string.h>

#include "../../helper/sys/carriers.h"
#include "judge.h"

/* A pipeline's read_facts: what a boot from that image would know. */
static int facts_read(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	const struct vpb_image_file *file = pipeline->context;
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};
	int r;

	(void)request, (void)selection;
	/* Nothing would be known of any device, as in an image before there was such a file. */
	if (!file || !file->content.data)
		return 0;
	r = vpb_carriers_parse(file->content.data, file->content.length, &carriers);
	return r < 0 ? r : vpb_carriers_settle(root, &carriers, true, snapshot);
}

/* The devices that this one of two runs alone takes. */
static void devices_add(const struct vpb_run *run, const struct vpb_run *other,
	const char *what, struct vpb_text *text)
{
	bool any = false;

	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		struct vpb_address place = run->snapshot.devices[i].address;
		long there = vpb_snapshot_find(&other->snapshot, place);
		char address[VPB_ADDRESS_BYTES];

		if (!run->plan.selected[i] || (there >= 0 && other->plan.selected[there]))
			continue;
		vpb_text_add(text, "%s%s",
			any	       ? ", "
			: text->length ? "; it "
				       : "",
			any ? "" : what);
		vpb_text_add(text, " %s", vpb_address_format(place, address));
		any = true;
	}
}

int vpb_image_judge_carriers(
	const struct vpb_image_case *image_case, struct vpb_findings *findings)
{
	const struct vpb_image_file *file =
		vpb_image_find(image_case->image, VPB_CARRIERS_FILE);
	const struct vpb_run *next = image_case->next;
	const struct vpb_pipeline pipeline = {.view = VPB_VIEW_NEXT_BOOT,
		.read_facts = facts_read,
		.context = (void *)file,
		.sources = {.is_other_boot = true}};
	VPB_CLEANUP(vpb_run_done) struct vpb_run boot = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text devices = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	int r;

	if (!next || !vpb_carriers_matter(&next->selection, &next->snapshot))
		return 0;
	r = vpb_pipeline_plan(image_case->root, &pipeline, &boot);
	if (r < 0)
		return r;
	devices_add(&boot, next, "takes from the host", &devices);
	devices_add(next, &boot, "leaves with the host", &devices);
	if (!devices.length)
		return vpb_text_error(&devices);
	vpb_text_add(&reason, "%s: at the next boot it %s",
		file ? "was built when other devices carried the system"
		     : "has not been told which devices carry the system",
		devices.data);
	return vpb_image_warn(
		image_case, findings, VPB_KIND_IMAGE_CARRIERS, &reason, NULL);
}
