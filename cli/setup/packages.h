/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_PACKAGES_H
#define VPB_CLI_SETUP_PACKAGES_H

#include "change.h"

/*
 * Waits until no program installs packages on the running machine, and says for which it waits: at most
 * half a minute, then it says why nothing was changed. Nothing is held meanwhile: a signal ends us.
 */
int vpb_packages_await(const struct vpb_change *change);

/* The same without waiting: one that has begun since may have changed what was looked at. */
int vpb_packages_look_again(const struct vpb_change *change);

#endif
