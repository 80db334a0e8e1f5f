/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "signs.h"
#include "systemd_boot.h"

static bool kernelstub_detect(struct vpb_signs *signs)
{
	return signs->program == &vpb_systemd_boot &&
	       vpb_signs_have(signs, "etc/kernelstub/configuration");
}

const struct vpb_loader vpb_loader_kernelstub = {
	.name = "kernelstub",
	.summary = "a command for kernelstub, as Pop!_OS has it",
	.title = "systemd-boot with kernelstub",
	.program = &vpb_systemd_boot,
	.detect = kernelstub_detect,
	.place = "run this as root",
	.takes_comments = true,
	.form = {"kernelstub --add-options \"", " ", "\"\n"},
	.undo_form = {"kernelstub --delete-options \"", " ", "\""},
};
