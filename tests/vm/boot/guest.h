/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One guest from its start to its end: a poll() loop over ports, cards, signals, time. */
#ifndef VPB_VM_BOOT_GUEST_H
#define VPB_VM_BOOT_GUEST_H

#include "../card/server.h"
#include "port.h"
#include "qemu.h"

enum vpb_ending {
	VPB_ENDING_NONE,
	VPB_ENDING_POWEROFF, /* the guest switched itself off */
	VPB_ENDING_REBOOT, /* it asked for a reset: a panic with panic=N does, too */
	VPB_ENDING_TIMEOUT, /* it was killed when its time was up */
	VPB_ENDING_DIED, /* QEMU failed, or the loop did */
	VPB_ENDING_INTERRUPTED, /* a signal came for us */
};

struct vpb_guest {
	struct vpb_access_log log;
	struct vpb_port ports[VPB_PORTS];
	struct vpb_server servers[VPB_CARDS_MAX * VPB_CARD_FUNCTIONS];
	unsigned int server_count;
	struct vpb_sockets sockets;
	int signal_fd;
	pid_t pid; /* of QEMU; 0 when it is no more */
	int status;
	enum vpb_ending ending;
	int signal; /* that interrupted */
	char *plug; /* QMP's commands for when the guest asks for its cards, or NULL */
};

/*
 * Serves the running guest until QEMU is gone, @seconds at most and a few to stop it.
 * On return QEMU has been killed and waited for. Returns 0, or the -errno that broke the
 * loop. @guest's ending is set in any case.
 */
__attribute__((warn_unused_result)) int vpb_guest_run(
	struct vpb_guest *guest, double seconds);

const char *vpb_ending_name(enum vpb_ending ending);

#endif
