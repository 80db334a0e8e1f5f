/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "change.h"
#include "signs.h"
#include "systemd_boot.h"

#define CONF "etc/kernelstub/configuration"

static bool kernelstub_is_there(struct vpb_signs *signs)
{
	return vpb_signs_have(signs, CONF);
}

static bool kernelstub_detect(struct vpb_signs *signs)
{
	return signs->program == &vpb_systemd_boot && kernelstub_is_there(signs);
}

/* Its hook after update-initramfs copies the image to where its entry names it. */
static bool kernelstub_add_rebuild(
	const struct vpb_root *root, const char *release, struct vpb_text *text)
{
	(void)root;
	vpb_text_add(text, "update-initramfs -u -k %s", release);
	return true;
}

/* A list of strings in JSON, one for each word; those of "default" are not in use. */
static bool kernelstub_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text quoted = {};
	const char *user;

	vpb_text_add(&quoted, "\"%s\"", word);
	if (vpb_root_read(change->root, CONF, &text) < 0 || !text.data || !quoted.data)
		return false;
	user = strstr(text.data, "\"user\"");
	if (!user || !strstr(user, quoted.data))
		return false;
	snprintf(ret_path, PATH_MAX, "%s", CONF);
	return true;
}

const struct vpb_loader vpb_loader_kernelstub = {
	.name = "kernelstub",
	.summary = "a command for kernelstub, as Pop!_OS has it",
	.title = "systemd-boot with kernelstub",
	.program = &vpb_systemd_boot,
	.detect = kernelstub_detect,
	.owns = kernelstub_is_there,
	.add_rebuild = kernelstub_add_rebuild,
	.place = "run this as root",
	.takes_comments = true,
	.form = {"kernelstub --add-options \"", " ", "\"\n"},
	.undo_form = {"kernelstub --delete-options \"", " ", "\""},
	.says = kernelstub_says,
};
