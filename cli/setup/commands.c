/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../helper/core/finding.h"
#include "../../host/image/check.h"
#include "../command.h"
#include "../findings.h"

/* Each image by the program that made it, as its own content tells. */
static int images_add(
	struct vpb_change *change, const struct vpb_facts *facts, struct vpb_text *advice)
{
	struct vpb_findings findings = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text looked = {}, rebuilds = {};
	int r = vpb_check_images(change->root, facts, &findings, &looked, &rebuilds);
	char *rest = rebuilds.data, *line;

	vpb_findings_done(&findings);
	if (r < 0)
		return r;
	if (!rebuilds.length)
		vpb_text_add(advice,
			"no boot image was found; make yours again with the program that makes "
			"them\n");
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		/* No program's name: see vpb_image_rebuild(). */
		if (strncmp(line, "make /", 6) == 0)
			vpb_text_add(advice, "%s\n", line);
		else if (*line)
			r = vpb_change_add_command(change, line);
	}
	return r < 0 ? r : vpb_text_error(advice);
}

static int kernel_install_add(struct vpb_change *change, const struct vpb_facts *facts)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < facts->kernel_count; i++) {
		const char *release = facts->kernels[i].release;
		VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
		char path[PATH_MAX];

		if (!vpb_facts_kernel_find(change->root, release, path))
			continue;
		vpb_text_add(&line, "kernel-install add %s /%s", release, path);
		r = vpb_text_error(&line);
		if (r == 0)
			r = vpb_change_add_command(change, line.data);
	}
	return r;
}

static int grub_add(struct vpb_change *change, struct vpb_text *advice)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
	struct vpb_loader_found loader;
	int r = vpb_root_look(change->root, "usr/sbin/update-grub");

	if (r < 0)
		return r;
	if (r > 0)
		return vpb_change_add_command(change, "update-grub");
	r = vpb_loader_find_booted(change->root, &loader);
	if (r < 0)
		return r;
	if (!loader.mkconfig || !loader.menu) {
		vpb_text_add(advice, "write GRUB's menu again\n");
		return vpb_text_error(advice);
	}
	vpb_text_add(&line, "%s -o /%s", loader.mkconfig, loader.menu);
	return vpb_text_error(&line) < 0 ? -ENOMEM
					 : vpb_change_add_command(change, line.data);
}

/* By the file: also one that belongs to a loader which did not boot this system. */
static int file_commands_add(struct vpb_change *change, const struct vpb_facts *facts,
	const char *path, struct vpb_text *advice)
{
	int r;

	if (strncmp(path, "etc/default/", 12) == 0 ||
		strncmp(path, "etc/grub.d/", 11) == 0)
		return grub_add(change, advice);
	if (strncmp(path, "etc/cmdline.d/", 14) == 0)
		return vpb_change_add_command(change, "mkinitcpio -P");
	if (strncmp(path, "etc/kernel/", 11) != 0)
		return 0;
	r = vpb_root_look(change->root, "etc/kernel/proxmox-boot-uuids");
	if (r < 0)
		return r;
	return r ? vpb_change_add_command(change, "proxmox-boot-tool refresh")
		 : kernel_install_add(change, facts);
}

int vpb_setup_commands(
	struct vpb_change *change, const struct vpb_facts *facts, struct vpb_text *advice)
{
	int r = images_add(change, facts, advice);

	for (size_t i = 0; r == 0 && i < change->journal.entry_count; i++)
		if (vpb_entry_changes(&change->journal.entries[i]))
			r = file_commands_add(
				change, facts, change->journal.entries[i].path, advice);
	return r;
}

/* Its fix ends with the command that makes the image. */
static bool is_made_by(const struct vpb_finding *finding, const char *command)
{
	size_t length = strlen(command), fix = strlen(finding->fix);

	return fix >= length && strcmp(finding->fix + fix - length, command) == 0;
}

/* One that somebody has to make by hand cannot be right yet, and is in the advice. */
static bool is_made_by_us(
	const struct vpb_change *change, const struct vpb_finding *finding)
{
	for (size_t i = 0; i < change->journal.command_count; i++)
		if (is_made_by(finding, change->journal.commands[i]))
			return true;
	return !change->journal.command_count;
}

int vpb_setup_images_judge(const struct vpb_change *change, const void *facts)
{
	static const struct vpb_snapshot none;
	struct vpb_findings findings = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text looked = {};
	int r = vpb_check_images(change->root, facts, &findings, &looked, NULL);
	bool is_fine = r == 0;

	printf("Looked into: %s\n", looked.length ? looked.data : "no boot image");
	vpb_findings_print("  ", &findings, &none);
	for (size_t i = 0; i < findings.count; i++)
		if (vpb_check_binds_nothing(findings.items[i].kind) &&
			is_made_by_us(change, &findings.items[i]))
			is_fine = false;
	vpb_findings_done(&findings);
	if (is_fine)
		return -1;
	vpb_log(VPB_LOG_ERROR, "%s: a boot image would not bind the devices, see above",
		change->name);
	return VPB_EXIT_FAILED;
}
