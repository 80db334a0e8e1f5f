/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loader.h"

/* A form that belongs to no loader, for a person to use with any. */
const struct vpb_loader vpb_loader_plain = {
	.name = "plain",
	.summary = "the words alone",
	.place = "add these words to the kernel command line",
	.undo = "take them out again",
	.form = {"", " ", "\n"},
};
