/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_SELECTOR_H
#define VPB_CORE_SELECTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "address.h"

/*
 * What a user writes to name a device:
 *
 *   address        0000:01:00.0, 01:00.0
 *   path           00:01.0/00.0      from the root port down, as the kernel's <pci_dev> (see
 *                                    Documentation/admin-guide/kernel-parameters.rst)
 *   with identity  ADDRESS=10de:2820, ADDRESS=10de:2820:1d05:1178, PATH=...
 *   id             10de:2820, 10de:, 10de::0300   vendor:device[:class[:progif]], as lspci -d
 *
 * What holds a '.' is an address or a path, all else an id. All functions here are pure.
 */

/* A field of an id that was left empty: it matches every value. */
#define VPB_ID_ANY UINT32_MAX

/* Bridges below each other in a path. The kernel knows no limit; real machines have four. */
#define VPB_PATH_HOPS_MAX 16

/* What a selector can be, for a person. */
#define VPB_SELECTOR_FORMS \
	"add an address such as 01:00.0, a path or an id such as 10de:2820"

enum vpb_selector_kind {
	VPB_SELECTOR_ADDRESS,
	VPB_SELECTOR_PATH,
	VPB_SELECTOR_ID,
};

struct vpb_hop {
	uint8_t device;
	uint8_t function;
};

/* What a device must be, besides where it is. */
struct vpb_identity {
	bool given;
	bool with_subsystem;
	uint16_t vendor;
	uint16_t device;
	uint16_t subvendor;
	uint16_t subdevice;
};

struct vpb_id_pattern {
	uint32_t vendor;
	uint32_t device;
	uint32_t subvendor; /* these two: only vfio-pci.ids= can give them */
	uint32_t subdevice;
	/* Base class, subclass and programming interface: 030000; looked at where the mask is 1. */
	uint32_t class_value;
	uint32_t class_mask;
};

struct vpb_selector {
	enum vpb_selector_kind kind;
	struct vpb_address address; /* of the device; of a path: of its first hop */
	struct vpb_hop hops[VPB_PATH_HOPS_MAX];
	unsigned int hop_count;
	struct vpb_identity identity;
	struct vpb_id_pattern id;
};

/* The class_mask that looks at base class and subclass only. */
#define VPB_CLASS_MASK_CODE 0xffff00
#define VPB_CLASS_MASK_PROG_IF 0x0000ff

/*
 * Parses one item of `vfio-pci.ids=` as the kernel does (drivers/vfio/pci/vfio_pci.c,
 * vfio_pci_fill_ids): vendor:device[:subvendor[:subdevice[:class[:class_mask]]]], hexadecimal
 * numbers of any length, of which the last 32 bits count, and no sign. What follows them is not looked
 * at. Returns 0 or -EINVAL, where the kernel skips the item.
 */
int vpb_selector_parse_vfio_ids(
	const char *text, struct vpb_selector *ret_selector) VPB_MUST_CHECK;

/*
 * Parses the whole of `text`. Returns 0, or -EINVAL with a sentence in *ret_reason (a constant
 * that starts in lower case) that says what a selector should look like at that place.
 */
int vpb_selector_parse(const char *text, struct vpb_selector *ret_selector,
	const char **ret_reason) VPB_MUST_CHECK;

#endif
