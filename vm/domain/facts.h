/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_FACTS_H
#define VPB_VM_DOMAIN_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "../../helper/core/device.h"

/* What a domain is to get, and what is known of the machine that runs it. Facts only. */

enum {
	VPB_CARD_FUNCTIONS = 8, /* as many as a slot has */
	VPB_VENDOR_NVIDIA = 0x10de,
};

struct vpb_card_function {
	struct vpb_address host;
	uint8_t guest_function; /* in the slot of the VM */
	uint16_t vendor, class_code;
	char driver[VPB_NAME_BYTES]; /* "" for none */
	char *name; /* for people */
	/* As the <hostdev> had it that is taken over. */
	unsigned long boot_order; /* 0: it had none */
	bool hides_rom; /* the guest sees none */
};

/* Functions that belong together, and so into one slot: those of a slot, and companions. */
struct vpb_card {
	struct vpb_card_function
		functions[VPB_CARD_FUNCTIONS]; /* those of a display first */
	size_t count;
	char *rom; /* the file of its ROM that the VM's firmware gets; or NULL */
};

enum vpb_maker {
	VPB_MAKER_OTHER,
	VPB_MAKER_INTEL,
	VPB_MAKER_AMD,
};

struct vpb_vm_facts {
	struct vpb_card *cards;
	size_t card_count;
	uint64_t
		bar_bytes; /* that all their 64-bit BARs need in one window, see window.h */
	char arch[16]; /* of the machine, in the kernel's word; "" where unknown */
	bool is_laptop;
	enum vpb_maker maker; /* of the processor */
	unsigned int cpu_bits; /* of a physical address; 0: unknown */
	/* The fast and the slow cores of a processor with both; "" for others. */
	char core_cpus[256], atom_cpus[256];
};

void vpb_vm_facts_done(struct vpb_vm_facts *facts);

/* A display of that vendor, or where it is 0 of any; NULL for none. */
const struct vpb_card_function *vpb_vm_facts_display(
	const struct vpb_vm_facts *facts, uint16_t vendor);

#endif
