/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The configuration space of one function: plain memory with write masks. Pure.
 *
 * Layout: header type 0, and a chain of capabilities at fixed places: power management
 * (D0, D3hot, D3cold) at 0x60, MSI with 64-bit addresses at 0x68 where the description
 * says `msi`, PCI Express (endpoint, FLR) at 0x78. Extended space has no capability.
 */
#ifndef VPB_VM_CARD_CONFIG_H
#define VPB_VM_CARD_CONFIG_H

#include "describe.h"

#define VPB_CONFIG_PM 0x60
#define VPB_CONFIG_MSI 0x68
#define VPB_CONFIG_EXPRESS 0x78

struct vpb_config {
	uint8_t value[VPB_CONFIG_BYTES];
	uint8_t initial[VPB_CONFIG_BYTES];
	uint8_t writable[VPB_CONFIG_BYTES];
	/* Bits that a written 1 clears. PMCSR's bit 15 is one: kept as plain memory it
	 * would stay set, and the kernel would wake the function every second. */
	uint8_t clear[VPB_CONFIG_BYTES];
};

void vpb_config_init(
	struct vpb_config *config, const struct vpb_function *f, bool multifunction);

/* What a function-level reset leaves: everything as it was at the start. */
void vpb_config_reset(struct vpb_config *config);

/* The caller has checked that offset + bytes is within VPB_CONFIG_BYTES. */
void vpb_config_read(
	const struct vpb_config *config, size_t offset, void *data, size_t bytes);

/* Returns true when the write asked for a function-level reset, which is left to do. */
bool vpb_config_write(
	struct vpb_config *config, size_t offset, const void *data, size_t bytes);

#endif
