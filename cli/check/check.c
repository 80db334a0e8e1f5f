/* SPDX-License-Identifier: GPL-2.0-or-later */

/* check: is the machine ready, are the images right, and did this boot do what it was asked for. */

#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../helper/base/output.h"
#include "../../host/generate/generate.h"
#include "../../host/image/check.h"
#include "../../host/machine/boot_report.h"
#include "../../host/machine/inventory.h"
#include "../../host/machine/usage.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../../host/terminal/options.h"
#include "../../host/terminal/screen.h"
#include "../command.h"
#include "../forecast.h"
#include "../given.h"
#include "../idle.h"
#include "../iommu.h"
#include "../late_forecast.h"
#include "../next_boot.h"
#include "../reboot.h"
#include "../vf_hint.h"
#include "image.h"

struct check {
	bool is_json;
	struct vpb_facts facts;
	struct vpb_forecast forecast;
	struct vpb_run run,
		late; /* of the next boot, in the initramfs and in the real root */
	struct vpb_inventory now;
	struct vpb_boot_report report;
	struct vpb_findings machine, images, boot;
	struct vpb_text looked; /* the images that were looked into */
	struct vpb_text reboot; /* is only that left? */
};

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind check [--image FILE|DIR] [--json]\n"
		"\n"
		"Asks three questions, and says for all that is wrong what to do about it:\n"
		"is this machine ready to give what is asked for to a VM, are the boot images\n"
		"of all kernels right, and did this boot do what it was asked for. Ends with\n"
		"0, with 1 where something is wrong, and with 3 where a guard refuses a device.\n"
		"\n"
		"  --image FILE|DIR  ask one question only: does vfio-prebind run first in this\n"
		"                    initramfs, UKI, or folder with the files of one? Ends with\n"
		"                    1 where it does not, or where that cannot be read.\n"
		"  --json            for programs\n" VPB_OPTIONS_HELP));
}

static int questions_ask(const struct vpb_root *root, struct check *check, char **message)
{
	struct vpb_pipeline next_boot = {.view = VPB_VIEW_NEXT_BOOT,
		.read_facts = vpb_forecast_read_facts,
		.context = &check->forecast,
		.sources = {.is_other_boot = true}};
	const struct vpb_about scene = {root, &check->facts, &check->run, &check->late,
		&check->now, &check->report, &check->reboot};
	int r = vpb_inventory_read(root, &check->now, message);
	bool turns_iommu_on;

	if (r == 0)
		r = vpb_facts_read(root, &check->facts);
	turns_iommu_on = r == 0 && vpb_reboot_turns_iommu_on(root, &check->facts);
	if (turns_iommu_on)
		check->forecast.facts = &check->facts;
	if (r == 0)
		r = vpb_pipeline_plan(root, &next_boot, &check->run);
	if (r == 0 && vpb_request_off_word(&check->run.request))
		r = vpb_idle_explain(&check->run, "this boot's");
	if (r == 0)
		r = vpb_vf_hints_give(&check->now, &check->run);
	if (r == 0 && vpb_late_is_on(root))
		r = vpb_late_forecast(root, &next_boot, &check->run, &check->late);
	if (r == 0)
		r = vpb_next_boot_explain(
			root, &check->now.snapshot, &check->late, &check->run);
	if (r == 0)
		r = vpb_inventory_read_usage(root, &check->now);
	if (r == 0)
		r = vpb_given_look(root, &check->now.snapshot, &check->late, &check->run);
	if (r == 0)
		r = vpb_boot_report_read(root, &check->report);
	if (r == 0)
		r = vpb_iommu_explain(root, &check->facts, &check->run);
	if (r == 0 && !turns_iommu_on)
		r = vpb_iommu_look(root, &check->facts, check->run.snapshot.noiommu,
			&check->machine);
	if (r == 0)
		r = vpb_check_machine(&scene, &check->machine);
	if (r == 0)
		r = vpb_check_images(root, &check->facts, &check->run, &check->images,
			&check->looked, NULL);
	if (r == 0)
		r = vpb_reboot_explain(root, &check->facts, &check->images,
			&check->looked, &check->reboot);
	if (r == 0)
		r = vpb_check_boot(&scene, &check->boot);
	return r;
}

static const char *answer_name(enum vpb_answer answer)
{
	return answer == VPB_YES ? _("yes") : answer == VPB_NO ? _("no") : _("not seen");
}

/* What the machine is, in one line: also where all is well a person wants to know why. */
static void facts_print(const struct vpb_facts *facts)
{
	static const char *const forms[] = {
		N_("without vfio-pci"), N_("module"), N_("built in")};

	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

	vpb_text_add(&line, _("  IOMMU: %s"), facts->has_groups ? _("on") : _("off"));
	if (facts->has_dmar || facts->has_ivrs)
		vpb_text_add(&line, " (%s)",
			facts->has_dmar ? _("Intel's, DMAR") : _("AMD's, IVRS"));
	vpb_text_add(&line, _("; interrupts remapped: %s; vfio-pci:"),
		answer_name(facts->remaps_interrupts));
	for (size_t i = 0; i < facts->kernel_count; i++)
		vpb_text_add(&line, "%s %s (%s%s)", i ? "," : "",
			facts->kernels[i].release, _(forms[facts->kernels[i].vfio]),
			facts->kernels[i].is_running ? _(", running") : "");
	if (!facts->kernel_count)
		vpb_text_add(&line, _(" no kernel's modules seen"));
	vpb_line_print("%s", line.data ? line.data : "");
}

static void unreadable_log(const struct check *check)
{
	if (check->now.no_framebuffers)
		vpb_log(VPB_LOG_INFO,
			"not seen: whether the firmware framebuffer is on a card; only root "
			"may read /proc/iomem");
}

static const char *boot_answer(const struct check *check)
{
	const struct vpb_request *request = &check->run.request;

	if (!vpb_request_is_active(request))
		return vpb_request_asks(request)
			       ? _("nothing was to be done: see [off] above")
			       : _("nothing is asked for");
	return check->report.section_count || vpb_request_asks_itself(request)
		       ? _("yes: see 'vfio-prebind status'")
		       : _("nothing is set up, and vfio-prebind did not run");
}

static void text_print(const struct check *check)
{
	vpb_screen_page();
	printf(_("Is the machine ready?\n"));
	facts_print(&check->facts);
	vpb_findings_print("  ", &check->run.findings, &check->run.snapshot);
	vpb_findings_print("  ", &check->machine, &check->run.snapshot);
	if (!check->run.findings.count && !check->machine.count)
		printf(_("  yes: nothing is wrong with it\n"));
	printf(_("Are the boot images right?\n"));
	vpb_line_print("  looked into: %s",
		check->looked.length ? check->looked.data : _("none"));
	vpb_findings_print("  ", &check->images, &check->run.snapshot);
	if (!check->images.count && check->looked.length)
		printf(_("  yes: nothing is wrong with them\n"));
	printf(_("Did this boot do what it was asked for?\n"));
	vpb_findings_print("  ", &check->boot, &check->now.snapshot);
	if (!check->boot.count)
		printf("  %s\n", boot_answer(check));
}

static int json_print(const struct check *check)
{
	const struct vpb_snapshot *next = &check->run.snapshot;
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};

	vpb_json_begin_object(&json, NULL);
	vpb_findings_add_json(&json, "plan", &check->run.findings, next);
	vpb_findings_add_json(&json, "machine", &check->machine, next);
	vpb_findings_add_json(&json, "images", &check->images, next);
	vpb_findings_add_json(&json, "boot", &check->boot, &check->now.snapshot);
	vpb_json_end_object(&json);
	return vpb_output_text(&text);
}

static void findings_weigh(
	const struct vpb_findings *findings, bool *wrong, bool *refused)
{
	for (size_t i = 0; i < findings->count; i++) {
		*wrong |= findings->items[i].severity == VPB_WARN;
		*refused |= findings->items[i].severity == VPB_REFUSE;
	}
}

static int status_of(const struct check *check)
{
	bool wrong = false, refused = false;

	findings_weigh(&check->run.findings, &wrong, &refused);
	findings_weigh(&check->machine, &wrong, &refused);
	findings_weigh(&check->images, &wrong, &refused);
	findings_weigh(&check->boot, &wrong, &refused);
	return refused ? VPB_EXIT_REFUSED : wrong ? VPB_EXIT_FAILED : VPB_EXIT_DONE;
}

static int options_parse(
	int argc, char **argv, struct check *check, const char **ret_image)
{
	static const struct option known[] = {
		{"image", required_argument, NULL, 'i'},
		{"json", no_argument, NULL, 'J'},
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	while ((option = vpb_options_next(argc, argv, VPB_OPTIONS_LETTERS, known)) !=
		-1) {
		if (option == 'i') {
			*ret_image = optarg;
		} else if (option == 'J') {
			check->is_json = true;
		} else if ((r = vpb_options_common(option, help_print)) >= 0) {
			return r;
		}
	}
	return vpb_options_end(argc, argv, "check");
}

int vpb_command_check(const struct vpb_root *root, int argc, char **argv)
{
	struct check check = {};
	const char *image = NULL;
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	int status;
	int r = options_parse(argc, argv, &check, &image);

	if (r >= 0)
		return r;
	if (image)
		return vpb_check_image(root, image, check.is_json);
	r = questions_ask(root, &check, &message);
	if (r == 0)
		unreadable_log(&check);
	if (r == 0 && check.is_json)
		r = json_print(&check);
	else if (r == 0)
		text_print(&check);
	status = r < 0 ? VPB_EXIT_FAILED : status_of(&check);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "check: %s", message ? message : strerror(-r));
	vpb_findings_done(&check.machine);
	vpb_findings_done(&check.images);
	vpb_findings_done(&check.boot);
	vpb_text_done(&check.reboot);
	vpb_text_done(&check.looked);
	vpb_boot_report_done(&check.report);
	vpb_forecast_done(&check.forecast);
	vpb_facts_done(&check.facts);
	vpb_run_done(&check.late);
	vpb_run_done(&check.run);
	vpb_inventory_done(&check.now);
	return status;
}
