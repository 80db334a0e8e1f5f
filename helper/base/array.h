/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_ARRAY_H
#define VPB_BASE_ARRAY_H

#include <stddef.h>

/* Items of an array whose length the compiler knows. */
#define VPB_ARRAY_SIZE(array) (sizeof(array) / sizeof(*(array)))

/*
 * Makes room for item number `count` (counting from 0) in the heap array `items`, which only
 * this function has ever grown; NULL with a count of 0 is the empty array. Returns the array,
 * perhaps moved, with the new item zeroed, or NULL when memory is out; `items` is then as it
 * was. The size is the next power of two from 8 on, so no capacity needs to be kept.
 */
void *vpb_array_grow(void *items, size_t count, size_t item_bytes);

#endif
