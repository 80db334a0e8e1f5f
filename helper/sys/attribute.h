/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_ATTRIBUTE_H
#define VPB_SYS_ATTRIBUTE_H

#include "../core/address.h"
#include "root.h"

/* Where the kernel shows a PCI function. Paths are relative to the root, as in root.h. */

/* The path of the function's link in sys/bus/pci/devices, for vpb_root_read_target(). */
const char *vpb_device_path(struct vpb_address address, char path[PATH_MAX]);

/* The path of one of its attributes, such as "power/control"; returns `path`. */
const char *vpb_attribute_path(
	struct vpb_address address, const char *name, char path[PATH_MAX]);

/* As vpb_root_read_word(). */
VPB_MUST_CHECK static inline int vpb_attribute_read(const struct vpb_root *root,
	struct vpb_address address, const char *name, char *buffer, size_t buffer_bytes)
{
	char path[PATH_MAX];

	return vpb_root_read_word(
		root, vpb_attribute_path(address, name, path), buffer, buffer_bytes);
}

/* As vpb_root_read_link(). */
VPB_MUST_CHECK static inline int vpb_attribute_read_link(const struct vpb_root *root,
	struct vpb_address address, const char *name, char *buffer, size_t buffer_bytes)
{
	char path[PATH_MAX];

	return vpb_root_read_link(
		root, vpb_attribute_path(address, name, path), buffer, buffer_bytes);
}

/* As vpb_root_write(). */
VPB_MUST_CHECK static inline int vpb_attribute_write(const struct vpb_root *root,
	struct vpb_address address, const char *name, const char *text)
{
	char path[PATH_MAX];

	return vpb_root_write(root, vpb_attribute_path(address, name, path), text);
}

#endif
