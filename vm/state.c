/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../host/change/atomic_file.h"

#define FOLDER "var/lib/vfio-prebind-vm"

void vpb_state_done(struct vpb_state *state)
{
	vpb_text_done(&state->before);
	vpb_text_done(&state->after);
}

/* The XDG Base Directory Specification's way. */
static int own_folder(char ret_folder[PATH_MAX])
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	int length = -1;

	if (state && *state == '/')
		length = snprintf(ret_folder, PATH_MAX, "%s/vfio-prebind-vm", state);
	else if (home && *home == '/')
		length = snprintf(
			ret_folder, PATH_MAX, "%s/.local/state/vfio-prebind-vm", home);
	return length < 0 ? -ENOENT : length >= PATH_MAX ? -ENAMETOOLONG : 0;
}

static int folder_find(const struct vpb_root *root, struct vpb_state *state)
{
	state->root = root;
	if (!root->is_running_machine || geteuid() == 0) {
		snprintf(state->folder, sizeof(state->folder), FOLDER);
		return 0;
	}
	state->here = vpb_root_here();
	state->root = NULL;
	return own_folder(state->folder);
}

static const struct vpb_root *root_of(const struct vpb_state *state)
{
	return state->root ? state->root : &state->here;
}

static int path_make(const struct vpb_state *state, const struct vpb_store *store,
	const char *what, char ret_path[PATH_MAX])
{
	int length =
		snprintf(ret_path, PATH_MAX, "%s/%s.%s", state->folder, store->key, what);

	return length >= PATH_MAX ? -ENAMETOOLONG : 0;
}

static int text_read(const struct vpb_state *state, const struct vpb_store *store,
	const char *what, struct vpb_text *text)
{
	char path[PATH_MAX];
	int r = path_make(state, store, what, path);

	vpb_text_add(text, "%s", "");
	return r < 0 ? r : vpb_atomic_file_read(root_of(state), path, text);
}

int vpb_state_read(const struct vpb_root *root, const struct vpb_store *store,
	struct vpb_state *ret_state)
{
	int r = folder_find(root, ret_state);

	if (r == 0)
		r = text_read(ret_state, store, "before", &ret_state->before);
	if (r == 0)
		r = text_read(ret_state, store, "after", &ret_state->after);
	ret_state->is_there = r == 0;
	return r == -ENOENT || r == -EACCES ? 0 : r;
}

bool vpb_state_is_current(const struct vpb_state *state, const struct vpb_store *store)
{
	return state->is_there && strcmp(state->after.data, store->text.data) == 0;
}

/* With all above it: a new user has none of them. */
static int folder_make(const struct vpb_state *state)
{
	char path[PATH_MAX];
	int r = 0;

	for (size_t i = 1; r == 0 && state->folder[i]; i++) {
		if (state->folder[i] != '/')
			continue;
		snprintf(path, sizeof(path), "%.*s", (int)i, state->folder);
		r = vpb_root_make_folder(root_of(state), path, 0755);
		r = r == -EEXIST ? 0 : r;
	}
	return r < 0 ? r : vpb_atomic_folder_make(root_of(state), state->folder, 0700);
}

static int text_write(const struct vpb_state *state, const struct vpb_store *store,
	const char *what, const struct vpb_text *text)
{
	char path[PATH_MAX];
	int r = path_make(state, store, what, path);

	return r < 0 ? r
		     : vpb_atomic_file_write(root_of(state), path, text->data,
			       text->length, NULL, 0600);
}

int vpb_state_write(const struct vpb_state *state, const struct vpb_store *store,
	const struct vpb_text *before, const struct vpb_text *after)
{
	int r = folder_make(state);

	if (r == 0)
		r = text_write(state, store, "before", before);
	return r < 0 ? r : text_write(state, store, "after", after);
}

int vpb_state_remove(const struct vpb_state *state, const struct vpb_store *store)
{
	char path[PATH_MAX];
	int r = path_make(state, store, "after", path);

	if (r == 0)
		r = vpb_atomic_file_remove(root_of(state), path);
	if (r == 0)
		r = path_make(state, store, "before", path);
	if (r == 0)
		r = vpb_atomic_file_remove(root_of(state), path);
	if (r == 0)
		r = vpb_atomic_folder_remove(root_of(state), state->folder);
	return r == -ENOENT ? 0 : r;
}
