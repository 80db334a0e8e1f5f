/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "generate.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void vpb_output_done(struct vpb_output *output)
{
	vpb_text_done(&output->file);
	vpb_text_done(&output->notes);
}

void vpb_output_say(struct vpb_output *output, const char *format, ...)
{
	struct vpb_text *text = output->takes_comments ? &output->file : &output->notes;
	VPB_CLEANUP(vpb_freep) char *line = NULL;
	va_list args;
	int length;

	va_start(args, format);
	length = vasprintf(&line, format, args);
	va_end(args);
	if (length < 0) {
		line = NULL;
		text->failed = true;
		return;
	}
	vpb_text_add(text, "%s%s\n", output->takes_comments ? "# " : "", line);
}

/* Only those findings that say why a device, or a line, is not in the file. */
static void left_out_add(struct vpb_output *output, const struct vpb_run *run)
{
	for (size_t i = 0; i < run->findings.count; i++) {
		const struct vpb_finding *finding = &run->findings.items[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

		if (!finding->refused && finding->device >= 0)
			continue;
		vpb_finding_describe(finding, &run->snapshot, &line);
		if (vpb_text_error(&line) < 0)
			output->file.failed = true;
		else
			vpb_output_say(output, "%s", line.data);
		if (*finding->fix)
			vpb_output_say(output, "  fix: %s", finding->fix);
		output->refused |= finding->refused && finding->severity == VPB_REFUSE;
	}
	if (!vpb_request_is_active(&run->request))
		vpb_output_say(output,
			"no device is configured: there is no 'bind' in the configuration, and "
			"no word of ours on this boot's command line");
}

void vpb_output_begin(struct vpb_output *output, const struct vpb_generate *generate,
	const char *place, const char *undo)
{
	if (output->takes_comments)
		vpb_output_say(output, "vfio-prebind %s made this: %s", VPB_VERSION,
			generate->made_by);
	vpb_output_say(output, "To use it: %s", place);
	vpb_output_say(output, "To undo it: %s", undo);
	left_out_add(output, generate->run);
}

static long twin_find(const struct vpb_run *run, const struct vpb_device *device)
{
	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		const struct vpb_device *other = &run->snapshot.devices[i];

		if (!run->plan.selected[i] && other->vendor == device->vendor &&
			other->device == device->device)
			return (long)i;
	}
	return -1;
}

static bool came_before(const struct vpb_run *run, size_t index)
{
	const struct vpb_device *device = &run->snapshot.devices[index];

	for (size_t i = 0; i < index; i++)
		if (run->plan.selected[i] &&
			run->snapshot.devices[i].vendor == device->vendor &&
			run->snapshot.devices[i].device == device->device)
			return true;
	return false;
}

void vpb_generate_add_ids(
	const struct vpb_run *run, struct vpb_text *ids, struct vpb_output *output)
{
	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		const struct vpb_device *device = &run->snapshot.devices[i];
		char address[VPB_ADDRESS_BYTES];
		long twin;

		if (!run->plan.selected[i] || came_before(run, i))
			continue;
		twin = twin_find(run, device);
		if (twin < 0) {
			vpb_text_add(ids, "%s%04x:%04x", ids->length ? "," : "",
				device->vendor, device->device);
			continue;
		}
		output->refused = true;
		vpb_output_say(output,
			"left out: the id %04x:%04x: %s has it as well and stays with the "
			"host, and vfio-pci would take both; name the device by its address in "
			"/etc/vfio-prebind.conf instead",
			device->vendor, device->device,
			vpb_address_format(run->snapshot.devices[twin].address, address));
	}
}
