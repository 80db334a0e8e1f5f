/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "status_text.h"

#include <string.h>

#include "../host/terminal/language.h"

/* A name we do not know is said as it is. */
static const char *place_of(const struct vpb_reported_section *section)
{
	static const char *const places[] = {
		[VPB_SECTION_INITRD] = N_("in the initramfs"),
		[VPB_SECTION_LATE] = N_("in the real root"),
		[VPB_SECTION_HOTPLUG] = N_("on hotplug"),
		[VPB_SECTION_BIND] = N_("by hand (bind)"),
		[VPB_SECTION_RELEASE] = N_("by hand (release)"),
		[VPB_SECTION_GIVE_BACK] =
			N_("in the initramfs, where root had not appeared"),
	};

	return section->section == VPB_SECTION_UNKNOWN ? section->name
						       : _(places[section->section]);
}

bool vpb_status_text_is_of_boot(const struct vpb_reported_section *section)
{
	return section->section != VPB_SECTION_BIND &&
	       section->section != VPB_SECTION_RELEASE;
}

static void first_seen_add(
	const struct vpb_reported_device *device, struct vpb_text *text)
{
	if (*device->first_driver)
		vpb_text_add(text, _("was on %s when first seen"), device->first_driver);
	else
		vpb_text_add(text, _("had no driver when first seen"));
}

static void now_add(const struct vpb_device *now, struct vpb_text *text)
{
	if (!now)
		vpb_text_add(text, _("is not there any more"));
	else if (*now->driver)
		vpb_text_add(text, _("is on %s now"), now->driver);
	else
		vpb_text_add(text, _("has no driver now"));
}

static bool bound_describe(const struct vpb_reported_device *device,
	const struct vpb_reported_section *section, const struct vpb_device *now,
	bool is_short, struct vpb_text *text)
{
	bool is_ours = now && vpb_device_is_on_vfio(now);
	bool was_there = device->state == VPB_STATE_ALREADY;

	if (is_ours && was_there) {
		vpb_text_add(text, _("on %s, as it was when first seen, %s"), now->driver,
			place_of(section));
	} else if (is_ours && is_short) {
		vpb_text_add(text, _("on %s; "), now->driver);
		first_seen_add(device, text);
	} else if (is_ours) {
		vpb_text_add(text, _("on %s since %.2f s, %s; "), now->driver,
			(double)device->linked_us / 1e6, place_of(section));
		first_seen_add(device, text);
	} else {
		vpb_text_add(text, _("was on %s %s, and "),
			*device->driver ? device->driver : VPB_DRIVER_NAME,
			place_of(section));
		now_add(now, text);
		if (now)
			vpb_text_add(text, _("; 'journalctl -b' may say what took it"));
	}
	return is_ours;
}

/*
 * What takes it after that does so on purpose: yet what was asked for is not so any more. What the initramfs
 * gave back nobody asked for.
 */
static bool released_describe(const struct vpb_reported_device *device,
	const struct vpb_reported_section *section, const struct vpb_device *now,
	struct vpb_text *text)
{
	bool is_ours = now && vpb_device_is_on_vfio(now);

	vpb_text_add(text, _("was released"));
	if (device->linked_us)
		vpb_text_add(text, _(" at %.2f s"), (double)device->linked_us / 1e6);
	vpb_text_add(text, ", %s; ", place_of(section));
	now_add(now, text);
	if (is_ours)
		vpb_text_add(text, _(": a virtual machine's manager may have taken it"));
	return section->section == VPB_SECTION_GIVE_BACK ? is_ours : !is_ours;
}

static bool failed_describe(const struct vpb_reported_device *device,
	const struct vpb_reported_section *section, const struct vpb_device *now,
	struct vpb_text *text)
{
	bool is_release = section->section == VPB_SECTION_RELEASE ||
			  section->section == VPB_SECTION_GIVE_BACK;
	bool is_ours = now && vpb_device_is_on_vfio(now);

	if (device->state == VPB_STATE_WORKING)
		vpb_text_add(text,
			_("is stuck at the step '%s', where the kernel did not answer, and "
			  "nothing more was written; "),
			device->step);
	else
		vpb_text_add(text, _("was not %s: the step '%s' failed (%s), %s; "),
			is_release ? _("released") : _("bound"), device->step,
			strerror(device->error),
			device->undone ? _("and was rolled back")
				       : _("and could not be rolled back"));
	now_add(now, text);
	return is_ours && !is_release;
}

static bool state_describe(const struct vpb_reported_device *device,
	const struct vpb_reported_section *section, const struct vpb_device *now,
	bool is_short, struct vpb_text *text)
{
	switch (device->state) {
	case VPB_STATE_BOUND:
	case VPB_STATE_ALREADY:
		return bound_describe(device, section, now, is_short, text);
	case VPB_STATE_FAILED:
	case VPB_STATE_WORKING:
		return failed_describe(device, section, now, text);
	case VPB_STATE_RELEASED:
		return released_describe(device, section, now, text);
	case VPB_STATE_LEFT:
		vpb_text_add(text, _("was left to the host; "));
		break;
	case VPB_STATE_PLANNED:
		vpb_text_add(text,
			section->state == VPB_RUN_BROKEN
				? _("was selected, and the run was ended before it said what became of it; ")
				: _("was selected, but not touched; "));
		break;
	case VPB_STATE_UNKNOWN:
		vpb_text_add(text,
			_("has the state '%s', which this version does not know; "),
			device->state_word);
		break;
	}
	now_add(now, text);
	return device->state == VPB_STATE_LEFT;
}

bool vpb_status_text_of_device(const struct vpb_reported_device *device,
	const struct vpb_reported_section *section, const struct vpb_device *now,
	bool is_short, struct vpb_text *text)
{
	bool is_fine = state_describe(device, section, now, is_short, text);

	if (device->variant_error)
		vpb_text_add(text, _("; the driver made for it could not be had: %s"),
			strerror(device->variant_error));
	if (!device->sleep_error)
		return is_fine;
	vpb_text_add(text, _("; power/control of it or above it could not be set: %s"),
		strerror(device->sleep_error));
	return false;
}

bool vpb_status_text_of_run(
	const struct vpb_reported_section *section, struct vpb_text *text)
{
	static const struct {
		const char *words;
		bool is_fine;
	} states[] = {
		[VPB_RUN_DONE] = {N_("did all its work"), true},
		[VPB_RUN_IDLE] = {N_("was asked for nothing"), true},
		[VPB_RUN_OFF] = {N_("was told to bind nothing at this boot"), true},
		[VPB_RUN_STUCK] = {N_("was given up at its deadline"), false},
		[VPB_RUN_BROKEN] = {N_("could not do its work"), false},
	};
	bool is_known = section->state != VPB_RUN_UNKNOWN;

	vpb_text_add(text, _("vfio-prebind %s ran %s at %.2f s, for %.0f ms, and %s"),
		section->version, place_of(section), (double)section->began_us / 1e6,
		(double)(section->ended_us - section->began_us) / 1e3,
		is_known ? _(states[section->state].words) : section->state_word);
	return is_known && states[section->state].is_fine;
}

bool vpb_status_text_of_silence(
	const struct vpb_request *request, size_t other_boots, struct vpb_text *text)
{
	bool is_active = vpb_request_is_active(request);
	bool is_asked = is_active && vpb_request_asks_itself(request);

	if (is_active && !is_asked)
		vpb_text_add(text, "%s",
			_("vfio-prebind has set up nothing here: devices are given to VMs by "
			  "ids= for vfio-pci, written by hand."));
	else if (is_asked)
		vpb_text_add(text,
			_("There is no report of this boot%s: vfio-prebind did not run, or what "
			  "it wrote to /run was lost. Devices are asked for: rebuild the "
			  "initramfs, and boot again."),
			other_boots ? _(", only of another one") : "");
	else if (vpb_request_asks(request))
		vpb_text_add(text,
			_("This boot was told to bind nothing, by '%s', and there is no report of it%s."),
			vpb_request_off_word(request),
			other_boots ? _(", only of another one") : "");
	else
		vpb_text_add(text,
			_("No device is set up for VMs, and there is no report of this boot%s."),
			other_boots ? _(", only of another one") : "");
	return !is_asked;
}
