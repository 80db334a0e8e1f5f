/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_CMDLINE_H
#define VPB_CORE_CMDLINE_H

#include "request.h"

/*
 * Reads the kernel command line into the request:
 *
 *   vfio_prebind.bind=SEL[+all][+companions=none][+driver=NAME][+allow=GUARD],...
 *   vfio_prebind.skip=SEL,...
 *   vfio_prebind.enable=0    vfio_prebind.debug=1
 *   vfio-pci.ids=VENDOR:DEVICE,...   by the kernel's own grammar, see vfio_ids.h
 *
 * and the words by which others choose a rescue boot or a root on the network. Split and
 * unquoted as the kernel does it (lib/cmdline.c, next_arg); '-' and '_' are the same in a key;
 * what follows "--" is init's. Pure. Returns 0 or -ENOMEM. What is not understood becomes a
 * problem, as does our name without a key of ours (vfio_prebind=0), and a switch or a key of ours
 * that is not understood also marks the request as mistaken. Columns count the line with its
 * quotes.
 */
int vpb_cmdline_parse(struct vpb_request *request, const char *text) VPB_MUST_CHECK;

#endif
