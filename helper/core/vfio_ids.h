/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_VFIO_IDS_H
#define VPB_CORE_VFIO_IDS_H

#include <stddef.h>

#include "device.h"
#include "request.h"

/*
 * The kernel's own way to name devices for vfio-pci: the option `ids=` of the module, on the kernel
 * command line or in a line "options vfio-pci ids=..." of modprobe.d. The module gets all options
 * that there are, modprobe.d's by the names of its files and then the command line's, and takes
 * the last `ids=` (libkmod/libkmod-module.c, kmod_module_get_options(); kernel/params.c). Pure.
 */

/*
 * Adds a rule for each item between commas in place of those that an earlier `ids=` has added;
 * an empty item is skipped, as the kernel does. `key` is the word before the '='. `origin` is where
 * `value` begins, and stays the caller's; `value` is written to. Returns 0 or -ENOMEM. What is not
 * understood becomes a problem.
 */
int vpb_vfio_ids_parse(struct vpb_request *request, const char *key, char *value,
	const struct vpb_origin *origin) VPB_MUST_CHECK;

/*
 * The same for each such line in the text of one file of modprobe.d, read as modprobe reads it
 * (libkmod/libkmod-config.c, libkmod-util.c, freadline_wrapped()). Any bytes are allowed.
 */
int vpb_modprobe_parse(struct vpb_request *request, const char *source, const char *text,
	size_t length) VPB_MUST_CHECK;

/*
 * Whether that key, with or without a value, is a misspelled `vfio-pci.ids`, as in vfio-pci-ids=,
 * vfio_pci.id= or vfio-pci.ids:; false for the right one.
 */
bool vpb_vfio_ids_are_meant(const char *key);

/*
 * Whether the last `pci-stub.ids=` of a kernel command line names the device, in the same grammar
 * (drivers/pci/pci-stub.c). False also where memory is out.
 */
bool vpb_stub_ids_name(const char *cmdline, const struct vpb_device *device);

#endif
