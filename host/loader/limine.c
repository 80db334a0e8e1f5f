/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loader.h"

static const struct vpb_boot_program limine = {.name = "Limine",
	.files = (const char *const[]){"boot/limine.conf", "boot/limine/limine.conf",
		"efi/limine.conf", "boot/efi/limine.conf", NULL}};

const struct vpb_loader vpb_loader_limine = {
	.name = "limine",
	.summary = "a drop-in for limine-entry-tool",
	.title = "Limine",
	.program = &limine,
	.place = "put this into /etc/limine-entry-tool.d/vfio-prebind.conf, then run "
		 "limine-update",
	.undo = "remove that file, then run limine-update",
	.takes_comments = true,
	.form = {"KERNEL_CMDLINE[default]+=\" ", " ", "\"\n"},
};
