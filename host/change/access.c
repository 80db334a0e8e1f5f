/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transaction.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/sys/sources.h"

/* The folder, or the nearest one above it that is there. */
static bool is_closed(const struct vpb_root *root, const char *folder)
{
	char path[PATH_MAX];
	char *slash;

	snprintf(path, sizeof(path), "./%s", folder);
	for (;;) {
		VPB_CLEANUP(vpb_closep)
		int fd = vpb_root_open_at(root, path, O_PATH | O_DIRECTORY, 0);

		if (fd >= 0)
			return faccessat(fd, "", W_OK | X_OK,
				       AT_EACCESS | AT_EMPTY_PATH) < 0 &&
			       errno == EACCES;
		if (fd == -EACCES)
			return true;
		slash = strrchr(path, '/');
		if (fd != -ENOENT || !slash)
			return false;
		*slash = '\0';
	}
}

bool vpb_transaction_may_write(const struct vpb_root *root)
{
	return !is_closed(root, VPB_CONFIG_DIRECTORY_ETC) &&
	       !is_closed(root, VPB_JOURNAL_FOLDER);
}
