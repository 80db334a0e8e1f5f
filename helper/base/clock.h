/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_CLOCK_H
#define VPB_BASE_CLOCK_H

#include <stdint.h>

/* Microseconds since boot, by CLOCK_MONOTONIC: the clock of the kernel log, or nearly. */
uint64_t vpb_clock_since_boot_us(void);

#endif
