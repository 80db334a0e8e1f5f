/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Scenarios, and the systems that they are booted on: files of tests/vm/scenarios/ and
 * tests/vm/systems/. README.md lists the keys.
 */
#ifndef VPB_VM_JUDGE_SCENARIO_H
#define VPB_VM_JUDGE_SCENARIO_H

#include "pairs.h"

/* As vpb_pairs_read(). */
VPB_MUST_USE int vpb_scenario_read(const char *path, struct vpb_pairs *ret);
VPB_MUST_USE int vpb_system_read(const char *path, struct vpb_pairs *ret);

/* Whether @system is one that @scenario is booted on. */
bool vpb_system_boots(const struct vpb_pairs *system, const struct vpb_pairs *scenario);

#endif
