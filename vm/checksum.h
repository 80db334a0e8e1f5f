/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_CHECKSUM_H
#define VPB_VM_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* Both are pure. No hash against somebody who wants two texts to have the same one: FNV-1a. */
uint64_t vpb_checksum(const char *bytes, size_t length);

/* The same for texts that differ in the order of their lines alone. */
uint64_t vpb_checksum_lines(const char *text);

#endif
