/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "owner.h"

#include "booted.h"
#include "signs.h"

const struct vpb_loader *vpb_loader_owner(const struct vpb_root *root)
{
	struct vpb_loader_booted booted;
	struct vpb_signs signs = {};

	if (vpb_loader_find_booted(root, &booted) == 0 && booted.loader)
		return booted.loader->add_rebuild ? booted.loader : NULL;
	vpb_signs_read(root, &signs);
	for (size_t i = 0; vpb_loaders[i]; i++)
		if (vpb_loaders[i]->owns && vpb_loaders[i]->owns(&signs))
			return vpb_loaders[i];
	return NULL;
}
