/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_DEVICE_H
#define VPB_CORE_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/cleanup.h"
#include "address.h"
#include "sleep.h"

/*
 * Facts about PCI functions, as the kernel shows them in sysfs; nothing here is a decision.
 * A snapshot is filled once (sys/scan.h) and then only read. All functions here are pure.
 */

/* A driver's or module's name: the kernel's MODULE_NAME_LEN is 56 on 64-bit machines. */
#define VPB_NAME_BYTES 64

#define VPB_DRIVER_NAME "vfio-pci"

/* Room for eight digits or a word, and NUL. */
#define VPB_SERIAL_BYTES 9

/* When the facts were taken, and so what can be judged by them. */
enum vpb_phase {
	VPB_PHASE_EARLY, /* the initramfs, before udev */
	VPB_PHASE_LATE, /* the real root, before its udev, file systems and swap */
	VPB_PHASE_RUNNING, /* the system as it runs: all can be judged, no run has a part of it */
};

/* How it is known that a device carries something. */
enum vpb_knowledge {
	VPB_SEEN, /* now, or nothing is known */
	VPB_FROM_IMAGE, /* when the image was built (carriers.h) */
	VPB_MAY_BE_MOVED, /* the same, if it is that device, which may be another one as well */
};

/* Something that speaks against taking a device, for a person. Memory of the snapshot's. */
struct vpb_blocker {
	char *reason; /* a sentence whose subject is the device; NULL: there is none */
	char *fix;
};

struct vpb_device {
	struct vpb_address address;
	uint16_t vendor;
	uint16_t device;
	uint16_t class_code; /* base class and subclass */
	uint8_t prog_if;
	/* The bridge above: read where a selector is a path, and for displays and companions. */
	bool has_parent;
	struct vpb_address parent;

	/* What follows is read only for functions that some rule or its companions may reach. */
	bool detailed;
	uint16_t subvendor; /* also where vfio-pci.ids= names one; 0 where it has none */
	uint16_t subdevice;
	bool is_bridge; /* header type 1 or 2, whatever the class says */
	bool is_vf; /* has a physfn */
	bool is_boot_vga; /* the kernel's vga arbiter calls it the boot display */
	bool has_framebuffer; /* the firmware's framebuffer lies in one of its BARs */
	bool has_group; /* is in an IOMMU group; read for the group's other members as well */
	unsigned int group;
	bool has_module; /* of such a member: a driver has it, or a module would claim it */
	unsigned int vf_count; /* VFs that are enabled below this PF */
	char driver[VPB_NAME_BYTES]; /* "" where none is bound */
	char driver_override[VPB_NAME_BYTES]; /* "" where none is set */
	bool has_variant; /* what is bound is a variant of vfio-pci, see variant.h */
	char *variants; /* modules of such for it, with blanks between; NULL: none, or not looked for */
	/* Read only where a line has a word for it, also of the bridges above. */
	enum vpb_sleep sleep;
	enum vpb_sleep sleep_before; /* of a release: what it was before a bind set it */
	const char *
		unreadable; /* a sysfs attribute with an unexpected value (a constant), or NULL */

	struct vpb_blocker
		opened; /* of the phase VPB_PHASE_RUNNING: a program has it open */

	/* See usage/; of the phase VPB_PHASE_EARLY as far as carriers.h tells. */
	struct vpb_blocker system; /* it carries the system */
	struct vpb_blocker unsure; /* that it does cannot be ruled out */
	struct vpb_blocker in_use; /* a disk below it is open, or has holders */
	struct vpb_blocker
		network; /* the system or its key comes over it, or that cannot be ruled out */
	struct vpb_blocker console; /* a serial console is on it */
	bool has_default_route;
	bool is_route_unsure; /* that is only what may be: the route leads to no card */
	unsigned int keyboard_count; /* what may be a keyboard, below it */
	/*
	 * What of these may be none: the keyboard of a management controller (BMC), which only
	 * someone far away has, or what a mouse says that it is as well.
	 */
	unsigned int unsure_keyboard_count;
	/* Read of what may be a carrier (carriers.h): eight digits, "none", or "" where it was not read. */
	char serial[VPB_SERIAL_BYTES];
	enum vpb_knowledge knowledge; /* of what it carries */
	struct vpb_address seen_at; /* where that was, unless VPB_SEEN */
};

struct vpb_snapshot {
	struct vpb_device *devices; /* in the order of their addresses */
	size_t device_count;
	int framebuffers_error; /* why /proc/iomem could not be read; 0 where it was */
	bool noiommu; /* vfio's enable_unsafe_noiommu_mode is on */
	bool spares_bridges; /* a kernel before 5.19: see vpb_device_blocks_group() */
	/* Lines of modprobe.d for vfio-pci that would stop others from loading it. */
	char *install_command; /* or NULL */
	bool blacklisted;
	char *odd_config; /* what is no regular file in modprobe.d, or NULL */
	enum vpb_phase phase;
	/* A device was plugged in: the run is about its slot alone, all else is not touched. */
	bool has_arrival;
	struct vpb_address arrival;
	bool has_usage; /* disks, network and keyboards were read (usage/usage.h) */
	unsigned int other_keyboard_count; /* keyboards that no PCI function carries */
	unsigned int other_unsure_keyboard_count; /* of these; see struct vpb_device */
	/*
	 * Beside a word of the command line: what says that the system or its key comes over the
	 * network, so that network cards are judged late; a phrase or sentence, or NULL.
	 */
	char *network_need;
	/* What starts VMs here takes all of a device's IOMMU group from the host (Proxmox VE). */
	bool takes_groups;
	bool has_damaged_carriers; /* what the image says of them is not all there */
	char *rebuild; /* the command that makes the image again, or NULL */
	char *token; /* what a security token is for at boot ("/etc/crypttab:3 ..."), or NULL */
};

/*
 * Remembers the first blocker of its kind: both texts are copied, a later one is not kept. Returns
 * 0 or -ENOMEM.
 */
int vpb_blocker_set(
	struct vpb_blocker *blocker, const char *reason, const char *fix) VPB_MUST_CHECK;

void vpb_snapshot_done(struct vpb_snapshot *snapshot);

/* The index of that function, or -1. */
long vpb_snapshot_find(const struct vpb_snapshot *snapshot, struct vpb_address address);

/* The index of the bridge above; -1 on a root bus, or where it was not read. */
long vpb_snapshot_parent(
	const struct vpb_snapshot *snapshot, const struct vpb_device *device);

/* The same that many bridges up: 1 is the parent. */
long vpb_snapshot_above(const struct vpb_snapshot *snapshot,
	const struct vpb_device *device, unsigned int bridges);

/* The first function of the device's slot, and where the slot ends: they stand side by side. */
size_t vpb_snapshot_slot(
	const struct vpb_snapshot *snapshot, size_t device, size_t *ret_end);

/*
 * Whether some keyboard of the machine is surely one: what may be none, as a mouse's, counts only where no
 * other does.
 */
bool vpb_snapshot_has_sure_keyboard(const struct vpb_snapshot *snapshot);

/* Whether the run is about this device: about any, or about the slot where one arrived. */
bool vpb_snapshot_is_about(
	const struct vpb_snapshot *snapshot, const struct vpb_device *device);

/* Puts the devices into the order of their addresses. */
void vpb_snapshot_sort(struct vpb_snapshot *snapshot);

#define VPB_CLASS_BASE(class_code) ((class_code) >> 8)

enum vpb_class {
	VPB_CLASS_DISPLAY_BASE = 0x03,
	VPB_CLASS_DISPLAY_VGA = 0x0300,
	VPB_CLASS_DISPLAY_3D = 0x0302,
	VPB_CLASS_DISPLAY_OTHER = 0x0380,
	VPB_CLASS_NETWORK_BASE = 0x02,
	VPB_CLASS_MULTIMEDIA_BASE = 0x04,
	VPB_CLASS_AUDIO = 0x0403,
	VPB_CLASS_PERSISTENT_MEMORY = 0x0502, /* CXL memory, which may be persistent */
	VPB_CLASS_BRIDGE_BASE = 0x06,
	VPB_CLASS_BRIDGE_HOST = 0x0600,
	VPB_CLASS_BRIDGE_ISA = 0x0601,
	VPB_CLASS_PROCESSOR_BASE = 0x0b,
	VPB_CLASS_USB = 0x0c03,
	VPB_CLASS_INFINIBAND = 0x0c06,
	VPB_CLASS_SERIAL_OTHER = 0x0c80,
	VPB_CLASS_WIRELESS_BASE = 0x0d,
	VPB_CLASS_SIGNAL_OTHER = 0x1180,
	VPB_CLASS_ACCELERATOR_BASE = 0x12,
};

/*
 * Whether a disk, a network or a keyboard may be reached over it: not displays, sound and video,
 * processors, accelerators, and signal processing that is no bus for a keyboard.
 */
bool vpb_device_may_carry(const struct vpb_device *device);

/* Whether that is so of the device or of another one in its IOMMU group, as far as groups were read. */
bool vpb_snapshot_may_carry(const struct vpb_snapshot *snapshot, size_t device);

/*
 * Whether a keyboard may be plugged in or built in below it, also one that is not seen: USB is slow to
 * say what is there, and of the bus inside a laptop (I2C) the driver may not be there yet. That bus
 * calls itself 0c80 or 1180. Of 1180 the driver tells, if it has one, else the maker of the chip set
 * and the place.
 */
bool vpb_device_may_have_keyboard(const struct vpb_device *device);

/* A network card of any kind: Ethernet and wireless, and InfiniBand. */
bool vpb_device_is_network(const struct vpb_device *device);

/* What is known of the system on it: that it is there, else that this cannot be ruled out. */
const struct vpb_blocker *vpb_device_system(const struct vpb_device *device);

/* A display in the sense of the class code, with or without a connector. */
bool vpb_device_is_display(const struct vpb_device *device);

/*
 * What carries other devices or the machine itself: by its header type, as vfio-pci refuses it
 * (drivers/vfio/pci/vfio_pci_core.c, vfio_pci_core_register_device()); host and ISA bridges by
 * their class, since they have the header of a device. What else is of base class 06 is a device
 * like any other, such as NVIDIA's NVSwitch (0680).
 */
bool vpb_device_is_bridge(const struct vpb_device *device);

/*
 * Whether vfio-pci refuses it for its flaws (drivers/vfio/pci/vfio_pci.c,
 * vfio_pci_dev_in_denylist()), unless it is loaded with disable_denylist=1.
 */
bool vpb_device_is_denied(const struct vpb_device *device);

/* Whether vfio-pci has it, or a variant of that. */
bool vpb_device_is_on_vfio(const struct vpb_device *device);

/*
 * Whether a driver for VMs has it: vfio-pci, a variant of it, or pci-stub, which keeps a device from the
 * host. VFIO lets them pass (drivers/vfio/group.c, vfio_main.c). The second takes the driver's name.
 */
bool vpb_device_is_for_vms(const struct vpb_device *device);
bool vpb_driver_is_for_vms(const char *driver);

/*
 * Whether a driver of the host has it or some module would claim it, so that no VM can open its
 * IOMMU group. Before 5.19 all with the header of a bridge did a group no harm
 * (drivers/vfio/vfio.c, vfio_dev_driver_allowed()); since then all but the drivers that leave DMA
 * alone claim it, and that is pcieport (drivers/iommu/iommu.c, iommu_device_use_default_domain()).
 * Needs has_module.
 */
bool vpb_device_blocks_group(
	const struct vpb_snapshot *snapshot, const struct vpb_device *device);

/* Whether both are in the same IOMMU group. */
bool vpb_device_shares_group(const struct vpb_device *a, const struct vpb_device *b);

#endif
