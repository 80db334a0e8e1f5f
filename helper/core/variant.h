/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_VARIANT_H
#define VPB_CORE_VARIANT_H

#include "scene.h"

/*
 * Variants of vfio-pci: drivers for VMs that are made for certain devices, and do more for them. The
 * kernel marks their modules with aliases that begin with "vfio_pci:", which nothing loads by itself
 * (include/linux/mod_devicetable.h, PCI_ID_F_VFIO_DRIVER_OVERRIDE). A device gets one only where a line
 * asks for it with `driver=`. Pure.
 */

#define VPB_VARIANT_AUTO "auto"

/* Whether the word can follow `driver=`: "auto", or the name of a driver or a module. */
bool vpb_variant_is_name(const char *word);

/*
 * What the lines that name this device ask for: "auto", a name, or "" for nothing. The first one that
 * says something counts; what a companion's display asks for is not for the companion.
 */
const char *vpb_variant_asked(const struct vpb_scene *scene, size_t device);

/* Whether both are the same module: its name has '_' where its file and some drivers have '-'. */
bool vpb_variant_is_same(const char *name, const char *other, size_t other_length);

/*
 * The module whose driver the device is to have, by what is asked for and by what is there for it
 * (`variants` of the snapshot); false for vfio-pci itself.
 */
bool vpb_variant_choose(
	const char *asked, const char *variants, char ret_module[VPB_NAME_BYTES]);

#endif
