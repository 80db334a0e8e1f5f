/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "battery.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../helper/base/array.h"
#include "../helper/base/log.h"
#include "../host/change/atomic_file.h"
#include "acpi/table.h"

#define BUILT "usr/share/vfio-prebind/battery.aml"

bool vpb_battery_take(
	const char *command, const char *word, enum vpb_battery *ret_battery)
{
	static const char *const words[] = {"none", "mains", "battery"};
	size_t number = vpb_word_find(words, VPB_ARRAY_SIZE(words), word);

	if (number < VPB_ARRAY_SIZE(words)) {
		*ret_battery = (enum vpb_battery)(VPB_BATTERY_NONE + number);
		return true;
	}
	vpb_log(VPB_LOG_ERROR, "%s: --battery is mains, battery or none, not '%s'",
		command, VPB_WORD(word));
	return false;
}

bool vpb_battery_is_there(const struct vpb_root *root)
{
	return vpb_root_has(root, BUILT) && (!root->is_running_machine || geteuid() == 0);
}

const char *vpb_battery_built(const struct vpb_root *root)
{
	return vpb_root_has(root, BUILT) ? "/" BUILT : NULL;
}

int vpb_battery_write(const struct vpb_root *root, enum vpb_battery battery)
{
	static const struct vpb_table_numbers discharging = {
		.state = 1, .power_mw = 10000, .left_mwh = 40800};
	VPB_CLEANUP(vpb_text_done) struct vpb_text table = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text now = {};
	const char *path = vpb_battery_file(battery) + 1;
	int r;

	if (battery < VPB_BATTERY_MAINS)
		return 0;
	r = vpb_root_read(root, BUILT, &table);
	if (r == 0)
		r = vpb_text_error(&table);
	if (r == 0 && battery == VPB_BATTERY_BATTERY)
		r = vpb_table_write(table.data, table.length, &discharging);
	if (r < 0)
		return r;
	/* A VM may have it just now: what is right is left alone. */
	if (vpb_atomic_file_read(root, path, &now) == 0 && now.length == table.length &&
		memcmp(now.data, table.data, table.length) == 0)
		return 0;
	r = vpb_atomic_folder_make(root, VPB_BATTERY_FOLDER, 0755);
	return r < 0 ? r
		     : vpb_atomic_file_write(
			       root, path, table.data, table.length, NULL, 0644);
}

/* QEMU has a user of its own, and libvirt makes that the owner of the file of a <table> alone. */
static bool is_for_others(const struct vpb_root *root, const char *path, bool is_owned)
{
	char above[PATH_MAX];
	struct stat status;

	for (size_t i = 1; i < sizeof(above) && path[i]; i++) {
		if (path[i] != '/')
			continue;
		memcpy(above, path, i);
		above[i] = '\0';
		if (vpb_root_stat(root, above, 0, &status) == 0 &&
			!(status.st_mode & S_IXOTH))
			return false;
	}
	return is_owned || vpb_root_stat(root, path, 0, &status) < 0 ||
	       status.st_mode & S_IROTH;
}

static int file_judge(const struct vpb_root *root, const struct vpb_domain_judge *judge,
	const xmlNode *element, const char *file, bool is_owned)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text path = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	struct stat status;
	bool is_missing;
	int r;

	if (*file != '/')
		return 0;
	vpb_text_add(&path, "%.*s", (int)strcspn(file + 1, ","), file + 1);
	if (vpb_text_error(&path) < 0 || !path.data)
		return vpb_text_error(&path);
	r = vpb_root_stat(root, path.data, 0, &status);
	is_missing = r == -ENOENT || r == -ENOTDIR;
	if (!is_missing && is_for_others(root, path.data, is_owned))
		return 0;
	vpb_text_add(&reason,
		is_missing
			? "there is no ACPI table /%s, so the VM cannot start"
			: "the ACPI table /%s is not for all users to read, and QEMU has one of its own",
		path.data);
	vpb_text_add(&fix, "%s",
		vpb_battery_of(judge->domain) != VPB_BATTERY_NONE
			? "vfio-prebind vm add writes its own again"
		: is_missing ? "remove the element that names it"
			     : "chmod o+r it, and o+x the folders above");
	return vpb_judge_find(judge,
		is_missing ? VPB_VM_KIND_TABLE_MISSING : VPB_VM_KIND_TABLE_ACCESS,
		element, &reason, &fix);
}

int vpb_battery_judge(const struct vpb_root *root, const struct vpb_domain_judge *judge)
{
	int r = 0;

	VPB_XML_EACH(table, vpb_xml_find(judge->domain, "os/acpi"), "table")
	if (r == 0)
		r = file_judge(root, judge, table, vpb_xml_text(table, ""), true);
	VPB_XML_EACH(argument, vpb_xml_find(judge->domain, "commandline"), "arg")
	{
		const char *file = vpb_battery_argument(argument);

		if (r == 0 && file)
			r = file_judge(root, judge, argument, file, false);
	}
	return r;
}
