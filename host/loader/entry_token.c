/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel_install.h"

#include <limits.h>
#include <string.h>

/* kernel-install's names begin with this system's token (kernel-install(8), --entry-token=). */
bool vpb_kernel_install_made(const struct vpb_root *root, const char *name)
{
	static const char *const tokens[] = {"etc/kernel/entry-token", "etc/machine-id"};
	char token[NAME_MAX + 1];

	for (size_t i = 0; i < sizeof(tokens) / sizeof(*tokens); i++) {
		size_t length;

		if (vpb_root_read_word(root, tokens[i], token, sizeof(token)) < 0)
			continue;
		length = strlen(token);
		if (length && strncmp(name, token, length) == 0 && name[length] == '-')
			return true;
	}
	return false;
}
