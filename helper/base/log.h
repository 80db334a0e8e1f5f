/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_LOG_H
#define VPB_BASE_LOG_H

#include "cleanup.h"

/* The numbers are syslog's, which the kernel log takes as they are. */
enum vpb_log_level {
	VPB_LOG_ERROR = 3,
	VPB_LOG_WARNING = 4,
	VPB_LOG_INFO = 6,
	VPB_LOG_DEBUG = 7,
};

/* Messages above `level` are dropped; VPB_LOG_INFO until told otherwise. */
void vpb_log_set_level(enum vpb_log_level level);

/*
 * Send messages to this device node (in life /dev/kmsg) instead of stderr; NULL goes back to
 * stderr. The string is not copied. A node that cannot be opened sends the message to stderr.
 */
void vpb_log_set_kernel_node(const char *node);

/*
 * Each format goes through this function first, which returns it in the language of who reads; NULL, as
 * at first, for none. Its result has the same conversions.
 */
void vpb_log_set_translation(const char *(*translate)(const char *format));

/* What writes a line for stderr, NULL for a plain one; it gets "vfio-prebind: ..." without the newline. */
typedef void vpb_log_print(const char *line);
void vpb_log_set_print(vpb_log_print *print);

/* What that function makes of a message that is not logged. */
const char *vpb_log_translated(const char *message) __attribute__((format_arg(1)));

/* One line, without the newline. Only the mains log; library code returns its errors. */
void vpb_log(enum vpb_log_level level, const char *format, ...) VPB_PRINTF(2, 3);

#endif
