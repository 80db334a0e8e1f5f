/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const run_states[] = {"done", "idle", "off", "stuck", "broken"};

const char *vpb_run_state_name(enum vpb_run_state state)
{
	return run_states[state];
}

enum vpb_run_state vpb_run_state_parse(const char *name)
{
	return (enum vpb_run_state)vpb_word_find(run_states, VPB_RUN_UNKNOWN, name);
}

static const char *const sections[] = {
	"initrd", "late", "hotplug", "bind", "release", "give-back"};

const char *vpb_section_name(enum vpb_section section)
{
	return sections[section];
}

enum vpb_section vpb_section_parse(const char *name)
{
	return (enum vpb_section)vpb_word_find(sections, VPB_SECTION_UNKNOWN, name);
}

static const char *word_or_dash(const char *word)
{
	return word && *word ? word : "-";
}

/* Words hold no blank: "kernel command line" is written with dashes. */
static void word_add(struct vpb_text *text, const char *word)
{
	for (const char *c = word_or_dash(word); *c; c++)
		vpb_text_add(text, "%c",
			(unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f ? '-' : *c);
}

static void device_line_add(const struct vpb_report *report, size_t index,
	const struct vpb_claim *claim, struct vpb_text *text)
{
	const struct vpb_device *device = &report->snapshot->devices[index];
	const struct vpb_outcome *outcome = &report->outcomes[index];
	const struct vpb_origin *origin = &report->request->rules[claim->rule].origin;
	const struct vpb_scene scene = {
		report->request, report->snapshot, report->selection};
	char address[VPB_ADDRESS_BYTES];

	vpb_text_add(text, "device=%s id=%04x:%04x class=%04x state=%s",
		vpb_address_format(device->address, address), device->vendor,
		device->device, device->class_code, vpb_state_name(outcome->state));
	vpb_text_add(text, " first-driver=");
	word_add(text, device->driver);
	vpb_text_add(text, " driver=");
	word_add(text, outcome->driver);
	vpb_text_add(text, " first-override=");
	word_add(text, device->driver_override);
	if (outcome->linked_us)
		vpb_text_add(text, " linked-us=%" PRIu64, outcome->linked_us);
	if (outcome->state == VPB_STATE_FAILED)
		vpb_text_add(text, " step=%s errno=%d undone=%s",
			vpb_step_kind_name(outcome->step), outcome->error,
			outcome->undo_failed ? "no" : "yes");
	if (outcome->state == VPB_STATE_WORKING)
		vpb_text_add(text, " step=%s", vpb_step_kind_name(outcome->step));
	if (outcome->variant_error)
		vpb_text_add(text, " variant-errno=%d", outcome->variant_error);
	if (outcome->sleep_error)
		vpb_text_add(text, " sleep-errno=%d", outcome->sleep_error);
	if (claim->is_companion)
		vpb_text_add(text, " companion-of=%s",
			vpb_address_format(
				report->snapshot->devices[claim->display].address,
				address));
	if (outcome->state == VPB_STATE_BOUND && vpb_claim_may_carry(&scene, claim))
		vpb_text_add(text, " may-carry=yes");
	vpb_text_add(text, " rule=");
	word_add(text, origin->source);
	vpb_text_add(text, ":%u:%u\n", origin->line, origin->column);
}

/* For a bridge too, which no rule names. */
static void power_line_add(
	const struct vpb_report *report, size_t index, struct vpb_text *text)
{
	const struct vpb_device *device = &report->snapshot->devices[index];
	char address[VPB_ADDRESS_BYTES];

	if (!report->outcomes[index].sleep)
		return;
	vpb_text_add(text, "power=%s control=%s first-control=%s\n",
		vpb_address_format(device->address, address),
		vpb_sleep_name(report->outcomes[index].sleep),
		word_or_dash(vpb_sleep_name(device->sleep)));
}

void vpb_report_add_finding(
	const struct vpb_report *report, size_t index, struct vpb_text *text)
{
	const struct vpb_finding *finding = &report->findings->items[index];
	char address[VPB_ADDRESS_BYTES] = "-";

	if (finding->device >= 0)
		vpb_address_format(
			report->snapshot->devices[finding->device].address, address);
	vpb_text_add(text, "finding=%s %s %s ", vpb_severity_name(finding->severity),
		finding->guard, address);
	vpb_finding_describe(finding, report->snapshot, text);
	vpb_text_add(text, "\n");
	if (*finding->fix)
		vpb_text_add(text, "fix=%s\n", finding->fix);
}

void vpb_report_add_section(const struct vpb_report *report, struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];

	vpb_text_add(text, "[%s]\nversion=%s\nboot-id=%s\n",
		vpb_section_name(report->section), report->version,
		word_or_dash(report->boot_id));
	if (report->arrival)
		vpb_text_add(text, "arrival=%s\n",
			vpb_address_format(*report->arrival, address));
	vpb_text_add(text, "began-us=%" PRIu64 "\nended-us=%" PRIu64 "\nstate=%s\n",
		report->began_us, report->ended_us, vpb_run_state_name(report->state));
	for (size_t i = 0; i < report->snapshot->device_count; i++) {
		const struct vpb_claim *claim = vpb_selection_claim(report->selection, i);

		if (claim)
			device_line_add(report, i, claim, text);
	}
	for (size_t i = 0; i < report->snapshot->device_count; i++)
		power_line_add(report, i, text);
	for (size_t i = 0; i < report->findings->count; i++)
		vpb_report_add_finding(report, i, text);
}

/* Where the next section begins, or the text ends. */
static char *section_end(char *section)
{
	char *next = strstr(section, "\n[");

	return next ? next + 1 : section + strlen(section);
}

bool vpb_report_forget_arrival(struct vpb_text *text, struct vpb_address arrival)
{
	char address[VPB_ADDRESS_BYTES], line[sizeof("\narrival=\n") + sizeof(address)];
	char *section = text->data, *end;

	snprintf(line, sizeof(line), "\narrival=%s\n",
		vpb_address_format(arrival, address));
	for (; section && *section; section = end) {
		const char *found = strstr(section, line);

		end = section_end(section);
		if (!found || found >= end)
			continue;
		text->length -= (size_t)(end - section);
		memmove(section, end, strlen(end) + 1);
		return true;
	}
	return false;
}

bool vpb_report_has_news(const struct vpb_report *report)
{
	bool has_news = report->findings->count || report->state == VPB_RUN_STUCK ||
			report->state == VPB_RUN_BROKEN;

	for (size_t i = 0; i < report->snapshot->device_count; i++)
		has_news |= report->outcomes[i].state != VPB_STATE_LEFT &&
			    report->outcomes[i].state != VPB_STATE_ALREADY;
	return has_news;
}

/* A step for the device in front of it has asked for a module's driver in place of vfio-pci. */
static bool is_for_variant(const struct vpb_plan *plan, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (plan->steps[i].kind == VPB_STEP_VARIANT &&
			plan->steps[i].device == plan->steps[index].device)
			return true;
	return false;
}

static void step_add(const struct vpb_plan *plan, size_t index, struct vpb_text *text)
{
	const struct vpb_step *step = &plan->steps[index];
	const char *driver =
		is_for_variant(plan, index) ? "that driver" : VPB_DRIVER_NAME;

	switch (step->kind) {
	case VPB_STEP_LOAD:
		vpb_text_add(text, "load the module vfio-pci");
		break;
	case VPB_STEP_VARIANT:
		vpb_text_add(
			text, "load the module %s, whose driver it gets", step->module);
		break;
	case VPB_STEP_OVERRIDE:
		vpb_text_add(text, "set driver_override to %s", driver);
		break;
	case VPB_STEP_UNBIND:
		vpb_text_add(text, "unbind its driver");
		break;
	case VPB_STEP_BIND:
		vpb_text_add(text, "bind to %s and check the driver link", driver);
		break;
	case VPB_STEP_CLEAR:
		vpb_text_add(text, "clear driver_override");
		break;
	case VPB_STEP_PROBE:
		vpb_text_add(text,
			"let the host's drivers probe it and check the driver link");
		break;
	case VPB_STEP_SLEEP:
		vpb_text_add(
			text, "set power/control to %s", vpb_sleep_name(step->sleep));
		break;
	}
}

void vpb_report_add_plan(const struct vpb_report *report, struct vpb_text *text)
{
	if (!report->plan->step_count)
		vpb_text_add(text, "There is nothing to do.\n");
	for (size_t i = 0; i < report->plan->step_count; i++) {
		const struct vpb_step *step = &report->plan->steps[i];
		char address[VPB_ADDRESS_BYTES];

		vpb_text_add(text, "%2zu. ", i + 1);
		if (step->kind != VPB_STEP_LOAD)
			vpb_text_add(text, "%s: ",
				vpb_address_format(
					report->snapshot->devices[step->device].address,
					address));
		step_add(report->plan, i, text);
		vpb_text_add(text, "\n");
	}
}

/*
 * An unsigned module, or one signed by a stranger: EPERM under lockdown, as with Secure Boot, and
 * EKEYREJECTED where signatures are enforced (kernel/module/signing.c, module_sig_check).
 */
static const char *load_cure(int error)
{
	if (error == EPERM || error == EKEYREJECTED)
		return "the kernel loads only modules signed with a key that it knows, as with "
		       "Secure Boot; reinstall the module of this very kernel, or sign it, and "
		       "rebuild the initramfs";
	return "is it in the initramfs? rebuild that and boot again";
}

static void failure_add(const struct vpb_report *report,
	const struct vpb_outcome *outcome, struct vpb_text *text)
{
	if (outcome->step == VPB_STEP_LOAD) {
		vpb_text_add(text,
			"not bound, nothing was changed: failed to load vfio-pci (%s); %s",
			strerror(outcome->error), load_cure(outcome->error));
		return;
	}
	vpb_text_add(text, "not %s: %s failed (%s); ",
		report->plan->is_release ? "released" : "bound",
		vpb_step_kind_name(outcome->step), strerror(outcome->error));
	if (outcome->undo_failed)
		vpb_text_add(text, "its driver_override could not be restored");
	else
		vpb_text_add(text, "rolled back");
	vpb_text_add(text, ", driver now: %s", word_or_dash(outcome->driver));
}

static void released_add(const struct vpb_device *device,
	const struct vpb_outcome *outcome, struct vpb_text *text)
{
	if (!vpb_device_is_on_vfio(device))
		vpb_text_add(text, "was not on vfio-pci when first seen");
	else
		vpb_text_add(text, "released from %s", device->driver);
	if (*outcome->driver)
		vpb_text_add(text, ", driver now: %s", outcome->driver);
	else
		vpb_text_add(
			text, ", and no host driver has taken it: is its module loaded?");
}

bool vpb_report_describe_device(
	const struct vpb_report *report, size_t index, struct vpb_text *text)
{
	const struct vpb_device *device = &report->snapshot->devices[index];
	const struct vpb_outcome *outcome = &report->outcomes[index];
	char address[VPB_ADDRESS_BYTES];

	if (outcome->state == VPB_STATE_LEFT)
		return false;
	vpb_text_add(text, "%s %04x:%04x: ", vpb_address_format(device->address, address),
		device->vendor, device->device);
	switch (outcome->state) {
	case VPB_STATE_BOUND:
		if (device->driver[0])
			vpb_text_add(text, "bound to %s, was bound to %s when first seen",
				outcome->driver, device->driver);
		else
			vpb_text_add(text, "bound to %s, had no driver when first seen",
				outcome->driver);
		break;
	case VPB_STATE_ALREADY:
		vpb_text_add(text, "was on %s when first seen",
			device->has_variant ? device->driver : VPB_DRIVER_NAME);
		break;
	case VPB_STATE_FAILED:
		failure_add(report, outcome, text);
		break;
	case VPB_STATE_RELEASED:
		released_add(device, outcome, text);
		break;
	case VPB_STATE_WORKING:
		vpb_text_add(text,
			"the kernel did not answer at the step '%s'; it is left as it is, and a "
			"reboot may hang on it; to boot without it, add vfio_prebind.skip=%s to "
			"the kernel command line",
			vpb_step_kind_name(outcome->step), address);
		break;
	case VPB_STATE_LEFT:
	case VPB_STATE_PLANNED:
	case VPB_STATE_UNKNOWN:
		vpb_text_add(text, "selected, but not touched");
		break;
	}
	if (outcome->variant_error)
		vpb_text_add(text, "; the driver made for it could not be had: %s",
			strerror(outcome->variant_error));
	if (outcome->sleep_error)
		vpb_text_add(text,
			"; power/control of it, or of a port above it, could not be set: %s",
			strerror(outcome->sleep_error));
	return true;
}
