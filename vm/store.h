/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_STORE_H
#define VPB_VM_STORE_H

#include "definition.h"

void vpb_store_done(struct vpb_store *store);

/* Reads the definition in a file. A link stays one: what it leads to is the file. */
int vpb_store_open_file(const char *path, struct vpb_store *store);

/*
 * Reads the one that the daemon at `uri` has, or where that is NULL the one that virsh would ask; a name, a
 * UUID or a number names it.
 */
int vpb_store_open_domain(const char *uri, const char *name, struct vpb_store *store);

/*
 * Puts `text` in place of the definition, unless that has changed since it was read; the store's text
 * is then what is there. libvirt validates it against its schema.
 */
int vpb_store_write(struct vpb_store *store, const char *text, size_t length);

#endif
