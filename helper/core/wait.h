/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_WAIT_H
#define VPB_CORE_WAIT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * For how long something has been missed by those who ask for it every second or so. Pure. Zeroed
 * memory: nobody has asked yet.
 */
struct vpb_wait {
	uint64_t since_us, last_us; /* since boot: the first time, and the last one */
};

/* After a longer gap the wait begins anew: what asks was busy, as with a prompt for a passphrase. */
#define VPB_WAIT_GAP_US 5000000

/* It was missed at `now_us` too. Returns for how many whole seconds by now. */
unsigned int vpb_wait_go_on(struct vpb_wait *wait, uint64_t now_us);

#endif
