/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_CARRIERS_H
#define VPB_CORE_CARRIERS_H

#include "match.h"

/*
 * Which PCI functions carry what the running system cannot do without: its disks, its network root, its
 * default route, its keyboards. Written into an image when that is made, as the initramfs runs before
 * any driver shows what is connected to a card. All functions here are pure.
 *
 *   vfio-prebind carriers 1
 *   rebuild update-initramfs -u -k 6.12.94+deb13-amd64
 *   keyboard-elsewhere
 *   takes-groups
 *   gives-back
 *   carrier 0000:01:00.2=10de:1ad8:10de:1467 0000:00:01.0/00.2 none system,keyboard carries sda2, ...
 *   end
 *
 * A carrier has its address with its identity, its path ('-' on a root bus), what tells it from
 * others of its model, what it carries, and why in a sentence without its subject. There is no time and no
 * boot id in it: an image that is made again on the same machine is the same image.
 */

#define VPB_CARRIERS_FILE "usr/lib/vfio-prebind/carriers"

/* More than any machine has; a file with more is damaged. */
#define VPB_CARRIERS_MAX 1024

enum vpb_carried {
	VPB_CARRIES_SYSTEM = 1 << 0,
	VPB_CARRIES_NETWORK_ROOT = 1 << 1,
	VPB_CARRIES_DEFAULT_ROUTE = 1 << 2,
	VPB_CARRIES_KEYBOARD = 1 << 3,
};

struct vpb_carrier {
	struct vpb_selector place; /* an address with identity */
	bool has_path;
	struct vpb_selector path; /* the same identity at the end of a path */
	/* Eight digits made of the PCIe serial number, "none", or "unknown". */
	char serial[VPB_SERIAL_BYTES];
	unsigned int carries; /* of enum vpb_carried */
	char *sentence; /* of the first two, or NULL */
};

struct vpb_carriers {
	struct vpb_carrier *items;
	size_t count;
	bool has_keyboard_elsewhere; /* on no PCI function */
	bool takes_groups; /* see struct vpb_snapshot */
	/* The image gives devices back to the host where its root file system does not appear. */
	bool gives_back;
	char *rebuild; /* the command that makes the image again, or NULL */
	bool is_damaged; /* of a text: not all of it was understood */
};

void vpb_carriers_done(struct vpb_carriers *carriers);

/*
 * Adds those among the devices of a snapshot that has usage (usage/usage.h) of all, parents and
 * subsystems. What cannot be ruled out but was not seen is not among them. 0 or -ENOMEM.
 */
int vpb_carriers_find(const struct vpb_snapshot *snapshot,
	struct vpb_carriers *carriers) VPB_MUST_CHECK;

/* The text above. */
void vpb_carriers_format(const struct vpb_carriers *carriers, struct vpb_text *text);

/* Reads that text; what cannot be read is left out, and remembered as damage. 0 or -ENOMEM. */
int vpb_carriers_parse(const char *text, size_t length,
	struct vpb_carriers *ret_carriers) VPB_MUST_CHECK;

/*
 * Whether anything selects a device that may carry the system, or one in whose IOMMU group there is
 * such a device, and so they have to be known.
 */
bool vpb_carriers_matter(
	const struct vpb_selection *selection, const struct vpb_snapshot *snapshot);

/*
 * Whether the carrier may be this device by what every device's facts tell; what else has to be
 * known of it then is its subsystem and the bridges above, and its serial number where the
 * second says so.
 */
bool vpb_carrier_may_be(
	const struct vpb_carrier *carrier, const struct vpb_device *device);
bool vpb_carrier_needs_serial(
	const struct vpb_carrier *carrier, const struct vpb_device *device);

/*
 * Fills the facts about the system, network and keyboards of those devices that are carriers: at
 * their address or on their path, with their identity. A device of another serial number is not
 * the carrier, wherever it is; one of the same number is, also in another place, but that the functions
 * of a card, and with some makers all cards of a model, have the same. Where a carrier is not found so,
 * each device of its identity may be it. `is_from_image`: the facts are as old as the image, and the
 * devices remember that. 0 or -ENOMEM.
 */
int vpb_carriers_apply(const struct vpb_carriers *carriers, bool is_from_image,
	struct vpb_snapshot *snapshot) VPB_MUST_CHECK;

#endif
