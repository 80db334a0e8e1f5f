/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_ACPI_TABLE_H
#define VPB_VM_ACPI_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "../../helper/base/cleanup.h"

/* The table that battery.asl makes, and the numbers in it, as ACPI's _PSR and _BST have them. */
struct vpb_table_numbers {
	uint32_t is_on_mains;
	uint32_t state; /* 0: neither of these, 1: discharging, 2: charging */
	uint32_t power_mw;
	uint32_t left_mwh; /* of 51000 */
};

/*
 * Writes them into the table, and its checksum. Pure. -EBADMSG where it is no such table, which stays as it
 * was then: an SSDT of that length (ACPI 6.5, 5.2.6) whose sum is right, with the buffer NUMS once.
 */
int vpb_table_write(void *table, size_t length,
	const struct vpb_table_numbers *numbers) VPB_MUST_CHECK;

#endif
