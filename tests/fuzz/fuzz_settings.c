/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Settings of a generator, as an image has them: what they say of its network. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../helper/core/boot_network.h"
#include "../../helper/core/script_calls.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_freep) char *text = fuzz_text(data, size);
	VPB_CLEANUP(vpb_freep) char *word = vpb_boot_network_word(text);
	struct vpb_setting settings[VPB_BOOT_NETWORK_SETTINGS];

	vpb_boot_network_names(settings);
	FUZZ_HOLD(vpb_settings_parse(settings, VPB_BOOT_NETWORK_SETTINGS, "file", text) ==
		  0);
	for (size_t i = 0; i < VPB_BOOT_NETWORK_SETTINGS; i++) {
		char *said = vpb_boot_network_setting(&settings[i]);

		/* What is said was there, and no value is longer than what it came from. */
		FUZZ_HOLD(!said || settings[i].file.data);
		FUZZ_HOLD(settings[i].value.length <= size + 1);
		free(said);
	}
	FUZZ_HOLD(!word || strlen(word) <= size);
	free(vpb_script_network_call(text));
	vpb_settings_done(settings, VPB_BOOT_NETWORK_SETTINGS);
	return 0;
}
