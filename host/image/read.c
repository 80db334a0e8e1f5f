/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf.h"
#include "uki.h"

enum {
	BLOCK_BYTES = 64 * 1024,
	LINKED_BYTES_MAX =
		64 * 1024, /* of a file with several names, see content_keep() */
	CONTENT_BYTES_MAX = VPB_ROOT_FILE_BYTES_MAX,
	ELF_BYTES_MAX = 32 * 1024 * 1024,
	KEPT_BYTES_MAX = 64 * 1024 * 1024,
	FILES_MAX = 100000,
};

/*
 * Bytes that archives follow each other in: the image, or what is compressed in it. libarchive
 * reads one archive and is told to begin again after it, so the last block is kept.
 */
struct input {
	int fd;
	uint64_t at, end; /* of the file */
	struct archive *packed; /* instead of the file */
	uint64_t base; /* where the block begins, from the input's beginning */
	size_t length, taken;
	int error;
	char block[BLOCK_BYTES];
};

struct reader {
	struct vpb_image *image;
	size_t kept_bytes;
};

static void archive_freep(struct archive **archive)
{
	archive_read_free(*archive);
}

/* The next block, in place of one that was taken whole. Returns its length or -errno. */
static ssize_t input_fill(struct input *input)
{
	ssize_t got;

	input->base += input->length;
	input->length = input->taken = 0;
	if (input->base >= VPB_IMAGE_BYTES_MAX) {
		got = 0;
		input->error = -EFBIG;
	} else if (input->packed) {
		got = archive_read_data(input->packed, input->block, BLOCK_BYTES);
		if (got < 0)
			input->error = -EBADMSG;
	} else {
		uint64_t rest = input->end - input->at;

		got = pread(input->fd, input->block,
			rest < BLOCK_BYTES ? (size_t)rest : BLOCK_BYTES,
			(off_t)input->at);
		if (got < 0)
			input->error = -errno;
		else
			input->at += (uint64_t)got;
	}
	if (input->error)
		return input->error;
	input->length = (size_t)got;
	return got;
}

/* 1 with the next byte in sight, 0 at the end, or -errno. */
static int zeros_skip(struct input *input)
{
	for (;;) {
		while (input->taken < input->length && !input->block[input->taken])
			input->taken++;
		if (input->taken < input->length)
			return 1;
		ssize_t got = input_fill(input);

		if (got <= 0)
			return (int)got;
	}
}

static la_ssize_t input_give(struct archive *archive, void *data, const void **ret_bytes)
{
	struct input *input = data;
	size_t length;

	if (input->taken == input->length && input_fill(input) < 0) {
		archive_set_error(archive, -input->error, "%s", strerror(-input->error));
		return -1;
	}
	*ret_bytes = input->block + input->taken;
	length = input->length - input->taken;
	input->taken = input->length;
	return (la_ssize_t)length;
}

/* After what an archive has used of the bytes it was given from `start` on. */
static int input_return(struct input *input, uint64_t start, int64_t used)
{
	uint64_t at = start + (uint64_t)used;

	if (used <= 0 || at < input->base || at > input->base + input->length)
		return -EBADMSG;
	input->taken = (size_t)(at - input->base);
	return 0;
}

static int text_keep(char **to, const char *from)
{
	*to = from ? strdup(from) : NULL;
	return from && !*to ? -ENOMEM : 0;
}

static int bytes_keep(struct reader *reader, struct archive *archive,
	struct vpb_image_file *file, size_t length, bool is_elf)
{
	VPB_CLEANUP(vpb_freep) char *bytes = malloc(length + 1);

	if (!bytes)
		return -ENOMEM;
	if (archive_read_data(archive, bytes, length) != (la_ssize_t)length)
		return -EBADMSG;
	if (is_elf)
		return vpb_image_elf_read(file, bytes, length);
	reader->kept_bytes += length;
	if (reader->kept_bytes > KEPT_BYTES_MAX)
		return -EFBIG;
	vpb_text_add_bytes(&file->content, bytes, length);
	return vpb_text_error(&file->content);
}

/*
 * The archive has the content of a file with several names with one of them, which need not
 * be the one that is asked for: small ones are kept under any name.
 */
static int content_keep(struct reader *reader, struct archive *archive,
	struct archive_entry *entry, struct vpb_image_file *file)
{
	int64_t length = archive_entry_size(entry);
	bool is_linked = archive_entry_nlink(entry) > 1;

	if (vpb_image_is_elf(file->path))
		return length <= ELF_BYTES_MAX
			       ? bytes_keep(reader, archive, file, (size_t)length, true)
			       : 0;
	if ((vpb_image_wants_content(file->path) && length <= CONTENT_BYTES_MAX) ||
		(is_linked && length <= LINKED_BYTES_MAX))
		return bytes_keep(reader, archive, file, (size_t)length, false);
	return 0;
}

static int entry_take(
	struct reader *reader, struct archive *archive, struct archive_entry *entry)
{
	const char *path = archive_entry_pathname(entry);
	struct vpb_image_file *file;
	int r;

	if (reader->image->count == FILES_MAX)
		return -EFBIG;
	if (!path || strlen(path) >= PATH_MAX)
		return -EBADMSG;
	file = vpb_image_add(reader->image, path);
	if (!file)
		return -ENOMEM;
	r = text_keep(&file->target, archive_entry_symlink(entry));
	if (r == 0)
		r = text_keep(&file->leader, archive_entry_hardlink(entry));
	if (r == 0 && archive_entry_filetype(entry) == AE_IFREG)
		r = content_keep(reader, archive, entry, file);
	return r;
}

/* One archive, up to its trailer. */
static int cpio_read(struct reader *reader, struct input *input)
{
	VPB_CLEANUP(archive_freep) struct archive *archive = archive_read_new();
	uint64_t start = input->base + input->taken;
	struct archive_entry *entry;
	int r = 0, said;

	if (!archive || archive_read_support_format_cpio(archive) < ARCHIVE_WARN)
		return -ENOMEM;
	said = archive_read_open(archive, input, NULL, input_give, NULL);
	while (r == 0 && said >= ARCHIVE_WARN && said != ARCHIVE_EOF) {
		said = archive_read_next_header(archive, &entry);
		if (said >= ARCHIVE_WARN && said != ARCHIVE_EOF)
			r = entry_take(reader, archive, entry);
	}
	if (r == 0 && said != ARCHIVE_EOF)
		return input->error ? input->error : -EBADMSG;
	return r < 0 ? r : input_return(input, start, archive_filter_bytes(archive, 0));
}

/* All archives up to the end of the input; `unpack` takes what is not cpio. */
static int archives_read(struct reader *reader, struct input *input,
	int (*unpack)(struct reader *reader, struct input *input))
{
	int r;

	while ((r = zeros_skip(input)) > 0) {
		/* As the kernel tells them apart: no packed data begins so. */
		if (input->block[input->taken] == '0')
			r = cpio_read(reader, input);
		else
			r = unpack ? unpack(reader, input) : -EBADMSG;
		if (r < 0)
			return r;
	}
	return r;
}

static bool filters_support(struct archive *archive)
{
	int (*const filters[])(struct archive *) = {archive_read_support_filter_gzip,
		archive_read_support_filter_bzip2, archive_read_support_filter_lzma,
		archive_read_support_filter_xz, archive_read_support_filter_lz4,
		archive_read_support_filter_zstd};

	/* A warning: it would run a program for it, and there is no such libarchive. */
	for (size_t i = 0; i < sizeof(filters) / sizeof(*filters); i++)
		if (filters[i](archive) < ARCHIVE_WARN)
			return false;
	return archive_read_support_format_raw(archive) >= ARCHIVE_WARN;
}

static int packed_read(struct reader *reader, struct input *input)
{
	VPB_CLEANUP(archive_freep) struct archive *archive = archive_read_new();
	struct input inner = {.packed = archive};
	uint64_t start = input->base + input->taken;
	struct archive_entry *entry;
	int r = 0;

	if (!archive || !filters_support(archive))
		return -ENOMEM;
	if (archive_read_open(archive, input, NULL, input_give, NULL) < ARCHIVE_WARN ||
		archive_read_next_header(archive, &entry) != ARCHIVE_OK)
		return input->error ? input->error : -EBADMSG;
	/* One filter is none: bytes that are not packed in any known way. */
	if (archive_filter_count(archive) < 2)
		return -EBADMSG;
	r = archives_read(reader, &inner, NULL);
	return r < 0 ? r : input_return(input, start, archive_filter_bytes(archive, -1));
}

static int file_read(struct reader *reader, struct input *input)
{
	struct vpb_uki uki;
	struct stat status;
	int r;

	if (fstat(input->fd, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode))
		return -EINVAL;
	input->end = (uint64_t)status.st_size;
	r = vpb_uki_read(input->fd, input->end, &uki);
	if (r == 0) {
		input->at = uki.initrd_at;
		input->end = uki.initrd_at + uki.initrd_bytes;
		memcpy(reader->image->release, uki.release, sizeof(uki.release));
	}
	if (r < 0 && r != -ENOEXEC)
		return r;
	/* Nothing at all is what is left when a disk was full. */
	if (input->end == 0)
		return -EBADMSG;
	return archives_read(reader, input, packed_read);
}

int vpb_image_read(const struct vpb_root *root, const char *path, struct vpb_image *image)
{
	struct reader reader = {.image = image};
	struct input input = {};
	VPB_CLEANUP(vpb_closep) int fd = -1;

	fd = vpb_root_open_at(root, path, O_RDONLY | O_NOCTTY | O_NONBLOCK, 0);
	if (fd < 0)
		return fd;
	input.fd = fd;
	return file_read(&reader, &input);
}
