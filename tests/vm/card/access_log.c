// SPDX-License-Identifier: GPL-2.0-or-later
#include "access_log.h"
#include "describe.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

int vpb_access_log_init(struct vpb_access_log *log, const char *path)
{
	log->file = fopen(path, "we");
	if (!log->file)
		return -errno;
	setvbuf(log->file, NULL, _IOLBF, 0);
	vpb_access_log_start(log);
	return 0;
}

int vpb_access_log_done(struct vpb_access_log *log)
{
	int failed;

	if (!log->file)
		return 0;
	failed = ferror(log->file);
	failed |= fclose(log->file);
	log->file = NULL;
	return failed ? -EIO : 0;
}

void vpb_access_log_start(struct vpb_access_log *log)
{
	clock_gettime(CLOCK_MONOTONIC, &log->start);
}

double vpb_access_log_now_s(const struct vpb_access_log *log)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - log->start.tv_sec) +
	       (double)(now.tv_nsec - log->start.tv_nsec) / 1e9;
}

void vpb_access_log_mark(struct vpb_access_log *log, const char *format, ...)
{
	va_list arguments;

	fprintf(log->file, "%.6f mark ", vpb_access_log_now_s(log));
	va_start(arguments, format);
	vfprintf(log->file, format, arguments);
	va_end(arguments);
	fputc('\n', log->file);
}

void vpb_access_log_reset(
	struct vpb_access_log *log, const char *address, const char *how)
{
	fprintf(log->file, "%.6f reset %s %s\n", vpb_access_log_now_s(log), address, how);
}

void vpb_access_log_access(struct vpb_access_log *log, const struct vpb_access *access)
{
	uint64_t value = 0;

	fprintf(log->file, "%.6f %s %s %s %s 0x%" PRIx64 " %" PRIu32 " ",
		vpb_access_log_now_s(log),
		access->region == VPB_REGION_CONFIG ? "config" : "access",
		access->address, vpb_region_name(access->region),
		access->write ? "write" : "read", access->offset, access->bytes);
	switch (access->bytes) {
	case 1:
	case 2:
	case 4:
	case 8:
		/* The machine and the guest are both little-endian. */
		memcpy(&value, access->data, access->bytes);
		fprintf(log->file, "0x%0*" PRIx64 "\n", (int)access->bytes * 2, value);
		break;
	default:
		fputs("-\n", log->file);
	}
}
