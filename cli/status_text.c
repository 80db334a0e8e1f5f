/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "status_text.h"

#include <string.h>

/* A name we do not know is said as it is. */
static const char *place_of(const char *section)
{
	return strcmp(section, "initrd") == 0	 ? "in the initramfs"
	       : strcmp(section, "late") == 0	 ? "in the real root"
	       : strcmp(section, "hotplug") == 0 ? "on hotplug"
	       : strcmp(section, "bind") == 0	 ? "by hand (bind)"
	       : strcmp(section, "release") == 0 ? "by hand (release)"
						 : section;
}

bool vpb_status_text_is_of_boot(const char *section)
{
	return strcmp(section, "bind") != 0 && strcmp(section, "release") != 0;
}

static void first_seen_add(const struct vpb_record_device *device, struct vpb_text *text)
{
	if (*device->first_driver)
		vpb_text_add(text, "was on %s when first seen", device->first_driver);
	else
		vpb_text_add(text, "had no driver when first seen");
}

static void now_add(const char *driver, struct vpb_text *text)
{
	if (!driver)
		vpb_text_add(text, "is not there any more");
	else if (*driver)
		vpb_text_add(text, "is on %s now", driver);
	else
		vpb_text_add(text, "has no driver now");
}

static bool bound_describe(const struct vpb_record_device *device, const char *section,
	const char *driver, struct vpb_text *text)
{
	bool is_ours = driver && strcmp(driver, VPB_DRIVER_NAME) == 0;
	bool was_there = strcmp(device->state, "already") == 0;

	if (is_ours && was_there) {
		vpb_text_add(text, "on vfio-pci, as it was when first seen, %s",
			place_of(section));
	} else if (is_ours) {
		vpb_text_add(text, "on vfio-pci since %.2f s, %s; ",
			(double)device->linked_us / 1e6, place_of(section));
		first_seen_add(device, text);
	} else {
		vpb_text_add(text, "was on vfio-pci %s, and ", place_of(section));
		now_add(driver, text);
		if (driver)
			vpb_text_add(text, "; 'journalctl -b' may say what took it");
	}
	return is_ours;
}

/* Who takes it after that, takes it knowingly: yet what was asked for is not so any more. */
static bool released_describe(const struct vpb_record_device *device, const char *section,
	const char *driver, struct vpb_text *text)
{
	bool is_ours = driver && strcmp(driver, VPB_DRIVER_NAME) == 0;

	vpb_text_add(text, "released");
	if (device->linked_us)
		vpb_text_add(text, " since %.2f s", (double)device->linked_us / 1e6);
	vpb_text_add(text, ", %s; ", place_of(section));
	now_add(driver, text);
	if (is_ours)
		vpb_text_add(text, ": a virtual machine's manager may have taken it");
	return !is_ours;
}

static bool failed_describe(const struct vpb_record_device *device, const char *section,
	const char *driver, struct vpb_text *text)
{
	bool is_release = strcmp(section, "release") == 0;
	bool is_ours = driver && strcmp(driver, VPB_DRIVER_NAME) == 0;

	if (strcmp(device->state, "stuck") == 0)
		vpb_text_add(text,
			"the kernel did not answer at the step '%s', nothing more was "
			"written; ",
			device->step);
	else
		vpb_text_add(text, "not %s: the step '%s' failed (%s), %s; ",
			is_release ? "released" : "bound", device->step,
			strerror(device->error),
			device->undone ? "and was undone" : "and could not be undone");
	now_add(driver, text);
	return is_ours && !is_release;
}

static bool state_describe(const struct vpb_record_device *device, const char *section,
	const char *driver, struct vpb_text *text)
{
	if (strcmp(device->state, "bound") == 0 || strcmp(device->state, "already") == 0)
		return bound_describe(device, section, driver, text);
	if (strcmp(device->state, "failed") == 0 || strcmp(device->state, "stuck") == 0)
		return failed_describe(device, section, driver, text);
	if (vpb_record_is_released(device))
		return released_describe(device, section, driver, text);
	if (strcmp(device->state, "left") == 0)
		vpb_text_add(text, "left to the host; ");
	else
		vpb_text_add(text, "selected, and not touched; ");
	now_add(driver, text);
	return strcmp(device->state, "left") == 0;
}

bool vpb_status_text_of_device(const struct vpb_record_device *device,
	const char *section, const char *driver, struct vpb_text *text)
{
	bool is_fine = state_describe(device, section, driver, text);

	if (!device->sleep_error)
		return is_fine;
	vpb_text_add(text, "; power/control of it or above it could not be set: %s",
		strerror(device->sleep_error));
	return false;
}

bool vpb_status_text_of_run(
	const struct vpb_record_section *section, struct vpb_text *text)
{
	static const struct {
		const char *state, *words;
		bool is_fine;
	} states[] = {
		{"done", "did all its work", true},
		{"idle", "was asked for nothing", true},
		{"off", "was told to bind nothing at this boot", true},
		{"stuck", "was left behind at its deadline", false},
		{"broken", "could not do its work", false},
	};
	const char *words = section->state;
	bool is_fine = false;

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		if (strcmp(section->state, states[i].state) != 0)
			continue;
		words = states[i].words;
		is_fine = states[i].is_fine;
	}
	vpb_text_add(text, "vfio-prebind %s ran %s at %.2f s, for %.0f ms, and %s",
		section->version, place_of(section->name),
		(double)section->began_us / 1e6,
		(double)(section->ended_us - section->began_us) / 1e3, words);
	return is_fine;
}

bool vpb_status_text_of_silence(
	const struct vpb_request *request, size_t other_boots, struct vpb_text *text)
{
	bool is_asked = vpb_request_is_active(request);

	vpb_text_add(text,
		"There is no report of this boot%s: vfio-prebind did not run, or what it wrote "
		"to /run was lost.",
		other_boots ? ", only of another one" : "");
	if (is_asked)
		vpb_text_add(text,
			" Devices are asked for: rebuild the initramfs, and boot again.");
	else
		vpb_text_add(text, " Nothing is asked for either.");
	return !is_asked;
}
