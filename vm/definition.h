/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DEFINITION_H
#define VPB_VM_DEFINITION_H

#include <limits.h>
#include <stdbool.h>

#include "../helper/base/text.h"

/*
 * Where the definition of a domain is: a file, or a libvirt daemon. What a running VM uses is not
 * touched: a daemon's definition is in force from the next start on. Functions that return an exit status have said
 * why, in the name of `command`; a negative one is: go on.
 */
struct vpb_store {
	const char *command;
	char *name; /* of the domain; of a file the path, as it was given */
	char *key; /* a file name of its own, for state.h */
	char path[PATH_MAX]; /* of a file; "" for libvirt's */
	struct vpb_text text; /* the definition as it is, with its passwords */
	bool is_running, is_session;
	unsigned long version; /* of libvirt, 9000000 is 9.0.0; 0: unknown */
	void *connection, *domain; /* virConnectPtr, virDomainPtr; libvirt.c */
};

#endif
