/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_LIMINE_H
#define VPB_HOST_LOADER_LIMINE_H

/* Where Limine looks for its menu, and its tools write it; NULL at the end. */
extern const char *const vpb_limine_menus[];

#endif
