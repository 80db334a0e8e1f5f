/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <stdio.h>

#include "../../helper/base/log.h"
#include "../../helper/base/text.h"
#include "language.h"
#include "screen.h"

int vpb_options_common(int option, void (*help_print)(void))
{
	switch (option) {
	case 'h':
		help_print();
		return VPB_EXIT_DONE;
	case 'V':
		printf(_("vfio-prebind %s\n"), VPB_VERSION);
		return VPB_EXIT_DONE;
	case 'J': /* what is read by a program has one language */
		vpb_language_end();
		return -1;
	case VPB_OPTION_NO_PAGER:
		vpb_screen_set_no_pager();
		return -1;
	case VPB_OPTION_COLOR:
		if (vpb_screen_set_color(optarg))
			return -1;
		vpb_log(VPB_LOG_ERROR, "--color is auto, always or never, not '%s'",
			VPB_WORD(optarg));
		return VPB_EXIT_USAGE;
	case '?':
		return VPB_EXIT_USAGE;
	default:
		return -1;
	}
}

int vpb_options_end(int argc, char **argv, const char *command)
{
	if (optind == argc)
		return -1;
	vpb_log(VPB_LOG_ERROR, "%s: '%s' is not expected here, see %s --help", command,
		VPB_WORD(argv[optind]), command);
	return VPB_EXIT_USAGE;
}
