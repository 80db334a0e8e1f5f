/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The card's own log: what the machine did to it, and when. It classifies nothing.
 *
 * One line an event; the time is in seconds since QEMU was started:
 *
 *   TIME access ADDRESS REGION read|write OFFSET BYTES VALUE     a BAR or the ROM
 *   TIME config ADDRESS config read|write OFFSET BYTES VALUE     configuration space
 *   TIME reset ADDRESS command|flr
 *   TIME mark NAME
 *
 * VALUE is "-" where it is no number of 1, 2, 4 or 8 bytes. Each connection of a function
 * is a mark too ("connect ADDRESS"), so that a card nobody asked is told from one that
 * was not there.
 */
#ifndef VPB_VM_CARD_ACCESS_LOG_H
#define VPB_VM_CARD_ACCESS_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

struct vpb_access_log {
	FILE *file;
	struct timespec start; /* CLOCK_MONOTONIC */
};

/* @path is truncated. Returns 0 or -errno. */
__attribute__((warn_unused_result)) int vpb_access_log_init(
	struct vpb_access_log *log, const char *path);

/* Returns 0, or -EIO when a line could not be written. */
__attribute__((warn_unused_result)) int vpb_access_log_done(struct vpb_access_log *log);

/* Starts the clock anew: all times count from here. */
void vpb_access_log_start(struct vpb_access_log *log);

double vpb_access_log_now_s(const struct vpb_access_log *log);

void vpb_access_log_mark(struct vpb_access_log *log, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void vpb_access_log_reset(
	struct vpb_access_log *log, const char *address, const char *how);

struct vpb_access {
	const char *address;
	unsigned int region;
	bool write;
	uint64_t offset;
	uint32_t bytes;
	const void *data;
};

void vpb_access_log_access(struct vpb_access_log *log, const struct vpb_access *access);

#endif
