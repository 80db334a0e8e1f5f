/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <stdio.h>
#include <string.h>

#include "../../host/terminal/language.h"

/* crypttab(5), and the same options on the kernel command line. */
static bool file_has(const struct vpb_root *root, const char *path, const char *word)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;

	if (vpb_root_read(root, path, &text) < 0)
		return false;
	for (rest = text.data; (line = strsep(&rest, "\n"));)
		if (line[strspn(line, " \t")] != '#' && strstr(line, word))
			return true;
	return false;
}

void vpb_setup_tpm_warn(const struct vpb_root *root)
{
	const char *sign = NULL;

	if (file_has(root, "etc/crypttab", "tpm2-device="))
		sign = N_("tpm2-device= in /etc/crypttab");
	else if (file_has(root, "proc/cmdline", "tpm2-device="))
		sign = N_("tpm2-device= on the kernel command line");
	else if (vpb_root_has(root, "sys/class/tpm/tpm0") &&
		 vpb_root_has(root, "usr/bin/clevis-luks-unlock"))
		sign = N_("a TPM, and clevis for LUKS");
	if (sign)
		printf(_("warning: this machine has %s. Where a TPM unlocks the disk by what was "
			 "booted, a\n"
			 "      new boot image or command line is something else, and the next "
			 "boot asks for the\n"
			 "      passphrase or the recovery key: have it at hand.\n"),
			_(sign));
}
