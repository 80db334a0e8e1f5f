/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_REFIND_STANZAS_H
#define VPB_HOST_LOADER_REFIND_STANZAS_H

#include "../../helper/sys/root.h"

/*
 * rEFInd's refind.conf, and the entries that a person writes there: what boots by one of those has
 * its options from it, and refind_linux.conf has no effect there (rEFInd's documentation, "Manual
 * Boot Stanzas").
 */
extern const char *const vpb_refind_confs[];

struct vpb_refind_stanzas {
	const char *path; /* of refind.conf; NULL: there is none */
	bool scans; /* for loaders by itself as well */
	struct vpb_text names; /* of those in use, a line each */
};

/* What cannot be read is not there. 0 or -ENOMEM. */
int vpb_refind_stanzas_read(const struct vpb_root *root,
	struct vpb_refind_stanzas *ret_stanzas) VPB_MUST_CHECK;

#endif
