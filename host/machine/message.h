/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_MESSAGE_H
#define VPB_HOST_MACHINE_MESSAGE_H

#include "../../helper/base/text.h"
#include "../../helper/sys/root.h"

/*
 * Messages to systemd's journal that its catalog explains (`journalctl -x`), by their MESSAGE_ID:
 * hooks/systemd/vfio-prebind.catalog has a text for each. They go to journald's own socket in its native
 * form (systemd.io/JOURNAL_NATIVE_PROTOCOL): a library for that would be one more for one datagram.
 *
 * The boot programs have only the kernel log, which cannot carry a MESSAGE_ID: the initramfs' one runs
 * before journald, and the late one is allowed no sockets. Their lines are in the journal too, as
 * `journalctl -b -t vfio-prebind` shows. What they refused, or failed to do, is said once more with a
 * MESSAGE_ID when the system is up: vfio-prebind-log.service reads it in the report.
 */
enum vpb_message {
	VPB_MESSAGE_SETUP,
	VPB_MESSAGE_REMOVE,
	VPB_MESSAGE_BOUND,
	VPB_MESSAGE_RELEASED,
	VPB_MESSAGE_REFUSED,
	VPB_MESSAGE_FAILED,
};

/* Adds the datagram. `device` is an address, or "". Pure. */
void vpb_message_add(enum vpb_message message, const char *device, const char *sentence,
	struct vpb_text *text);

/*
 * Sends it, where `root` is the running machine and has a journal. It is a courtesy: where it cannot be
 * sent nothing is said, and nothing is waited for.
 */
void vpb_message_send(const struct vpb_root *root, enum vpb_message message,
	const char *device, const char *sentence);

#endif
