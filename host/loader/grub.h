/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_GRUB_H
#define VPB_HOST_LOADER_GRUB_H

#include "loader.h"

extern const struct vpb_boot_program vpb_grub_program;

/* The recovery entry has not got what only _DEFAULT has: a way back. */
#define VPB_GRUB_FORM \
	{ \
		"GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT ", " ", "\"\n" \
	}

#endif
