/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "carriers.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../helper/base/array.h"
#include "../../helper/sys/scan.h"
#include "usage.h"

int vpb_carriers_look(const struct vpb_root *root, struct vpb_carriers *ret_carriers,
	char **ret_message)
{
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};
	VPB_CLEANUP(vpb_snapshot_done) struct vpb_snapshot snapshot = {};
	int r = vpb_scan(
		root, VPB_SCAN_PARENT | VPB_SCAN_SUBSYSTEM, &snapshot, ret_message);

	if (r == 0)
		r = vpb_usage_read_all(root, &snapshot);
	if (r == 0)
		r = vpb_carriers_find(&snapshot, &carriers);
	if (r < 0)
		return r;
	*ret_carriers = carriers;
	carriers = (struct vpb_carriers){};
	return 0;
}

/* The program that started the system sees another root than a chroot(2) has. */
static const char *root_compare(const struct vpb_root *root)
{
	struct stat ours, theirs;

	if (vpb_root_stat(root, ".", 0, &ours) < 0 || stat("/proc/1/root/.", &theirs) < 0)
		return errno == EACCES ? "only root may look" : "no /proc";
	return ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino ? NULL
									    : "a chroot";
}

/* As systemd-detect-virt(1) tells them, and what the managers leave. */
static bool is_in_container(const struct vpb_root *root)
{
	static const char *const signs[] = {"run/systemd/container",
		"run/host/container-manager", "run/.containerenv", ".dockerenv"};
	VPB_CLEANUP(vpb_text_done) struct vpb_text environment = {};

	for (size_t i = 0; i < VPB_ARRAY_SIZE(signs); i++)
		if (vpb_root_has(root, signs[i]))
			return true;
	return vpb_root_read(root, "proc/1/environ", &environment) == 0 &&
	       environment.data &&
	       (strncmp(environment.data, "container=", 10) == 0 ||
		       memmem(environment.data, environment.length, "\0container=", 11));
}

const char *vpb_carriers_hidden_by(const struct vpb_root *root)
{
	if (!root->is_running_machine)
		return NULL;
	if (is_in_container(root))
		return "a container";
	return root_compare(root);
}
