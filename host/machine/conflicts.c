/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "facts.h"

int vpb_facts_add_conflict(struct vpb_facts *facts, const struct vpb_root *root,
	const char *kind, const char *path, const char *word)
{
	struct vpb_other *others =
		vpb_array_grow(facts->others, facts->other_count, sizeof(*facts->others));
	VPB_CLEANUP(vpb_text_done) struct vpb_text full = {};

	if (!others)
		return -ENOMEM;
	facts->others = others;
	vpb_text_add(&full, "%s/%s", root->path, path);
	if (vpb_text_error(&full) < 0)
		return -ENOMEM;
	others += facts->other_count++;
	*others = (struct vpb_other){kind, strdup(full.data), strdup(word)};
	return others->path && others->word ? 0 : -ENOMEM;
}

/* driverctl keeps a file a device, such as pci-0000:01:00.0, that holds the driver's name. */
static int driverctl_take(const struct vpb_root *root, const char *folder,
	const char *name, struct vpb_facts *facts)
{
	struct vpb_address address;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (strncmp(name, "pci-", 4) != 0 || vpb_address_parse(name + 4, &address) < 0)
		return 0;
	return vpb_facts_add_conflict(facts, root, "driverctl", path, name + 4);
}

/* modules-load.d(5) and /etc/modules: a module a line. */
static int modules_file_read(
	const struct vpb_root *root, const char *path, struct vpb_facts *facts)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;
	int r = 0;

	if (vpb_root_read(root, path, &text) < 0)
		return 0;
	rest = text.data;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		line += strspn(line, " \t");
		line[strcspn(line, " \t\r")] = '\0';
		if (*line && *line != '#' && *line != ';')
			r = vpb_facts_add_conflict(
				facts, root, "modules-load", path, line);
	}
	return r;
}

static int modules_take(const struct vpb_root *root, const char *folder, const char *name,
	struct vpb_facts *facts)
{
	size_t length = strlen(name);
	char path[PATH_MAX];

	if (length < 6 || strcmp(name + length - 5, ".conf") != 0)
		return 0;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return modules_file_read(root, path, facts);
}

int vpb_facts_read_conflicts(const struct vpb_root *root, struct vpb_facts *facts)
{
	static const char *const services[] = {"nvidia-persistenced.service"};
	int r = vpb_facts_each_entry(root, "etc/driverctl.d", driverctl_take, facts);
	if (r == 0)
		r = vpb_facts_each_entry(root, "etc/modules-load.d", modules_take, facts);
	if (r == 0)
		r = vpb_facts_each_entry(
			root, "usr/lib/modules-load.d", modules_take, facts);
	if (r == 0)
		r = modules_file_read(root, "etc/modules", facts);
	for (size_t i = 0; r == 0 && i < sizeof(services) / sizeof(*services); i++) {
		char path[PATH_MAX];

		snprintf(path, sizeof(path),
			"etc/systemd/system/multi-user.target.wants/%s", services[i]);
		if (vpb_root_has(root, path))
			r = vpb_facts_add_conflict(
				facts, root, "service", path, services[i]);
	}
	return r;
}
