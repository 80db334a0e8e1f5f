/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHANGE_SPAWN_H
#define VPB_HOST_CHANGE_SPAWN_H

#include "../../helper/base/cleanup.h"

/*
 * Runs a program of the running system with these words, ended by NULL, and waits for its end;
 * no shell has a part in it. It is looked for in the system's folders of programs, and has these
 * as PATH, whatever ours is. What it prints goes where ours goes, its stdin is empty.
 *
 * Meanwhile a signal of the keyboard ends the program alone. Returns its exit status, 128 and the
 * signal's number where one ended it, or -errno where it could not be started.
 */
int vpb_spawn(const char *const words[]) VPB_MUST_CHECK;

/* How such a run differs from that one. */
struct vpb_spawn {
	int output_fd; /* of what it prints; -1 for where ours goes */
	/* Where not NULL: called when it begins, with 0, each second meanwhile, and at its end. */
	void (*tick)(unsigned int seconds, void *context);
	void *context;
};
extern const struct vpb_spawn vpb_spawn_usual;

/* vpb_spawn() for one text with a blank between two words, run in that way. */
int vpb_spawn_line(const char *line, const struct vpb_spawn *spawn) VPB_MUST_CHECK;

#endif
