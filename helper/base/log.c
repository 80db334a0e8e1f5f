/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "printable.h"

enum {
	LINE_BYTES = 900,
};

static enum vpb_log_level log_level = VPB_LOG_INFO;
static const char *log_kernel_node;
static const char *(*log_translate)(const char *format);
static vpb_log_print *log_print;

void vpb_log_set_level(enum vpb_log_level level)
{
	log_level = level;
}

void vpb_log_set_kernel_node(const char *node)
{
	log_kernel_node = node;
}

void vpb_log_set_translation(const char *(*translate)(const char *format))
{
	log_translate = translate;
}

void vpb_log_set_print(vpb_log_print *print)
{
	log_print = print;
}

const char *vpb_log_translated(const char *message)
{
	return log_translate ? log_translate(message) : message;
}

/*
 * Opened anew for each line: the kernel limits one open of /dev/kmsg to ten lines in five
 * seconds where systemd has not lifted that (kernel/printk/printk.c, devkmsg_write).
 * Not blocking, so that a node which is no log at all cannot hold the boot up.
 */
static bool log_write_kernel(enum vpb_log_level level, const char *line)
{
	VPB_CLEANUP(vpb_closep) int fd = -1;
	char record[1000];
	int length;

	fd = open(log_kernel_node, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return false;
	/* LOG_DAEMON (3 << 3): the kernel keeps facility 0 for itself. */
	length = snprintf(
		record, sizeof(record), "<%d>vfio-prebind: %s\n", (3 << 3) | level, line);
	if (length >= (int)sizeof(record))
		length = sizeof(record) - 1;
	return write(fd, record, (size_t)length) == length;
}

/* What it says may be anyone's words. */
static void printable_make(const char *line, char ret_shown[LINE_BYTES])
{
	char piece[VPB_PRINTABLE_BYTES];
	size_t length = 0;

	ret_shown[0] = '\0';
	while (*line) {
		line += vpb_printable_take(line, UINT32_MAX, piece);
		if (length + strlen(piece) >= LINE_BYTES)
			return;
		strcpy(ret_shown + length, piece);
		length += strlen(piece);
	}
}

void vpb_log(enum vpb_log_level level, const char *format, ...)
{
	char line[LINE_BYTES], shown[LINE_BYTES], named[LINE_BYTES + 20];
	va_list args;

	if (level > log_level)
		return;
	va_start(args, format);
	format = vpb_log_translated(format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	printable_make(line, shown);
	if (log_kernel_node && log_write_kernel(level, shown))
		return;
	/* In order where both go to one place. */
	fflush(stdout);
	snprintf(named, sizeof(named), "vfio-prebind: %s", shown);
	if (log_print)
		log_print(named);
	else
		fprintf(stderr, "%s\n", named);
}
