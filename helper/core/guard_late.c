/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "carriers.h"
#include "guard.h"
#include "guard_looks.h"

static bool is_network(const struct vpb_device *device)
{
	return VPB_CLASS_BASE(device->class_code) == VPB_CLASS_NETWORK_BASE;
}

bool vpb_claim_may_carry(const struct vpb_scene *scene, const struct vpb_claim *claim)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	return !claim->is_companion && vpb_device_may_carry(device) &&
	       (!is_network(device) || scene->request->network_root ||
		       scene->snapshot->network_need);
}

const char *vpb_claim_late_reason(
	const struct vpb_scene *scene, const struct vpb_claim *claim)
{
	if (!vpb_claim_may_carry(scene, claim))
		return NULL;
	return is_network(claimed_device(scene, claim))
		       ? "may be the network card that the system or its key comes over"
		       : "may carry the system or its keyboard";
}

bool vpb_look_late(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);
	const char *late = vpb_claim_late_reason(scene, claim);

	if (!late || scene->snapshot->phase != VPB_PHASE_EARLY)
		return false;
	vpb_text_add(reason, "%s (class %04x), which cannot be told this early", late,
		device->class_code);
	if (VPB_CLASS_BASE(device->class_code) == VPB_CLASS_NETWORK_BASE) {
		vpb_text_add(reason, ": ");
		if (scene->request->network_root)
			vpb_request_add_network_root(scene->request, reason);
		else
			vpb_text_add(reason, "%s", scene->snapshot->network_need);
	}
	vpb_text_add(fix,
		"enable the service that checks this a few seconds later, and then binds it: "
		"systemctl enable vfio-prebind-late.service");
	return true;
}

/*
 * Where not all is known of what the image was built on, nothing is bound early that may carry the
 * system; what cannot is.
 */
bool vpb_look_carriers(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	if (!scene->snapshot->has_damaged_carriers ||
		!vpb_device_may_carry(claimed_device(scene, claim)))
		return false;
	vpb_text_add(reason, "may carry the system: /" VPB_CARRIERS_FILE
			     ", which says what does, is damaged in this initramfs");
	vpb_text_add(fix, "rebuild the initramfs");
	if (scene->snapshot->rebuild)
		vpb_text_add(fix, ": %s", scene->snapshot->rebuild);
	return true;
}

/*
 * Every claim is looked at, companions too, wherever the facts are known: which run judges a device is
 * another question. Only the boot's late run leaves alone what the early one has judged.
 */
bool vpb_look_is_due(const struct vpb_scene *scene, const struct vpb_claim *claim)
{
	return scene->snapshot->phase != VPB_PHASE_LATE || scene->snapshot->has_arrival ||
	       vpb_claim_late_reason(scene, claim);
}

static bool blocker_tell(
	const struct vpb_blocker *blocker, struct vpb_text *reason, struct vpb_text *fix)
{
	if (!blocker->reason)
		return false;
	vpb_text_add(reason, "%s", blocker->reason);
	vpb_text_add(fix, "%s", blocker->fix);
	return true;
}

/* What was said is as old as the image. */
void vpb_look_add_age(const struct vpb_scene *scene, const struct vpb_device *device,
	struct vpb_text *reason, struct vpb_text *fix)
{
	char address[VPB_ADDRESS_BYTES];

	if (device->knowledge == VPB_SEEN)
		return;
	if (device->knowledge == VPB_MAY_BE_MOVED)
		vpb_text_add(reason,
			", if it is the one that was at %s when this initramfs was built",
			vpb_address_format(device->seen_at, address));
	else
		vpb_text_add(reason, " (seen when this initramfs was built)");
	vpb_text_add(fix, "; if that has changed since, rebuild the initramfs");
	if (scene->snapshot->rebuild)
		vpb_text_add(fix, ": %s", scene->snapshot->rebuild);
}

bool vpb_look_system_disk(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!vpb_look_is_due(scene, claim) ||
		!blocker_tell(vpb_device_system(device), reason, fix))
		return false;
	vpb_look_add_age(scene, device, reason, fix);
	return true;
}

bool vpb_look_disk_in_use(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	return vpb_look_is_due(scene, claim) &&
	       blocker_tell(&claimed_device(scene, claim)->in_use, reason, fix);
}

bool vpb_look_network_root(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!vpb_look_is_due(scene, claim) ||
		!blocker_tell(&device->network, reason, fix))
		return false;
	vpb_look_add_age(scene, device, reason, fix);
	return true;
}

bool vpb_look_default_route(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!vpb_look_is_due(scene, claim) || !device->has_default_route)
		return false;
	vpb_text_add(reason, "%s the default route",
		device->is_route_unsure ? "may carry" : "carries");
	vpb_text_add(fix,
		"give the host another network connection first, or add 'allow=default-route' if "
		"you can do without it");
	vpb_look_add_age(scene, device, reason, fix);
	return true;
}

static unsigned int keyboards_count(const struct vpb_scene *scene, long device)
{
	const struct vpb_snapshot *snapshot = scene->snapshot;
	unsigned int count = device < 0 ? snapshot->other_keyboard_count
					: snapshot->devices[device].keyboard_count;
	unsigned int unsure = device < 0
				      ? snapshot->other_unsure_keyboard_count
				      : snapshot->devices[device].unsure_keyboard_count;

	return vpb_snapshot_has_sure_keyboard(snapshot) ? count - unsure : count;
}

/*
 * Those that the host keeps: on no PCI function, or on one that is not taken. One that may be elsewhere
 * by now is none.
 */
static bool is_keyboard_left(const struct vpb_scene *scene)
{
	if (keyboards_count(scene, -1))
		return true;
	for (size_t i = 0; i < scene->snapshot->device_count; i++)
		if (scene->snapshot->devices[i].keyboard_count &&
			keyboards_count(scene, (long)i) &&
			scene->snapshot->devices[i].knowledge != VPB_MAY_BE_MOVED &&
			!vpb_selection_has(scene->selection, i))
			return true;
	return false;
}

bool vpb_look_keyboard(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!scene->snapshot->has_usage || !vpb_look_is_due(scene, claim))
		return false;
	if (blocker_tell(&device->console, reason, fix))
		return true;
	if (scene->snapshot->token && device->class_code == VPB_CLASS_USB) {
		vpb_text_add(reason,
			"may have the security token plugged in that the boot waits for: %s",
			scene->snapshot->token);
		vpb_text_add(fix,
			"plug the token into a port of another controller, and add "
			"'allow=keyboard'");
		return true;
	}
	/* What comes along with a display is left only for a keyboard that is there. */
	if (!device->keyboard_count &&
		(claim->is_companion || !vpb_device_may_have_keyboard(device)))
		return false;
	if (is_keyboard_left(scene))
		return false;
	vpb_text_add(reason, "%s",
		device->keyboard_count
			? "would leave the host without a keyboard"
			: "may have the only keyboard on it: no other was found");
	vpb_text_add(fix,
		"plug the keyboard into a port of another controller, or add 'allow=keyboard' "
		"if you use this machine over the network");
	vpb_look_add_age(scene, device, reason, fix);
	return true;
}
