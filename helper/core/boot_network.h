/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_BOOT_NETWORK_H
#define VPB_CORE_BOOT_NETWORK_H

#include "shell_settings.h"

/*
 * What files of an initramfs, and those that one is made from, say of a network that it brings up by
 * itself, whatever the kernel command line says. Pure.
 */

/* The first word of a kernel command line that does (boot_words.h); the caller's, or NULL. */
char *vpb_boot_network_word(const char *line);

/* A zeroed setting for each name that may say it. */
#define VPB_BOOT_NETWORK_SETTINGS 12
void vpb_boot_network_names(struct vpb_setting settings[VPB_BOOT_NETWORK_SETTINGS]);

/* What in such a setting says it: a part of it, for a person; the caller's, or NULL. */
char *vpb_boot_network_setting(const struct vpb_setting *setting);

#endif
