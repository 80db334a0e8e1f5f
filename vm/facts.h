/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_FACTS_H
#define VPB_VM_FACTS_H

#include "../helper/sys/root.h"
#include "domain/facts.h"
#include "domain/kind.h"

/* What is read from the machine for a domain: the devices as `list` knows them, and the machine itself. */

/*
 * The cards that the selectors, ended by NULL, mean: with companions, and each function beside what it
 * belongs to; what vfio-pci has where there is no selector. A guard's refusal ends it, unless vfio-pci has the device
 * already. What was said of it went to stderr in the name of `command`, and what is worth knowing to `findings`.
 * Returns a negative number to go on, else an exit status; *facts is the caller's to end.
 */
int vpb_vm_cards_read(const struct vpb_root *root, const char *command,
	const char *const *selectors, struct vpb_vm_facts *facts,
	struct vpb_vm_findings *findings);

/* The rest of the facts. 0 or -ENOMEM; what cannot be read is unknown. */
int vpb_vm_machine_read(
	const struct vpb_root *root, struct vpb_vm_facts *facts) VPB_MUST_CHECK;

#endif
