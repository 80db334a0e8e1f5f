/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One character port of the guest: a unix socket that QEMU connects to, and the file that
 * what comes out of it is written to. Carriage returns are dropped.
 */
#ifndef VPB_VM_BOOT_PORT_H
#define VPB_VM_BOOT_PORT_H

#include <stdbool.h>
#include <stdio.h>

#include "../card/access_log.h"

#define VPB_AWAITED_MAX 2

/* A text to wait for, set by the caller. It must not repeat its own beginning. */
struct vpb_awaited {
	const char *text; /* NULL: none */
	size_t have;
	bool seen;
};

struct vpb_port {
	int listen_fd;
	int fd; /* the connection, or -1 */
	bool over;
	FILE *file;
	/* Set: every line starts with the time its first byte came at. */
	const struct vpb_access_log *clock;
	bool within_line;
	struct vpb_awaited awaited[VPB_AWAITED_MAX];
};

/*
 * Listens at @socket_path and truncates @file_path. @clock may be NULL and is borrowed.
 * Returns 0 or -errno; @port is to be given to vpb_port_done() in either case.
 */
__attribute__((warn_unused_result)) int vpb_port_init(struct vpb_port *port,
	const char *socket_path, const char *file_path,
	const struct vpb_access_log *clock);

/* Returns 0, or -EIO when something could not be written. */
__attribute__((warn_unused_result)) int vpb_port_done(struct vpb_port *port);

/* What to poll for input; -1 when nothing more will come. */
int vpb_port_fd(const struct vpb_port *port);

/*
 * Takes the connection, and all that is there to read. Does not block.
 * Returns 0 or -errno.
 */
__attribute__((warn_unused_result)) int vpb_port_drain(struct vpb_port *port);

/* Sends a short text to the other side. Returns 0 or -errno. */
__attribute__((warn_unused_result)) int vpb_port_send(
	const struct vpb_port *port, const char *text);

#endif
