/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "next_boot.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "late_forecast.h"

/* What is known of the device that one is about. */
struct case_of {
	const struct vpb_root *root;
	const struct vpb_device *now;
	size_t device; /* of the next boot's snapshot */
	char address[VPB_ADDRESS_BYTES];
};

static bool is_skipped(const struct vpb_run *next, size_t device)
{
	for (size_t i = 0; i < next->request.rule_count; i++)
		if (next->request.rules[i].verb == VPB_VERB_SKIP &&
			vpb_selector_matches(&next->request.rules[i].selector,
				&next->snapshot, &next->snapshot.devices[device]))
			return true;
	return false;
}

static const struct vpb_finding *finding_find(const struct vpb_run *next, size_t device,
	bool (*fits)(const struct vpb_finding *))
{
	for (size_t i = 0; i < next->findings.count; i++)
		if (next->findings.items[i].device == (long)device &&
			fits(&next->findings.items[i]))
			return &next->findings.items[i];
	return NULL;
}

static bool is_late(const struct vpb_finding *finding)
{
	return finding->kind == VPB_KIND_LATE;
}

static bool is_refusal(const struct vpb_finding *finding)
{
	return finding->refused && finding->kind != VPB_KIND_LATE;
}

/* driverctl binds again what it has a file for. */
static bool is_kept_by_driverctl(const struct case_of *of)
{
	char path[64];

	snprintf(path, sizeof(path), "etc/driverctl.d/pci-%s", of->address);
	return vpb_root_has(of->root, path);
}

/* The file that an `install` line of modprobe.d runs and that names this place, or NULL. */
static const char *script_find(
	const struct vpb_run *next, const struct case_of *of, struct vpb_text *path)
{
	const char *command = next->snapshot.install_command;

	for (; command && *command; command += strspn(command, " \t\"';")) {
		size_t length = strcspn(command, " \t\"';");
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		vpb_text_done(path);
		vpb_text_add_bytes(path, command, length);
		if (vpb_text_error(path) < 0)
			return NULL;
		command += length;
		if (*path->data == '/' &&
			vpb_root_read(of->root, path->data + 1, &text) == 0 &&
			text.data && strstr(text.data, of->address + 5))
			return path->data;
	}
	return NULL;
}

static int lost_add(const struct case_of *of, struct vpb_run *next)
{
	bool is_late_off = finding_find(next, of->device, is_late);
	VPB_CLEANUP(vpb_text_done) struct vpb_text path = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	const char *script = script_find(next, of, &path);

	if (vpb_text_error(&path) < 0)
		return -ENOMEM;
	if (!script && !vpb_device_is_on_vfio(of->now))
		return 0;
	if (vpb_device_is_on_vfio(of->now))
		vpb_text_add(&reason, "is on vfio-pci today, but ");
	else
		vpb_text_add(&reason, "stays with the host: ");
	if (is_late_off)
		vpb_text_add(
			&reason, VPB_LATE_SERVICE " is off, and nothing else binds it");
	else if (script)
		vpb_text_add(&reason,
			"%s, which an 'install' line of modprobe.d names, is not run any more",
			script);
	else
		vpb_text_add(&reason, "nothing asks for it at the next boot");
	if (is_late_off)
		vpb_text_add(&fix,
			"to keep it with VMs, run: systemctl enable " VPB_LATE_SERVICE);
	else
		vpb_text_add(&fix, "to keep it with VMs, run: vfio-prebind setup %s",
			of->address);
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
		return -ENOMEM;
	return vpb_findings_say(&next->findings, VPB_KIND_LOST, (long)of->device, NULL,
		reason.data, fix.data);
}

/* What a guard has refused, or a skip was to keep: the kernel asks neither. */
static int taken_add(const struct case_of *of, struct vpb_run *next)
{
	const struct vpb_device *device = &next->snapshot.devices[of->device];
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

	vpb_text_add(&reason,
		"is given to vfio-pci by the kernel itself, which has that built in, before any "
		"program can look: vfio-pci.ids= on the kernel command line names it%s",
		device->is_boot_vga || device->has_framebuffer
			? ", and the screen goes dark"
			: "");
	if (vpb_text_error(&reason) < 0)
		return -ENOMEM;
	return vpb_findings_say(&next->findings, VPB_KIND_BUILT_IN, (long)of->device,
		NULL, reason.data,
		"remove vfio-pci.ids=, and name the devices with vfio_prebind.bind= or in the "
		"configuration");
}

/* vfio-pci makes none of its own accord, and no driver of the host is there to make them. */
static int functions_add(const struct case_of *of, struct vpb_run *next)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	struct vpb_finding *finding;

	vpb_text_add(&reason,
		"has %u virtual functions today, which will be gone: it is given to VMs as a whole",
		of->now->vf_count);
	if (vpb_text_error(&reason) < 0)
		return -ENOMEM;
	finding = vpb_findings_add(&next->findings, VPB_KIND_PF_WITH_VFS,
		(long)of->device, NULL, reason.data,
		"to give away one function of it, bind that at run time");
	if (!finding)
		return -ENOMEM;
	finding->severity = VPB_WARN;
	return 0;
}

/* Some kernels do not have all of that list, so the next boot may yet bind it. */
static int denied_add(const struct case_of *of, struct vpb_run *next)
{
	char word[4];

	if (!vpb_device_is_denied(of->now) || vpb_device_is_on_vfio(of->now) ||
		(vpb_root_read_word(of->root,
			 "sys/module/vfio_pci/parameters/disable_denylist", word,
			 sizeof(word)) == 0 &&
			*word == 'Y'))
		return 0;
	return vpb_findings_say(&next->findings, VPB_KIND_DENYLIST, (long)of->device,
		NULL,
		"is on the list of devices that vfio-pci refuses, since a VM could use a flaw in "
		"them against the host",
		"if you trust your VMs, write 'options vfio-pci disable_denylist=1' into "
		"/etc/modprobe.d/vfio.conf, and rebuild the initramfs");
}

static int device_explain(
	const struct case_of *of, const struct vpb_run *late, struct vpb_run *next)
{
	if (next->plan.selected[of->device] || vpb_late_takes(next, late, of->device)) {
		int r = denied_add(of, next);

		return r < 0 || !of->now->vf_count ? r : functions_add(of, next);
	}
	if (vpb_device_is_on_vfio(&next->snapshot.devices[of->device]))
		return taken_add(of, next);
	if (is_skipped(next, of->device) || is_kept_by_driverctl(of) ||
		finding_find(next, of->device, is_refusal))
		return 0;
	return lost_add(of, next);
}

int vpb_next_boot_explain(const struct vpb_root *root, const struct vpb_snapshot *now,
	const struct vpb_run *late, struct vpb_run *next)
{
	int r = 0;

	/* Where nothing is bound, vfio-pci is left to whoever loads it today. */
	if (!vpb_request_is_active(&next->request))
		return 0;
	for (size_t i = 0; r == 0 && i < next->snapshot.device_count; i++) {
		struct case_of of = {.root = root, .device = i};
		long today = vpb_snapshot_find(now, next->snapshot.devices[i].address);

		if (today < 0)
			continue;
		of.now = &now->devices[today];
		vpb_address_format(of.now->address, of.address);
		r = device_explain(&of, late, next);
	}
	return r;
}
