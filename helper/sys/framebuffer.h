/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_FRAMEBUFFER_H
#define VPB_SYS_FRAMEBUFFER_H

#include <stdint.h>

#include "../core/address.h"
#include "root.h"

/*
 * Where the firmware left a framebuffer for the kernel to draw on, as /proc/iomem has it:
 * "BOOTFB" (drivers/firmware/sysfb, arch/x86/kernel/sysfb), or the name of the driver that
 * took it over ("efifb", "vesafb", "simplefb"...). Only root sees real numbers there.
 */
struct vpb_memory_range {
	uint64_t first;
	uint64_t last;
};

#define VPB_FRAMEBUFFERS_MAX 8

/* Returns how many were found, at most VPB_FRAMEBUFFERS_MAX, or -errno. */
int vpb_framebuffers_read(const struct vpb_root *root,
	struct vpb_memory_range ranges[VPB_FRAMEBUFFERS_MAX]) VPB_MUST_CHECK;

/* Whether the kernel hides the numbers of /proc/iomem from us (kernel/resource.c, r_show). */
bool vpb_framebuffers_are_hidden(const struct vpb_root *root);

/* Whether one of the ranges lies in a BAR of this function, by its `resource` attribute. */
bool vpb_framebuffer_is_below(const struct vpb_root *root, struct vpb_address address,
	const struct vpb_memory_range *ranges, int count);

#endif
