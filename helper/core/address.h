/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_ADDRESS_H
#define VPB_CORE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/cleanup.h"

/*
 * The address of a PCI function, as in the names under /sys/bus/pci/devices. A domain has four
 * hexadecimal digits there, and more where it needs them (the kernel prints "%04x"; Hyper-V
 * and VMD number theirs beyond ffff). All functions here are pure.
 */
struct vpb_address {
	uint32_t domain;
	uint8_t bus;
	uint8_t device;
	uint8_t function;
};

/* Room for a formatted address and its NUL. */
#define VPB_ADDRESS_BYTES sizeof("ffffffff:ff:1f.7")

/*
 * Parses the whole of `text` as "DDDD:BB:DD.F" or, in domain 0, "BB:DD.F". Returns 0 or
 * -EINVAL.
 */
int vpb_address_parse(const char *text, struct vpb_address *ret_address) VPB_MUST_CHECK;

/* Writes the form that sysfs uses into `buffer` and returns it. */
const char *vpb_address_format(
	struct vpb_address address, char buffer[VPB_ADDRESS_BYTES]);

/* Negative, 0 or positive, in the order domain, bus, device, function. */
int vpb_address_compare(struct vpb_address a, struct vpb_address b);

/* Two functions of one slot differ at most in the function number. */
bool vpb_address_same_slot(struct vpb_address a, struct vpb_address b);

/*
 * Reads exactly `digits` hexadecimal digits. Returns the first byte after them, or NULL
 * where there are fewer.
 */
const char *vpb_hex_parse(const char *text, unsigned int digits, uint32_t *ret_value);

#endif
