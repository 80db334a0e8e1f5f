/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_MODULES_H
#define VPB_SYS_MODULES_H

#include "../core/match.h"
#include "root.h"

/* The module's driver in sysfs: there as soon as the module is loaded or where it is built in. */
#define VPB_DRIVERS_FOLDER "sys/bus/pci/drivers"
#define VPB_DRIVER_DIRECTORY VPB_DRIVERS_FOLDER "/" VPB_DRIVER_NAME

/*
 * Sees to it that the vfio-pci driver is there, loading the module with libkmod where needed.
 *
 * The `options` of modprobe.d and of the command line apply, but for `ids=`, which is emptied
 * by an extra option that comes last: else the module would take every device that
 * `vfio-pci.ids=` names as soon as it is loaded, and with it what a guard refused
 * (drivers/vfio/pci/vfio_pci.c, vfio_pci_fill_ids). `blacklist` and `install` lines for
 * vfio-pci do not apply: the user asked for it by name.
 *
 * Returns 0 or -errno: -ENOENT where there is no such module for this kernel, -EOPNOTSUPP
 * where it would have to be loaded into another machine's kernel, -ELIBACC where libkmod cannot be
 * opened, and what the kernel says.
 */
int vpb_modules_load_vfio(const struct vpb_root *root) VPB_MUST_CHECK;

/*
 * The same for a module that is a variant of vfio-pci (core/variant.h); its driver's name goes to
 * `ret_driver`. By itself such a driver takes nothing. -ENODEV where the module has no driver for PCI.
 */
int vpb_modules_load_variant(const struct vpb_root *root, const char *module,
	char ret_driver[VPB_NAME_BYTES]) VPB_MUST_CHECK;

/*
 * Reads the `install` and `blacklist` lines for vfio-pci of the tree's modprobe.d folders into
 * the snapshot. Returns 0, -ENOMEM, or -ELIBACC as above; files that cannot be read are skipped, as
 * modprobe does.
 */
int vpb_modules_read_config(
	const struct vpb_root *root, struct vpb_snapshot *snapshot) VPB_MUST_CHECK;

/*
 * Says of each device whose details were read, and that has others in its IOMMU group, whether
 * a driver has it or a module of that tree's kernel would claim it, by the module index; of
 * selected ones as well, since a guard may yet refuse them. Without an index only drivers count.
 */
void vpb_modules_find_claims(const struct vpb_root *root, struct vpb_snapshot *snapshot);

/*
 * Reads which modules of that tree's kernel are variants of vfio-pci for the claimed devices: where
 * `of_all` is false, only for those of lines with `driver=`. 0 or -ENOMEM.
 */
int vpb_modules_find_variants(const struct vpb_root *root,
	const struct vpb_request *request, const struct vpb_selection *selection,
	bool of_all, struct vpb_snapshot *snapshot) VPB_MUST_CHECK;

#endif
