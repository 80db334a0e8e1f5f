/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "uki.h"

#include <ctype.h>
#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum {
	PE_AT = 0x3c, /* where the file says where its PE header is */
	PE_BYTES = 24,
	SECTION_BYTES = 40,
	SECTIONS_MAX = 96, /* as Windows' loader has it; UKIs have a dozen */
};

static uint32_t le32(const unsigned char *bytes)
{
	uint32_t number;

	memcpy(&number, bytes, sizeof(number));
	return le32toh(number);
}

static uint32_t le16(const unsigned char *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8;
}

static int bytes_read(int fd, uint64_t at, void *bytes, size_t length)
{
	ssize_t got = pread(fd, bytes, length, (off_t)at);

	if (got < 0)
		return -errno;
	return (size_t)got == length ? 0 : -EBADMSG;
}

/* What is printable, up to the first byte that is not: the section is padded. */
static int release_read(int fd, uint64_t at, uint64_t length, struct vpb_uki *uki)
{
	size_t room = sizeof(uki->release) - 1;
	int r;

	if (*uki->release)
		return 0;
	if (length < room)
		room = (size_t)length;
	r = bytes_read(fd, at, uki->release, room);
	for (size_t i = 0; i < sizeof(uki->release); i++)
		if (r < 0 || !isgraph((unsigned char)uki->release[i])) {
			uki->release[i] = '\0';
			break;
		}
	return r;
}

static int section_take(
	int fd, uint64_t file_bytes, const unsigned char *section, struct vpb_uki *uki)
{
	uint64_t length = le32(section + 8), on_disk = le32(section + 16);
	uint64_t at = le32(section + 20);

	/* The file's part is padded to whole blocks, what counts may be less. */
	if (on_disk < length)
		length = on_disk;
	if (memcmp(section, ".initrd", sizeof(".initrd")) != 0 &&
		memcmp(section, ".uname\0", sizeof(".uname")) != 0)
		return 0;
	if (at > file_bytes || length > file_bytes - at)
		return -EBADMSG;
	if (section[1] == 'u')
		return release_read(fd, at, length, uki);
	if (!uki->initrd_bytes) {
		uki->initrd_at = at;
		uki->initrd_bytes = length;
	}
	return 0;
}

int vpb_uki_read(int fd, uint64_t file_bytes, struct vpb_uki *ret_uki)
{
	struct vpb_uki uki = {};
	unsigned char start[PE_AT + 4], header[PE_BYTES], section[SECTION_BYTES];
	uint64_t at;
	uint32_t count;
	int r = bytes_read(fd, 0, start, sizeof(start));

	if (r == -EBADMSG || (r == 0 && memcmp(start, "MZ", 2) != 0))
		return -ENOEXEC;
	if (r != 0)
		return r;
	at = le32(start + PE_AT);
	r = bytes_read(fd, at, header, sizeof(header));
	if (r != 0)
		return r;
	count = le16(header + 6);
	if (memcmp(header, "PE\0\0", 4) != 0 || count > SECTIONS_MAX)
		return -EBADMSG;
	at += PE_BYTES + le16(header + 20);
	for (uint32_t i = 0; r == 0 && i < count; i++, at += SECTION_BYTES) {
		r = bytes_read(fd, at, section, sizeof(section));
		if (r == 0)
			r = section_take(fd, file_bytes, section, &uki);
	}
	if (r == 0 && !uki.initrd_bytes)
		r = -EBADMSG;
	if (r == 0)
		*ret_uki = uki;
	return r;
}
