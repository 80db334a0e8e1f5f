/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_CHANGE_H
#define VPB_VM_CHANGE_H

#include <getopt.h>

#include "domain/kind.h"
#include "domain/xml.h"
#include "state.h"
#include "store.h"

/*
 * What `add` and `remove` have in common: one definition that is read, shown as it is to be, asked about,
 * and written. Functions that return an exit status have said why; a negative one is: go on.
 */
struct vpb_vm_change {
	const struct vpb_root *root;
	const char *command;
	/* As they were typed. */
	const char *file, *uri;
	bool is_dry, is_yes, is_json;
	const char *const *operands; /* ended by NULL; the domain's name is taken off */

	struct vpb_store store;
	struct vpb_state state;
	struct vpb_xml xml;
	struct vpb_vm_findings findings;
	size_t shown_count; /* of these */
	struct vpb_text reasons; /* of each change, a line each */
};

void vpb_vm_change_done(struct vpb_vm_change *change);

/* The options of both, for getopt, and their lines of --help. */
#define VPB_VM_CHANGE_OPTIONS \
	{"file", required_argument, NULL, 'f'}, \
		{"connect", required_argument, NULL, 'c'}, \
		{"dry-run", no_argument, NULL, 'n'}, {"yes", no_argument, NULL, 'y'}, \
	{ \
		"json", no_argument, NULL, 'J' \
	}
#define VPB_VM_CHANGE_LETTERS "c:ny"
#define VPB_VM_CHANGE_HELP \
	"  --file FILE    the definition is in FILE, and no daemon is asked\n" \
	"  -c, --connect URI  the libvirt daemon, as for virsh\n" \
	"  -n, --dry-run  show what would be done, and change nothing\n" \
	"  -y, --yes      do not ask\n" \
	"  --json         for programs; needs --yes or --dry-run\n"

/* Takes one of these; returns whether it is one. */
bool vpb_vm_change_take(struct vpb_vm_change *change, int option);

/*
 * Takes all of a command that has no others, and the operands after them. Returns a negative number to go
 * on, else the exit status.
 */
int vpb_vm_change_options(struct vpb_vm_change *change, int argc, char **argv,
	const char *letters, const struct option *known, void (*help_print)(void));

/* Reads the definition that the options and operands name. */
int vpb_vm_change_read(struct vpb_vm_change *change);

/* Finds what applies to every domain of a user's own libvirt. 0 or -ENOMEM. */
int vpb_vm_change_judge_session(struct vpb_vm_change *change) VPB_MUST_CHECK;

/* Prints what was found since the last call; VPB_EXIT_REFUSED where one of them is an error. */
int vpb_vm_change_judge(struct vpb_vm_change *change);

/* Shows the way to the new text and asks. VPB_EXIT_DONE where nothing is to be changed. */
int vpb_vm_change_show(struct vpb_vm_change *change, const struct vpb_text *text);

/* The last to be called: --json prints all of it now. Returns `status`. */
int vpb_vm_change_end(struct vpb_vm_change *change, bool is_changed, int status);

/* What went wrong without the definition: VPB_EXIT_FAILED. */
int vpb_vm_change_fail(const struct vpb_vm_change *change, int error);

#endif
