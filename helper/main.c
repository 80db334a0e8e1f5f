/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The boot program: runs first in the initramfs, gives the selected devices to vfio-pci, says
 * what it did, and ends in bounded time whatever it meets.
 */

#include <string.h>

#include "give_back.h"
#include "program.h"
#include "sys/carriers.h"

static const char help[] =
	"vfio-prebind-helper [--root DIR] [--dry-run] [--report FILE]\n"
	"    [--arrival ADDRESS]\n"
	"vfio-prebind-helper give-back [--help] ...\n"
	"\n"
	"Binds the PCI devices that /etc/vfio-prebind.conf and the kernel command line\n"
	"name to vfio-pci, at once. The initramfs runs it before udev; on a running\n"
	"system use --dry-run.\n"
	"\n"
	"  --root DIR     read and write below DIR instead of /, and load no module\n"
	"  --dry-run      print the plan and the findings, and change nothing\n"
	"  --report FILE  write the report there (usually /run/vfio-prebind/report)\n"
	"  --arrival ADDRESS  bind only what was plugged in there: udev's rule says so\n"
	"  --help, --version\n"
	"\n"
	"If a boot goes wrong: add vfio_prebind.enable=0 to the kernel command line.\n";

static int facts_read(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	(void)pipeline, (void)request;
	return vpb_carriers_read(root, selection, snapshot);
}

int main(int argc, char **argv)
{
	static const struct vpb_program program = {
		.name = "vfio-prebind-helper",
		.section = VPB_SECTION_INITRD,
		.help = help,
		.pipeline = {.is_boot_program = true, .read_facts = facts_read},
	};

	if (argc > 1 && strcmp(argv[1], "give-back") == 0)
		return vpb_give_back_run(argc - 1, argv + 1);
	return vpb_program_run(&program, argc, argv);
}
