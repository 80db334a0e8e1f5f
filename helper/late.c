/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The late program: vfio-prebind-late.service runs it in the real root, where it can be told
 * which disks, network and keyboard the system needs, and before anything else uses them. It
 * takes over what the initramfs left.
 */

#include <errno.h>
#include <string.h>

#include "core/report_read.h"
#include "program.h"
#include "sys/report_file.h"
#include "usage/usage.h"

static const char help[] =
	"vfio-prebind-late [--root DIR] [--dry-run] [--report FILE]\n"
	"    [--arrival ADDRESS]\n"
	"\n"
	"Binds those of the configured PCI devices to vfio-pci that may carry the system:\n"
	"disks, USB, network cards with the root file system. vfio-prebind-late.service\n"
	"runs it at boot; on a running system use --dry-run.\n"
	"\n"
	"  --root DIR     read and write below DIR instead of /, and load no module\n"
	"  --dry-run      print the plan and the findings, open no disk, change nothing\n"
	"  --report FILE  write the report there (usually /run/vfio-prebind/report)\n"
	"  --arrival ADDRESS  bind only what was plugged in there: udev's rule says so\n"
	"  --help, --version\n"
	"\n"
	"If a boot goes wrong: add vfio_prebind.enable=0 to the kernel command line.\n";

/*
 * What the initramfs has left for this run is judged here, whatever made it: that image's own files
 * are gone.
 */
static int network_need_find(const struct vpb_root *root, struct vpb_snapshot *snapshot)
{
	VPB_CLEANUP(vpb_boot_report_done) struct vpb_boot_report report = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char boot_id[64];
	int r = vpb_root_read(root, VPB_REPORT_FILE, &text);

	if (snapshot->network_need || r < 0 || !text.data)
		return r == -ENOMEM ? r : 0;
	vpb_boot_id_read(root, boot_id, sizeof(boot_id));
	r = vpb_boot_report_parse(text.data, boot_id, &report);
	for (size_t i = 0; r == 0 && i < report.finding_count; i++) {
		const struct vpb_reported_finding *finding = &report.findings[i];
		struct vpb_address address;
		long found;

		if (report.sections[finding->section].section != VPB_SECTION_INITRD ||
			strcmp(finding->guard, "late") != 0 ||
			vpb_address_parse(finding->address, &address) < 0)
			continue;
		found = vpb_snapshot_find(snapshot, address);
		/* Others wait in any case. */
		if (found < 0 || VPB_CLASS_BASE(snapshot->devices[found].class_code) !=
					 VPB_CLASS_NETWORK_BASE)
			continue;
		snapshot->network_need = strdup("the initramfs has left it to this run");
		return snapshot->network_need ? 0 : -ENOMEM;
	}
	return r;
}

static int facts_read(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	const struct vpb_usage_how how = {
		.read_tags = vpb_tags_read_devices,
		.is_boot = !pipeline->arrival,
		.holds = pipeline->is_dry ? NULL : pipeline->context,
	};

	int r = network_need_find(root, snapshot);

	return r < 0 ? r : vpb_usage_read(root, &how, request, selection, snapshot);
}

int main(int argc, char **argv)
{
	/*
	 * The disks that are about to be given away stay open in the child that opens them, and
	 * in the child of that one which unbinds, until these end.
	 */
	VPB_CLEANUP(vpb_holds_done) struct vpb_holds holds = {};
	const struct vpb_program program = {
		.name = "vfio-prebind-late",
		.section = VPB_SECTION_LATE,
		.help = help,
		.pipeline = {.phase = VPB_PHASE_LATE,
			.read_facts = facts_read,
			.context = &holds},
	};

	return vpb_program_run(&program, argc, argv);
}
