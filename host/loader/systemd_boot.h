/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_SYSTEMD_BOOT_H
#define VPB_HOST_LOADER_SYSTEMD_BOOT_H

#include "loader.h"

extern const struct vpb_boot_program vpb_systemd_boot;

/* Whether it, or the firmware, started a unified kernel image. */
bool vpb_systemd_boot_has_uki(const struct vpb_signs *signs);

/* The folders of its entries, and of its UKIs; NULL at the end. */
extern const char *const vpb_systemd_boot_entries[];
extern const char *const vpb_systemd_boot_ukis[];

#endif
