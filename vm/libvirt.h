/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_LIBVIRT_H
#define VPB_VM_LIBVIRT_H

#include "definition.h"

/* The store's part that only a daemon's definition needs. */

void vpb_libvirt_close(struct vpb_store *store);

/* As vpb_store_open_domain() and vpb_store_write(). */
int vpb_libvirt_open(const char *uri, const char *name, struct vpb_store *store);
int vpb_libvirt_write(struct vpb_store *store, const char *text);

#endif
