/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_VERSION_SORT_H
#define VPB_HOST_IMAGE_VERSION_SORT_H

/*
 * The order of `sort -V` ("Version sort ordering" in the manual of GNU coreutils): <0, 0 or >0
 * as strcmp(3). Pure.
 */
int vpb_version_sort(const char *a, const char *b);

#endif
