/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_GRUB_H
#define VPB_HOST_LOADER_GRUB_H

#include "loader.h"

extern const struct vpb_boot_program vpb_grub_program;

#endif
