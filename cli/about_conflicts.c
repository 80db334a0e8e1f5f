/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "about.h"

#include <errno.h>
#include <string.h>

#include "../helper/core/vfio_ids.h"
#include "late_forecast.h"

static const struct vpb_device *selected_at(
	const struct vpb_about *scene, const char *address_text, long *ret_index)
{
	struct vpb_address address;

	*ret_index = -1;
	if (vpb_address_parse(address_text, &address) == 0)
		*ret_index = vpb_snapshot_find(&scene->run->snapshot, address);
	return *ret_index >= 0 && vpb_late_gives_device(
					  scene->run, scene->late, (size_t)*ret_index)
		       ? &scene->run->snapshot.devices[*ret_index]
		       : NULL;
}

/* Whether every NVIDIA display is given to VMs: then nothing is left for nvidia's own programs. */
static bool gives_all_nvidia_away(const struct vpb_about *scene)
{
	bool any = false;

	for (size_t i = 0; i < scene->run->snapshot.device_count; i++) {
		const struct vpb_device *device = &scene->run->snapshot.devices[i];

		if (device->vendor != 0x10de || !vpb_device_is_display(device))
			continue;
		if (!scene->run->plan.selected[i])
			return false;
		any = true;
	}
	return any;
}

static bool is_nvidia_module(const char *word)
{
	return strncmp(word, "nvidia", 6) == 0;
}

/* What there is to say about one thing of another program's; VPB_KINDS for nothing. */
static void other_describe(const struct vpb_about *scene, const struct vpb_other *other,
	long *ret_device, enum vpb_kind *ret_kind, struct vpb_text *reason,
	struct vpb_text *fix)
{
	*ret_device = -1;
	*ret_kind = VPB_KINDS;
	if (strcmp(other->kind, "driverctl") == 0) {
		if (!selected_at(scene, other->word, ret_device))
			return;
		*ret_kind = VPB_KIND_DRIVERCTL;
		vpb_text_add(
			reason, "has a driver set by driverctl as well: %s", other->path);
		vpb_text_add(fix,
			"to let one tool decide, run: driverctl unset-override %s",
			other->word);
	} else if (strcmp(other->kind, "kernel-name") == 0) {
		*ret_kind = VPB_KIND_KERNEL_NAME;
		vpb_text_add(reason,
			"%s has a blank in its name, which no kernel has, and is skipped",
			other->path);
		vpb_text_add(fix, "rename or remove it");
	} else if (strcmp(other->kind, "modules-load") == 0) {
		if (is_nvidia_module(other->word) && gives_all_nvidia_away(scene)) {
			*ret_kind = VPB_KIND_MODULES_LOAD;
			vpb_text_add(reason,
				"%s loads %s, which finds no card when all of NVIDIA's are "
				"given to VMs, and fails at each boot",
				other->path, other->word);
			vpb_text_add(fix, "remove that line, or mask the file: ln -s "
					  "/dev/null in /etc/modules-load.d");
		}
	} else if (strcmp(other->kind, "service") == 0 && gives_all_nvidia_away(scene)) {
		*ret_kind = VPB_KIND_SERVICE;
		vpb_text_add(reason,
			"%s is turned on, and fails at each boot when all of NVIDIA's "
			"cards are given to VMs",
			other->word);
		vpb_text_add(fix, "run: systemctl disable %s", other->word);
	}
}

/* That of a device which nobody gives away is none of ours: it may keep a keyboard alive. */
static int stub_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	const struct vpb_snapshot *next = &scene->run->snapshot;
	int r = 0;

	for (size_t i = 0; r == 0 && i < next->device_count; i++)
		if (vpb_late_gives_device(scene->run, scene->late, i) &&
			vpb_stub_ids_name(scene->facts->cmdline, &next->devices[i]))
			r = vpb_findings_say(findings, VPB_KIND_PCI_STUB, (long)i, NULL,
				"is named by pci-stub.ids= on the kernel command line, and a "
				"pci-stub that is built in takes it before vfio-pci",
				"remove its id from that word: vfio-pci is bound early enough "
				"without it");
	return r;
}

int vpb_about_conflicts(const struct vpb_about *scene, struct vpb_findings *findings)
{
	int r = stub_look(scene, findings);

	for (size_t i = 0; r == 0 && i < scene->facts->other_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
		enum vpb_kind kind;
		long device;

		other_describe(
			scene, &scene->facts->others[i], &device, &kind, &reason, &fix);
		if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
			return -ENOMEM;
		if (kind != VPB_KINDS)
			r = vpb_findings_say(
				findings, kind, device, NULL, reason.data, fix.data);
	}
	return r;
}
