/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_AUTOSTART_H
#define VPB_VM_AUTOSTART_H

#include "definition.h"
#include "domain/judge.h"

/*
 * Where libvirt starts the store's domain by itself: whether it does the same with another one that has a
 * device of this one's. Of a file nothing is known. 0 or -ENOMEM.
 */
int vpb_autostart_judge(const struct vpb_store *store,
	const struct vpb_domain_judge *judge) VPB_MUST_CHECK;

#endif
