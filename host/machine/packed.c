/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "packed.h"

#include <archive.h>
#include <errno.h>
#include <fcntl.h>

enum {
	BLOCK_BYTES = 16 * 1024,
};

static void archive_freep(struct archive **archive)
{
	archive_read_free(*archive);
}

int vpb_packed_read(const struct vpb_root *root, const char *path, struct vpb_text *text)
{
	VPB_CLEANUP(archive_freep) struct archive *archive = archive_read_new();
	VPB_CLEANUP(vpb_closep) int fd = vpb_root_open_regular(root, path, O_RDONLY);
	struct archive_entry *entry;
	char block[BLOCK_BYTES];
	la_ssize_t got;

	if (fd < 0)
		return fd;
	if (!archive || archive_read_support_filter_gzip(archive) < ARCHIVE_WARN ||
		archive_read_support_format_raw(archive) < ARCHIVE_WARN)
		return -ENOMEM;
	if (archive_read_open_fd(archive, fd, BLOCK_BYTES) != ARCHIVE_OK ||
		archive_read_next_header(archive, &entry) != ARCHIVE_OK ||
		archive_filter_code(archive, 0) != ARCHIVE_FILTER_GZIP)
		return -EBADMSG;
	while ((got = archive_read_data(archive, block, sizeof(block))) > 0) {
		if (text->length + (size_t)got > VPB_ROOT_FILE_BYTES_MAX)
			return -EFBIG;
		vpb_text_add_bytes(text, block, (size_t)got);
	}
	return got < 0 ? -EBADMSG : vpb_text_error(text);
}
