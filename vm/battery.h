/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_BATTERY_H
#define VPB_VM_BATTERY_H

#include "../helper/sys/root.h"
#include "domain/battery.h"
#include "domain/judge.h"

/* The tables that show a battery to a VM, as files. */

/* Takes the word of --battery; false for another one, which was said in the name of `command`. */
bool vpb_battery_take(
	const char *command, const char *word, enum vpb_battery *ret_battery);

/* Whether they can be written: they were built, and the user may. */
bool vpb_battery_is_there(const struct vpb_root *root);

/* The built one itself, which shows mains, for a QEMU that nobody keeps from reading it; NULL where it is not there. */
const char *vpb_battery_built(const struct vpb_root *root);

/* Writes that one, where it is not there as it should be. NONE and DEFAULT need none. 0 or -errno. */
int vpb_battery_write(
	const struct vpb_root *root, enum vpb_battery battery) VPB_MUST_CHECK;

/* The tables that a definition names: are they there, and may QEMU read them. 0 or -ENOMEM. */
int vpb_battery_judge(
	const struct vpb_root *root, const struct vpb_domain_judge *judge) VPB_MUST_CHECK;

#endif
