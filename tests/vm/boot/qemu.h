/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU as a child: where its sockets are, its arguments, and its end. */
#ifndef VPB_VM_BOOT_QEMU_H
#define VPB_VM_BOOT_QEMU_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "../card/describe.h"

#define VPB_CARDS_MAX 4
/* The root port of card N is at 00:PORT+N.0. SLOT_FIRST leaves the caller's devices room
 * below; a bridge of the caller's has to stand above, or the cards' buses move. */
#define VPB_PORT_SLOT_FIRST 0x10

#define VPB_SOCKET_BYTES 64

enum vpb_port_name {
	VPB_PORT_CONSOLE,
	VPB_PORT_FACTS,
	VPB_PORT_EVENTS,
	VPB_PORTS,
};

/* A short folder: a unix socket's path has at most 107 bytes. */
struct vpb_sockets {
	char folder[32]; /* "" when there is none */
};

__attribute__((warn_unused_result)) int vpb_sockets_init(struct vpb_sockets *sockets);

/* Removes the folder and what was bound in it. */
void vpb_sockets_done(struct vpb_sockets *sockets);

void vpb_sockets_port(
	const struct vpb_sockets *sockets, enum vpb_port_name port, char *ret_path);
void vpb_sockets_function(const struct vpb_sockets *sockets, unsigned int card,
	unsigned int function, char *ret_path);

/*
 * The caller's words, and after them ports, cards and what keeps QEMU off our terminal.
 * Last, because a vfio-user device has to come after the IOMMU; but before the first device of the
 * caller's that is on a card's own port. Returns NULL when memory is short. Of cards that are to be
 * plugged in later only the ports are there.
 */
char **vpb_arguments_new(char *const *caller, const struct vpb_sockets *sockets,
	const struct vpb_card *cards, unsigned int card_count, bool is_plugged);

/* QMP's commands that plug these cards in; NULL when memory is short. */
char *vpb_plug_commands_new(const struct vpb_sockets *sockets,
	const struct vpb_card *cards, unsigned int card_count);

void vpb_arguments_free(char **arguments);

/*
 * Starts QEMU in a process group of its own, output to @log_path. It dies with this
 * process. Returns 0 or -errno; a program that cannot be run is an exit status 127.
 */
__attribute__((warn_unused_result)) int vpb_qemu_start(
	char *const *arguments, const char *log_path, pid_t *ret_pid);

#endif
