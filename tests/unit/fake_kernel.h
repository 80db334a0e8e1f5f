/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_UNIT_FAKE_KERNEL_H
#define VPB_UNIT_FAKE_KERNEL_H

#include "../../helper/sys/root.h"
#include "unit.h"

/*
 * What of root.h and modules.h helper/sys/apply.c uses, over a small kernel that is played:
 * devices with a driver, an override and a host's driver that would take them. Its rules are
 * those of FACTS about driver_override, bind, unbind and drivers_probe. It lives in memory that
 * parent and child share, so that a test sees what the child did.
 */

/* What becomes of one write, instead of what the kernel would make of it. */
enum fake_fate {
	FAKE_FAILS, /* nothing happens, and it says so */
	FAKE_LIES, /* nothing happens, and it says that all is well */
	FAKE_WORKS_AND_FAILS, /* it happens, and the error says that it did not */
	FAKE_HOST_WINS, /* success, and the host's driver has the device */
	FAKE_BLOCKS, /* it never comes back */
};

/* Begins anew: no device, the module can be loaded. */
void fake_reset(void);

/* A device, its driver ("" for none), its override, and the host's driver for it. */
void fake_device(const char *address, const char *driver, const char *override,
	const char *host_driver);

/* Loading the module fails with this errno. */
void fake_module_fails(int error);

/* There is a module with that driver, a variant of vfio-pci; no other can be loaded. */
void fake_variant(const char *module, const char *driver);

/* The write to a path that ends so, when it happens for the time number `time` (from 1). */
void fake_write(const char *path_end, unsigned int time, enum fake_fate fate, int error);

/*
 * The process that makes the write of that number (from 1, a load of the module counts), from now
 * on, is killed before it, or where `is_done` right after it.
 */
void fake_kill(unsigned int number, bool is_done);

/* Writes since then. */
unsigned int fake_writes(void);

/* What was written: "device/driver_override=text\n" and so on, in order; valid until reset. */
const char *fake_log(void);

/* "driver/override" of a device. */
const char *fake_state(const char *address);

#endif
