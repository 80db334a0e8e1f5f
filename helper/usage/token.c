/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Security tokens that unlock a volume. They may be plugged in only when they are needed. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../base/array.h"
#include "parts.h"

/* The options of crypttab(5) that name one. A TPM is on no controller that a VM could get. */
static bool has_token(const char *options)
{
	static const char *const keys[] = {"fido2-device=", "pkcs11-uri="};

	for (; *options; options += strcspn(options, ","), options += *options == ',')
		for (size_t i = 0; i < VPB_ARRAY_SIZE(keys); i++)
			if (strncmp(options, keys[i], strlen(keys[i])) == 0)
				return true;
	return false;
}

/* Each volume that is not open yet counts, also one that the boot can do without. */
int vpb_usage_find_token(const struct vpb_usage *usage)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text token = {};
	unsigned int number = 0;
	char *rest, *line;

	/* One that cannot be read is a need already. */
	if (vpb_root_read(usage->root, "etc/crypttab", &text) < 0)
		return 0;
	rest = text.data;
	while (!usage->snapshot->token && (line = strsep(&rest, "\n"))) {
		char name[200], options[2000];

		number++;
		if (sscanf(line, "%199s %*s %*s %1999s", name, options) != 2 ||
			*name == '#' || !has_token(options) ||
			vpb_blocks_find_dm(usage->blocks, name) >= 0)
			continue;
		vpb_text_add(&token, "/etc/crypttab:%u unlocks %s with it", number, name);
		if (vpb_text_error(&token) < 0)
			return -ENOMEM;
		usage->snapshot->token = strdup(token.data);
		if (!usage->snapshot->token)
			return -ENOMEM;
	}
	return 0;
}
