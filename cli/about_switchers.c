/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "about.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "late_forecast.h"

/* What there is to say about one thing; VPB_KINDS for nothing. */
struct told {
	enum vpb_kind kind;
	long device;
	struct vpb_text reason, fix;
};

/* How the tools that write such rules are told to leave the card alone. */
static const struct {
	const char *tool, *sign, *fix;
} tools[] = {
	{"envycontrol", "remove-nvidia", "run: envycontrol -s hybrid"},
	{"supergfxctl", "supergfx", "run: supergfxctl -m Hybrid"},
	{"optimus-manager", "optimus",
		"write pci_remove=no into /etc/optimus-manager/optimus-manager.conf"},
	{"system76-power", "system76", "run: system76-power graphics hybrid"},
	{"prime-select", "prime", "run: prime-select on-demand"},
};

static const char *fix_of(const char *word)
{
	for (size_t i = 0; i < sizeof(tools) / sizeof(*tools); i++)
		if (strcmp(word, tools[i].tool) == 0 || strstr(word, tools[i].sign))
			return tools[i].fix;
	return "remove that line";
}

/* Whether it is of that vendor, and of a class that begins with the digits after the ':'. */
static bool is_subject(const struct vpb_device *device, const char *subject)
{
	const char *digits = strchr(subject, ':');
	char class[16];

	snprintf(class, sizeof(class), "%04x%02x", device->class_code, device->prog_if);
	return device->vendor == strtoul(subject, NULL, 16) &&
	       (!digits || vpb_word_has_start(class, digits + 1));
}

/* The first such device that is given away; -1 for none. */
static long given_find(const struct vpb_about *scene, const char *subject)
{
	const struct vpb_snapshot *next = &scene->run->snapshot;

	for (size_t i = 0; i < next->device_count; i++)
		if (vpb_late_gives_device(scene->run, scene->late, i) &&
			is_subject(&next->devices[i], subject))
			return (long)i;
	return -1;
}

/* A line that names nothing, and may well mean a device of that vendor. */
static const struct vpb_rule *missing_find(
	const struct vpb_about *scene, const char *vendor)
{
	const struct vpb_request *request = &scene->run->request;
	unsigned long id = strtoul(vendor, NULL, 16);

	for (size_t i = 0; i < request->rule_count; i++) {
		const struct vpb_selector *selector = &request->rules[i].selector;

		if (scene->run->selection.rule_matched[i] ||
			request->rules[i].verb != VPB_VERB_BIND)
			continue;
		if (selector->kind == VPB_SELECTOR_ID
				? selector->id.vendor == id
				: !selector->identity.given ||
					  selector->identity.vendor == id)
			return &request->rules[i];
	}
	return NULL;
}

static void rule_tell(
	const struct vpb_about *scene, const struct vpb_other *other, struct told *told)
{
	bool removes = strcmp(other->kind, "udev-remove") == 0;
	const struct vpb_rule *missing =
		removes && *other->word ? missing_find(scene, other->word) : NULL;

	told->device = given_find(scene, other->word);
	if (told->device >= 0)
		vpb_text_add(&told->reason, "%s: %s",
			removes ? "is taken off the bus by a udev rule"
				: "gets its driver from a udev rule as well",
			other->path);
	else if (missing)
		vpb_text_add(&told->reason,
			"no device is '%s': %s, a udev rule, takes devices of vendor %.4s off the "
			"bus",
			VPB_WORD(missing->word), other->path, other->word);
	else
		return;
	told->kind = VPB_KIND_UDEV_RULE;
	vpb_text_add(&told->fix, "%s", fix_of(other->path));
}

static void switcher_tell(
	const struct vpb_about *scene, const struct vpb_other *other, struct told *told)
{
	told->device = given_find(scene, "10de:03");
	if (told->device < 0 && strcmp(other->word, "supergfxctl") == 0)
		told->device = given_find(scene, "1002:03");
	if (told->device < 0)
		return;
	told->kind = VPB_KIND_GPU_SWITCHER;
	vpb_text_add(&told->reason, "is switched on and off by %s as well: %s",
		other->word, other->path);
	vpb_text_add(&told->fix, "%s", fix_of(other->word));
}

/* One that names no device may mean any. */
static void hook_tell(
	const struct vpb_about *scene, const struct vpb_other *other, struct told *told)
{
	struct vpb_address address;

	if (vpb_address_parse(other->word, &address) == 0) {
		told->device = vpb_snapshot_find(&scene->run->snapshot, address);
		if (told->device < 0 || !vpb_late_gives_device(scene->run, scene->late,
						(size_t)told->device))
			return;
		vpb_text_add(&told->reason,
			"is bound or unbound by a hook of libvirt's too: %s",
			other->path);
	} else {
		vpb_text_add(&told->reason,
			"%s, a hook of libvirt's, binds or unbinds devices as well",
			other->path);
	}
	told->kind = VPB_KIND_LIBVIRT_HOOK;
	vpb_text_add(&told->fix,
		"remove that from the hook: the device is on vfio-pci before a VM starts");
}

/* Where a hook names no device it may well be about others. */
static int told_add(const struct told *told, struct vpb_findings *findings)
{
	struct vpb_finding *finding = vpb_findings_add(findings, told->kind, told->device,
		NULL, told->reason.data, told->fix.data);

	if (!finding)
		return -ENOMEM;
	if (told->kind == VPB_KIND_LIBVIRT_HOOK && told->device < 0)
		finding->severity = VPB_NOTE;
	return 0;
}

int vpb_about_switchers(const struct vpb_about *scene, struct vpb_findings *findings)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < scene->facts->other_count; i++) {
		const struct vpb_other *other = &scene->facts->others[i];
		struct told told = {.kind = VPB_KINDS, .device = -1};

		if (vpb_word_has_start(other->kind, "udev-"))
			rule_tell(scene, other, &told);
		else if (strcmp(other->kind, "gpu-switcher") == 0)
			switcher_tell(scene, other, &told);
		else if (strcmp(other->kind, "libvirt-hook") == 0)
			hook_tell(scene, other, &told);
		r = vpb_text_error(&told.reason);
		if (r == 0)
			r = vpb_text_error(&told.fix);
		if (r == 0 && told.kind != VPB_KINDS)
			r = told_add(&told, findings);
		vpb_text_done(&told.reason);
		vpb_text_done(&told.fix);
	}
	return r;
}
