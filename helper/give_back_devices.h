/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_GIVE_BACK_DEVICES_H
#define VPB_GIVE_BACK_DEVICES_H

#include "core/report_read.h"
#include "sys/root.h"

/* What give-back has to know when the time has come. */
struct vpb_give_back {
	struct vpb_root root;
	unsigned int waited_s; /* for the root file system */
	struct vpb_boot_report report; /* of this boot */
};

/*
 * Gives those devices of the report back that vpb_boot_report_may_give_back() names: releases them as
 * the command does, logs it, and adds a section to the report. Returns 0 or -errno.
 */
int vpb_give_back_devices(const struct vpb_give_back *give_back) VPB_MUST_CHECK;

#endif
