/* SPDX-License-Identifier: GPL-2.0-or-later */

/* remove: undoes what add did. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/log.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"
#include "change.h"
#include "checksum.h"
#include "command.h"
#include "domain/record.h"

static void help_print(void)
{
	printf("vfio-prebind vm remove [OPTION...] DOMAIN\n"
	       "\n"
	       "Undoes what 'vfio-prebind vm add' did to a virtual machine (VM): its definition is\n"
	       "what it was before, to the byte; from one that was edited since, only what add\n"
	       "wrote is removed. Shows the difference, and asks. A VM that runs is not touched.\n"
	       "\n" VPB_VM_CHANGE_HELP VPB_OPTIONS_HELP);
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, struct vpb_vm_change *change)
{
	static const struct option known[] = {
		VPB_VM_CHANGE_OPTIONS,
		VPB_OPTIONS_COMMON,
	};

	return vpb_vm_change_options(change, argc, argv,
		VPB_VM_CHANGE_LETTERS VPB_OPTIONS_LETTERS, known, help_print);
}

/* The definition without us. 0 or -errno. */
static int text_find(struct vpb_vm_change *change, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text left = {};
	int r;

	if (vpb_state_is_current(&change->state, &change->store)) {
		vpb_text_add(text, "%s", change->state.before.data);
		vpb_text_add(&change->reasons, "as it was before, to the byte\n");
		return vpb_text_error(text);
	}
	vpb_text_add(&change->reasons, "%s: only what is ours is removed\n",
		change->state.is_there ? "it was edited since"
				       : "what it was before is not known here");
	r = vpb_record_undo(vpb_xml_root(&change->xml), &left);
	if (r == 0)
		r = vpb_xml_print(&change->xml, text);
	for (const char *line = left.data; line && *line; line += strcspn(line, "\n") + 1)
		vpb_text_add(&change->reasons,
			"left: %.*s, which is not as it was written\n",
			(int)strcspn(line, "\n"), line);
	return r < 0 ? r : vpb_text_error(&change->reasons);
}

/* A domain that was defined for the first time libvirt itself writes in another order the next time. */
static void written_compare(
	const struct vpb_vm_change *change, const struct vpb_text *text)
{
	const char *now = change->store.text.data;

	if (strcmp(now, text->data) == 0)
		return;
	if (vpb_checksum_lines(now) != vpb_checksum_lines(text->data))
		vpb_log(VPB_LOG_WARNING,
			"vm remove: %s: libvirt has made something else of the definition; see virsh "
			"dumpxml --inactive %s",
			change->store.name, change->store.name);
	else if (!change->is_json)
		vpb_line_print(
			"libvirt has written the same in another order than before.");
}

static int all_do(struct vpb_vm_change *change)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r = vpb_vm_change_read(change);

	if (r < 0 && change->operands[0]) {
		vpb_log(VPB_LOG_ERROR,
			"vm remove: '%s' is not expected here, see vm remove --help",
			VPB_WORD(change->operands[0]));
		return VPB_EXIT_USAGE;
	}
	if (r >= 0)
		return r;
	if (!vpb_record_is_any(vpb_xml_root(&change->xml))) {
		if (!change->is_json)
			vpb_line_print("Nothing to undo: %s has nothing of 'vm add'.",
				change->store.name);
		return VPB_EXIT_DONE;
	}
	r = text_find(change, &text);
	if (r < 0)
		return vpb_vm_change_fail(change, r);
	r = vpb_vm_change_show(change, &text);
	if (r < 0)
		r = vpb_store_write(&change->store, text.data, text.length);
	if (r >= 0)
		return r;
	if (*change->store.path == '\0')
		written_compare(change, &text);
	r = vpb_state_remove(&change->state, &change->store);
	if (r < 0)
		vpb_log(VPB_LOG_WARNING, "vm remove: %s%s%s: %s",
			*change->state.folder == '/' ? "" : change->root->path,
			*change->state.folder == '/' ? "" : "/", change->state.folder,
			strerror(-r));
	return -1;
}

int vpb_vm_command_remove(const struct vpb_root *root, int argc, char **argv)
{
	struct vpb_vm_change change = {.root = root, .command = "vm remove"};
	int r = options_parse(argc, argv, &change);

	if (r >= 0)
		return r;
	r = all_do(&change);
	if (r < 0 && !change.is_json)
		vpb_line_print("Done.");
	if (change.xml.document)
		r = vpb_vm_change_end(&change, r < 0, r < 0 ? VPB_EXIT_DONE : r);
	vpb_vm_change_done(&change);
	return r;
}
