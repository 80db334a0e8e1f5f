/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cpus.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>

void vpb_cpus_add(struct vpb_cpus *cpus, const char *list)
{
	while (*list) {
		bool is_out = *list == '^';
		unsigned long first, last;
		char *end;

		list += is_out;
		if (!isdigit((unsigned char)*list))
			return;
		first = last = strtoul(list, &end, 10);
		if (*end == '-' && isdigit((unsigned char)end[1]))
			last = strtoul(end + 1, &end, 10);
		for (; first <= last && first < VPB_CPUS_MAX; first++)
			if (is_out)
				cpus->bits[first / 64] &= ~(UINT64_C(1) << first % 64);
			else
				cpus->bits[first / 64] |= UINT64_C(1) << first % 64;
		list = end + (*end == ',');
		while (isspace((unsigned char)*list))
			list++;
	}
}

bool vpb_cpus_overlap(const struct vpb_cpus *a, const struct vpb_cpus *b)
{
	for (size_t i = 0; i < VPB_CPUS_MAX / 64; i++)
		if (a->bits[i] & b->bits[i])
			return true;
	return false;
}
