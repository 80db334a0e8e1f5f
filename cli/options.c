/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include "../helper/base/log.h"
#include "../helper/base/options.h"
#include "../helper/base/text.h"
#include "command.h"

int vpb_options_end(int argc, char **argv, const char *command)
{
	if (optind == argc)
		return -1;
	vpb_log(VPB_LOG_ERROR, "%s: '%s' is not expected here, see %s --help", command,
		VPB_WORD(argv[optind]), command);
	return VPB_EXIT_USAGE;
}

int vpb_options_json(int argc, char **argv, const char *command, void (*help_print)(void),
	bool *ret_is_json)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'J'},
		{"help", no_argument, NULL, 'h'},
		{},
	};
	int option;

	while ((option = vpb_options_next(argc, argv, "h", known)) != -1) {
		if (option == 'J') {
			*ret_is_json = true;
		} else if (option == 'h') {
			help_print();
			return VPB_EXIT_DONE;
		} else {
			return VPB_EXIT_USAGE;
		}
	}
	return vpb_options_end(argc, argv, command);
}
