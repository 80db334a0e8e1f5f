/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rom_option.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/base/log.h"
#include "../helper/base/text.h"

bool vpb_rom_option_is_fine(const char *command, const char *file, bool is_for_libvirt)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text printable = {};

	if (!file)
		return true;
	vpb_text_add_printable(&printable, file);
	if (vpb_text_error(&printable) < 0 || strcmp(printable.data, file) != 0) {
		vpb_log(VPB_LOG_ERROR,
			"%s: --rom %s: a definition cannot have such a name: it is no UTF-8, or has "
			"control characters",
			command, VPB_WORD(file));
		return false;
	}
	if (!is_for_libvirt || *file == '/')
		return true;
	vpb_log(VPB_LOG_ERROR,
		"%s: --rom needs a path that begins with '/': the VM starts elsewhere",
		command);
	return false;
}

int vpb_rom_option_give(const char *file, struct vpb_vm_facts *facts)
{
	if (!file || !facts->card_count)
		return 0;
	facts->cards[0].rom = strdup(file);
	return facts->cards[0].rom ? 0 : -ENOMEM;
}
