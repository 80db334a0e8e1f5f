/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loader.h"

static const struct vpb_boot_program u_boot = {.name = "u-boot",
	.files = (const char *const[]){"boot/extlinux/extlinux.conf", NULL}};

const struct vpb_loader vpb_loader_u_boot = {
	.name = "u-boot",
	.summary = "a drop-in for u-boot-update, as Debian and Ubuntu have it",
	.title = "u-boot",
	.program = &u_boot,
	.place = "put this into /etc/u-boot-menu/conf.d/zz-vfio-prebind.conf, then run "
		 "u-boot-update (without that program: add the words to each 'append' "
		 "line of /boot/extlinux/extlinux.conf)",
	.undo = "remove that file, then run u-boot-update",
	.takes_comments = true,
	/* Where nothing sets it, u-boot-update falls back on the same two by itself. */
	.form = {"U_BOOT_PARAMETERS=\"${U_BOOT_PARAMETERS:-$(cat /etc/kernel/cmdline "
		 "2>/dev/null || echo ro quiet)} ",
		" ", "\"\n"},
};
