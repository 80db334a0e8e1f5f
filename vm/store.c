/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/base/log.h"
#include "../host/change/atomic_file.h"
#include "../host/terminal/options.h"
#include "checksum.h"
#include "libvirt.h"

/* What libvirt has made of a definition is its own; it would not see a change. */
#define LIBVIRTS_OWN "/etc/libvirt/"

void vpb_store_done(struct vpb_store *store)
{
	vpb_libvirt_close(store);
	vpb_text_done(&store->text);
	free(store->name);
	free(store->key);
	*store = (struct vpb_store){};
}

static int fail(const struct vpb_store *store, int error)
{
	const char *reason = error == -EINVAL  ? "it is no regular file"
			     : error == -EFBIG ? "it is too large for a definition"
					       : strerror(-error);

	vpb_log(VPB_LOG_ERROR, "%s: %s: %s", store->command,
		store->name ? store->name : "", reason);
	return VPB_EXIT_FAILED;
}

/* By its path, in as few letters as a file's name has. */
static char *key_make(const char *path)
{
	char key[32];

	snprintf(key, sizeof(key), "file-%016jx",
		(uintmax_t)vpb_checksum(path, strlen(path)));
	return strdup(key);
}

int vpb_store_open_file(const char *path, struct vpb_store *store)
{
	const struct vpb_root here = vpb_root_here();
	int r;

	store->name = strdup(path);
	r = store->name ? 0 : -ENOMEM;
	if (r == 0 && !realpath(path, store->path))
		r = -errno;
	if (r == 0)
		r = vpb_root_read(&here, store->path, &store->text);
	if (r == 0) {
		store->key = key_make(store->path);
		vpb_text_add(&store->text, "%s", "");
		r = store->key ? vpb_text_error(&store->text) : -ENOMEM;
	}
	if (r < 0)
		return fail(store, r);
	if (!vpb_word_has_start(store->path, LIBVIRTS_OWN))
		return -1;
	vpb_log(VPB_LOG_ERROR,
		"%s: %s is libvirt's own file, which it does not read again; leave --file out, and "
		"name the domain",
		store->command, store->name);
	return VPB_EXIT_FAILED;
}

static int file_write(struct vpb_store *store, const char *text, size_t length)
{
	const struct vpb_root here = vpb_root_here();
	VPB_CLEANUP(vpb_text_done) struct vpb_text now = {};
	int r = vpb_root_read(&here, store->path, &now);

	if (r == 0 && (now.length != store->text.length ||
			      memcmp(now.data ? now.data : "", store->text.data,
				      now.length) != 0)) {
		vpb_log(VPB_LOG_ERROR,
			"%s: %s: it was changed just now by another program; run the command "
			"again",
			store->command, store->name);
		return VPB_EXIT_FAILED;
	}
	if (r == 0)
		r = vpb_atomic_file_write(
			&here, store->path, text, length, store->path, 0600);
	if (r < 0)
		return fail(store, r);
	store->text.length = 0;
	vpb_text_add_bytes(&store->text, text, length);
	return vpb_text_error(&store->text) < 0 ? fail(store, -ENOMEM) : -1;
}

int vpb_store_open_domain(const char *uri, const char *name, struct vpb_store *store)
{
	return vpb_libvirt_open(uri, name, store);
}

int vpb_store_write(struct vpb_store *store, const char *text, size_t length)
{
	return *store->path ? file_write(store, text, length)
			    : vpb_libvirt_write(store, text);
}
