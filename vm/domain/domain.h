/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_DOMAIN_H
#define VPB_VM_DOMAIN_DOMAIN_H

#include "../../helper/core/address.h"
#include "xml.h"

/* What a definition says of its virtual machine. `domain` is the element. All functions are pure. */

/* What every alias of ours begins with; libvirt leaves to users what begins with "ua-". */
#define VPB_ALIAS_START "ua-vfio-prebind-"

enum vpb_domain_bus {
	VPB_DOMAIN_BUS_NONE, /* no PCI, or none that we know how to use */
	VPB_DOMAIN_BUS_PCI, /* pci.0 of i440FX */
	VPB_DOMAIN_BUS_PCIE, /* pcie.0 of Q35, and of "virt" */
};

/* By its controllers, else its machine. */
enum vpb_domain_bus vpb_domain_bus(xmlNode *domain);

/* "" where it does not say: then it is the host's. */
const char *vpb_domain_arch(xmlNode *domain);
bool vpb_domain_is_x86(xmlNode *domain);

bool vpb_domain_is_uefi(xmlNode *domain);

/* An index that no PCI controller has: one more than the highest, and at least 1. */
unsigned long vpb_domain_free_index(xmlNode *domain);

/* A slot of the first bus that nothing has, from the last one down; -1 where there is none. */
long vpb_domain_free_slot(xmlNode *domain);

/* Whether it has an alias of ours. */
bool vpb_domain_is_ours(xmlNode *device);

/* The element there; of the lists <sysinfo>, which are of several kinds, that of firmware entries. */
xmlNode *vpb_domain_place(xmlNode *domain, const char *path);

/* Whether a firmware entry names the file, by which libvirt lets this VM read it. */
bool vpb_domain_names_file(xmlNode *domain, const char *file);

/*
 * Whether an entry may: where libvirt's AppArmor driver forbids the file's folder, a VM that names it does not
 * start (src/security/virt-aa-helper.c, valid_path()). Seen so with libvirt 9.0 and 11.3.
 */
bool vpb_domain_may_name_file(const char *file);

/* The PCI address that the element has (source/address and the like), which may leave out zeros but the slot's; false without one. */
bool vpb_domain_address(xmlNode *address, struct vpb_address *ret_address);

/*
 * The next device at or after `device` that is this function of the host: a hostdev, an interface or a disk
 * made of one. NULL for none.
 */
xmlNode *vpb_domain_user(xmlNode *device, struct vpb_address host);

#endif
