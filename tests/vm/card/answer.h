/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a function says to each vfio-user command: server.c moves the bytes. */
#ifndef VPB_VM_CARD_ANSWER_H
#define VPB_VM_CARD_ANSWER_H

#include "server.h"

#define VPB_ANSWER_BYTES (sizeof(struct vpb_transfer) + VPB_TRANSFER_BYTES)

/*
 * Acts on one command. @reply has room for VPB_ANSWER_BYTES; *ret_bytes of it are to be
 * sent. Returns 0, or -errno for an error reply without a body.
 */
__attribute__((warn_unused_result)) int vpb_answer(struct vpb_server *server,
	uint16_t command, const uint8_t *body, size_t body_bytes, uint8_t *reply,
	size_t *ret_bytes);

#endif
