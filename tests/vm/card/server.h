/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One PCI function served over a unix socket: the vfio-user protocol for QEMU's
 * vfio-user-pci. Nothing here blocks, and nothing here keeps time: the caller polls the
 * descriptor and calls in. The guest's memory is never mapped; descriptors that come with
 * a message are closed. No interrupt is ever raised.
 */
#ifndef VPB_VM_CARD_SERVER_H
#define VPB_VM_CARD_SERVER_H

#include "access_log.h"
#include "config.h"
#include "describe.h"
#include "protocol.h"

/* The most that one read or write moves; the capabilities say so. */
#define VPB_TRANSFER_BYTES 65536
#define VPB_MESSAGE_BYTES 4096

struct vpb_server {
	int listen_fd;
	int fd; /* the connection, or -1 */
	char address[16];
	const struct vpb_function *function;
	struct vpb_access_log *log;
	struct vpb_config config;
	uint32_t registers[VPB_CARD_REGISTERS];
	uint8_t message[VPB_MESSAGE_BYTES];
	size_t have_bytes;
};

/*
 * Listens at @path. @function and @log are borrowed. Returns 0 or -errno.
 * @server is to be given to vpb_server_done() in either case.
 */
__attribute__((warn_unused_result)) int vpb_server_init(struct vpb_server *server,
	const struct vpb_function *function, bool multifunction, const char *address,
	const char *path, struct vpb_access_log *log);

void vpb_server_done(struct vpb_server *server);

/* What to poll for input: the connection, or else the listening socket. */
int vpb_server_fd(const struct vpb_server *server);

/*
 * Takes what has come. *ret_whole says whether a whole message is there now; it has to be
 * answered before the next call. Returns 0, or -errno when the peer broke the protocol or
 * the connection failed (it is closed then). A peer that hangs up is no error.
 */
__attribute__((warn_unused_result)) int vpb_server_receive(
	struct vpb_server *server, bool *ret_whole);

/* Acts on the message, logs it and replies. Returns 0, or -errno: then it is closed. */
__attribute__((warn_unused_result)) int vpb_server_answer(struct vpb_server *server);

/* A listening unix socket at @path, close-on-exec, not blocking; or -errno. */
int vpb_socket_listen(const char *path);

#endif
