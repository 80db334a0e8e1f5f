/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_BATTERY_H
#define VPB_VM_DOMAIN_BATTERY_H

#include "xml.h"

/* The battery that a VM sees, by a table of ours. All functions are pure. */
enum vpb_battery {
	VPB_BATTERY_DEFAULT, /* what is there stays, and a laptop's NVIDIA display gets mains */
	VPB_BATTERY_NONE,
	VPB_BATTERY_MAINS, /* full, and the mains are on */
	VPB_BATTERY_BATTERY, /* discharging */
};

/*
 * Where the tables are: a place from which libvirt's AppArmor driver lets a VM read, and /usr is none
 * (src/security/virt-aa-helper.c, valid_path()). They are the same for all VMs.
 */
#define VPB_BATTERY_FOLDER "var/lib/vfio-prebind-tables"

/* The file of a battery, MAINS or BATTERY, that begins with '/'. */
const char *vpb_battery_file(enum vpb_battery battery);

/* Which one of ours the domain has; NONE where it has none. */
enum vpb_battery vpb_battery_of(xmlNode *domain);

/* The file of an ACPI table that QEMU's argument names ("file=..."), NULL for another argument; ends at a comma or NUL. */
const char *vpb_battery_argument(xmlNode *argument);

#endif
