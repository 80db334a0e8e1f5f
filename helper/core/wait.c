/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wait.h"

unsigned int vpb_wait_go_on(struct vpb_wait *wait, uint64_t now_us)
{
	if (!wait->last_us || now_us < wait->last_us ||
		now_us - wait->last_us > VPB_WAIT_GAP_US || wait->since_us > now_us)
		wait->since_us = now_us;
	wait->last_us = now_us;
	return (unsigned int)((now_us - wait->since_us) / 1000000);
}
