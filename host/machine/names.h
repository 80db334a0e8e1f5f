/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_NAMES_H
#define VPB_HOST_MACHINE_NAMES_H

#include "../../helper/base/text.h"
#include "../../helper/core/device.h"
#include "../../helper/sys/root.h"

/*
 * Names for people, by libpci: on the running machine from its pci.ids (and udev's hardware
 * database), under another root from that tree's own pci.ids alone, so that the answer does not
 * depend on the machine that reads the tree. Where the list is missing or broken the names are
 * numbers.
 */

#define VPB_PCI_NAME_BYTES 200

struct vpb_pci_names {
	char vendor[VPB_PCI_NAME_BYTES];
	char device[VPB_PCI_NAME_BYTES];
	char kind[VPB_PCI_NAME_BYTES]; /* of the class: "VGA compatible controller" */
};

/* The name that people know a device by, where its long one has that in brackets. */
void vpb_pci_names_add_short(const struct vpb_pci_names *names, struct vpb_text *text);

/* The kind without "controller" and the like, and the vendor without what kind of firm it is. */
void vpb_pci_names_add_kind(const struct vpb_pci_names *names, struct vpb_text *text);
void vpb_pci_names_add_vendor(const struct vpb_pci_names *names, struct vpb_text *text);

struct vpb_namer; /* on the heap */

/* NULL when memory is out. `root` is not kept. */
struct vpb_namer *vpb_namer_new(const struct vpb_root *root);
void vpb_namer_freep(struct vpb_namer **namer);

void vpb_namer_look_up(struct vpb_namer *namer, const struct vpb_device *device,
	struct vpb_pci_names *ret_names);

#endif
