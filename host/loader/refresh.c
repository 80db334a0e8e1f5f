/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "refresh.h"

int vpb_loader_refresh(struct vpb_loader_change *change, const char *path)
{
	int r = 0;

	for (size_t i = 0; r == 0 && vpb_loaders[i]; i++)
		if (vpb_loaders[i]->refresh)
			r = vpb_loaders[i]->refresh(change, path);
	return r < 0 ? r : 0;
}
