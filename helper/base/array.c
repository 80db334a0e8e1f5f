/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "array.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *vpb_array_grow(void *items, size_t count, size_t item_bytes)
{
	bool full = count == 0 || (count >= 8 && (count & (count - 1)) == 0);
	size_t room = count < 8 ? 8 : count * 2;

	if (full) {
		if (room > SIZE_MAX / item_bytes)
			return NULL;
		items = realloc(items, room * item_bytes);
		if (!items)
			return NULL;
	}
	memset((char *)items + count * item_bytes, 0, item_bytes);
	return items;
}
