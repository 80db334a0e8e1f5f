/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "status_print.h"

#include <stdio.h>

#include "../host/terminal/language.h"

static const char *ready_format(const struct vpb_status_sum *sum, bool is_fine)
{
	if (is_fine)
		return ngettext("OK: %zu of %zu device is ready for VMs.\n",
			"OK: %zu of %zu devices are ready for VMs.\n", sum->asked);
	if (sum->asked == 1)
		return _("%zu of %zu device is ready for VMs.\n");
	return ngettext("%zu of %zu devices is ready for VMs.\n",
		"%zu of %zu devices are ready for VMs.\n", sum->ready);
}

void vpb_status_print_headline(const struct vpb_status_sum *sum)
{
	bool is_fine = !sum->disagrees && !sum->is_refused && sum->ready == sum->asked;

	if (sum->asked)
		printf(ready_format(sum, is_fine), sum->ready, sum->asked);
	else if (sum->released)
		printf(_("All devices were released to the host.\n"));
	else if (sum->has_report)
		printf(_("This boot gave no device to vfio-pci.\n"));
}

const char *vpb_status_next_step(
	const struct vpb_status_sum *sum, const struct vpb_request *request)
{
	if (sum->disagrees)
		return "To see what is wrong, and how to fix it: vfio-prebind check";
	if (sum->is_refused)
		return "To see why a device stayed with the host: vfio-prebind status";
	if (sum->needs_reboot)
		return "Next: reboot.";
	if (!sum->has_report && vpb_request_is_active(request) &&
		!vpb_request_asks_itself(request))
		return "Next: vfio-prebind setup, which takes those lines over and checks what "
		       "they give away.";
	if (sum->ready)
		return "Next: in the settings of a virtual machine, add each as a PCI host device.";
	if (vpb_request_off_word(request) && vpb_request_asks(request))
		return "The next boot binds again, unless it is told the same. To keep the "
		       "devices with the host: vfio-prebind remove";
	if (vpb_request_asks(request))
		return "To see what the next boot does: vfio-prebind plan";
	return "To choose a device for VMs: vfio-prebind setup";
}

void vpb_status_add_line(const struct vpb_status_line *line, struct vpb_text *lines)
{
	vpb_text_add(lines, "%s", line->address);
	vpb_text_add_printable(lines, line->name);
	vpb_text_add(lines, ": ");
	vpb_text_add_printable(lines, line->text);
	vpb_text_add(lines, "\n");
}

void vpb_status_add_json(const struct vpb_status_line *line, struct vpb_json *json)
{
	static const struct vpb_item none;
	const struct vpb_item *item = line->item ? line->item : &none;

	vpb_json_begin_object(json, NULL);
	vpb_json_add_string(json, "address", line->address);
	vpb_json_add_string(json, "name", *line->name ? line->name + 1 : "");
	vpb_json_add_string(json, "section", line->section);
	vpb_json_add_string(json, "state", line->state);
	vpb_json_add_string(json, "driver", line->driver);
	vpb_json_add_string(json, "first-driver", line->first_driver);
	if (line->since_us)
		vpb_json_add_us(json, "since", line->since_us);
	else
		vpb_json_add_null(json, "since");
	vpb_json_add_string(json, "power", item->power_state);
	vpb_json_add_string(json, "runtime-status", item->runtime_status);
	vpb_json_add_string(json, "control", item->power_control);
	vpb_json_add_string(json, "d3cold-allowed", item->d3cold_allowed);
	vpb_json_add_string(json, "cdev", line->cdev);
	vpb_json_add_boolean(json, "cdev-there", line->has_cdev);
	vpb_json_add_boolean(json, "iommufd-there", line->has_iommufd);
	vpb_json_add_boolean(json, "agrees", line->agrees);
	vpb_json_add_string(json, "text", line->text);
	vpb_json_end_object(json);
}

void vpb_status_add_json_run(const struct vpb_reported_section *section, const char *text,
	struct vpb_json *json)
{
	vpb_json_begin_object(json, NULL);
	vpb_json_add_string(json, "section", section->name);
	vpb_json_add_string(json, "version", section->version);
	vpb_json_add_string(json, "state", section->state_word);
	vpb_json_add_us(json, "began", section->began_us);
	vpb_json_add_string(json, "text", text);
	vpb_json_end_object(json);
}

void vpb_status_add_json_silence(const char *text, struct vpb_json *json)
{
	vpb_json_begin_object(json, NULL);
	vpb_json_add_null(json, "section");
	vpb_json_add_null(json, "version");
	vpb_json_add_string(json, "state", "none");
	vpb_json_add_null(json, "began");
	vpb_json_add_string(json, "text", text);
	vpb_json_end_object(json);
}

void vpb_status_add_finding(
	const struct vpb_reported_finding *finding, struct vpb_text *lines)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

	vpb_language_add_finding(finding->text, &text);
	vpb_text_add_printable(lines, text.data ? text.data : finding->text);
	vpb_text_add(lines, "\n");
	if (!*finding->fix)
		return;
	vpb_language_add(finding->fix, &fix);
	vpb_text_add(lines, "  %s", _("fix: "));
	vpb_text_add_printable(lines, fix.data ? fix.data : finding->fix);
	vpb_text_add(lines, "\n");
}

void vpb_status_add_json_finding(const struct vpb_reported_finding *finding,
	const char *section, struct vpb_json *json)
{
	vpb_json_begin_object(json, NULL);
	vpb_json_add_string(json, "severity", finding->severity);
	vpb_json_add_string(json, "guard", finding->guard);
	vpb_json_add_string(json, "section", section);
	vpb_json_add_string(json, "address", finding->address);
	vpb_json_add_string(json, "text", finding->text);
	vpb_json_add_string(json, "fix", finding->fix);
	vpb_json_end_object(json);
}
