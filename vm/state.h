/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_STATE_H
#define VPB_VM_STATE_H

#include "../helper/sys/root.h"
#include "definition.h"

/*
 * What a definition held before it was changed, and after: where it still is what it was after,
 * it becomes again what it was before, to the byte. For root in /var/lib/vfio-prebind-vm of the tree,
 * for others in $XDG_STATE_HOME. It holds a domain's passwords, and is for its owner alone. What we change the domain itself
 * knows as well (domain/record.h), so that nothing depends on these files.
 */
struct vpb_state {
	const struct vpb_root *root;
	struct vpb_root here; /* of one who is not root */
	char folder[PATH_MAX];
	bool is_there; /* there are texts */
	struct vpb_text before, after;
};

void vpb_state_done(struct vpb_state *state);

/* Reads the texts of the store's domain; none is no error. 0 or -errno. */
int vpb_state_read(const struct vpb_root *root, const struct vpb_store *store,
	struct vpb_state *ret_state) VPB_MUST_CHECK;

/* Whether the definition still is what it was after the change. */
bool vpb_state_is_current(const struct vpb_state *state, const struct vpb_store *store);

/* 0 or -errno. `state` was read. */
int vpb_state_write(const struct vpb_state *state, const struct vpb_store *store,
	const struct vpb_text *before, const struct vpb_text *after) VPB_MUST_CHECK;
int vpb_state_remove(
	const struct vpb_state *state, const struct vpb_store *store) VPB_MUST_CHECK;

#endif
