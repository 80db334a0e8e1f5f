/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_WINDOW_H
#define VPB_VM_DOMAIN_WINDOW_H

#include <stddef.h>

#include "facts.h"
#include "xml.h"

/*
 * The part of the VM's address space in which its UEFI firmware (OVMF) places memory of cards above 4 GiB.
 * What does not fit there the guest does not see. All functions are pure.
 */

/*
 * Bytes that 64-bit BARs of these sizes need in one window, each where its size allows it. 0 for none.
 * Saturates.
 */
uint64_t vpb_window_needed(const uint64_t *sizes, size_t count);

/*
 * How many bits an address of the domain has, by its <cpu> and the host's; 0: unknown. Without
 * <maxphysaddr> QEMU has the host's for "host-passthrough" and "maximum", else 40
 * (target/i386/host-cpu.c, cpu.h TCG_PHYS_ADDR_BITS).
 */
unsigned int vpb_window_bits(xmlNode *domain, const struct vpb_vm_facts *facts);

/*
 * Bytes of the window that OVMF makes: an eighth of the address space where it trusts the width, else 32
 * GiB (OvmfPkg/Library/PlatformInitLib/MemDetect.c, since 2022.11). It does not trust 40 bits of an Intel
 * processor, which is QEMU's own number. With machines of QEMU 10.1 and later 32 GiB are also what 39 bits of Intel get.
 */
uint64_t vpb_window_made(xmlNode *domain, const struct vpb_vm_facts *facts);

/* What the domain asks for by fw_cfg, in MiB; 0: nothing. *ret_argument is the <qemu:arg> that does. */
uint64_t vpb_window_asked_mib(xmlNode *domain, xmlNode **ret_argument);

/* The MiB to ask for; 0 where all fits as it is. */
uint64_t vpb_window_want_mib(xmlNode *domain, const struct vpb_vm_facts *facts);

#endif
