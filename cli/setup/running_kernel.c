/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "loader.h"

bool vpb_setup_is_of_running_kernel(const struct vpb_setup *setup, const char *name)
{
	for (size_t i = 0; i < setup->facts.kernel_count; i++)
		if (setup->facts.kernels[i].is_running)
			return strstr(name, setup->facts.kernels[i].release);
	return false;
}
