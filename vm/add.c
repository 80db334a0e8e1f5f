/* SPDX-License-Identifier: GPL-2.0-or-later */

/* add: gives cards to a domain. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/log.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"
#include "battery.h"
#include "change.h"
#include "command.h"
#include "domain/domain.h"
#include "domain/edit.h"
#include "domain/hostdev.h"
#include "domain/record.h"
#include "facts.h"
#include "rom_option.h"

static void help_print(void)
{
	printf("vfio-prebind vm add [OPTION...] DOMAIN [SELECTOR...]\n"
	       "\n"
	       "Gives devices to a virtual machine (VM) of libvirt: each card with all its\n"
	       "functions in one slot, and what else the VM needs so that it starts with it.\n"
	       "Without a SELECTOR: the devices that vfio-pci has now. Shows the difference, and\n"
	       "asks. A VM that runs is not touched: the change is in force from its next start.\n"
	       "'vfio-prebind vm remove' undoes it.\n"
	       "\n" VPB_VM_CHANGE_HELP
	       "  --rom FILE     the VM's firmware gets the first card's ROM from FILE\n"
	       "  --no-hiding    a laptop's NVIDIA card may see that it is in a VM\n"
	       "  --battery WHAT  mains, battery or none: what the VM sees of one; without\n"
	       "                 this, mains for a laptop's NVIDIA card\n" VPB_OPTIONS_HELP
	       "\n"
	       "Ends with 3 where a guard refused a device, or the domain cannot have it.\n");
}

struct add {
	struct vpb_vm_change change;
	struct vpb_domain_edit edit;
	struct vpb_vm_facts facts;
	const char *rom;
};

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, struct add *add)
{
	static const struct option known[] = {
		VPB_VM_CHANGE_OPTIONS,
		{"rom", required_argument, NULL, 'r'},
		{"no-hiding", no_argument, NULL, 'H'},
		{"battery", required_argument, NULL, 'B'},
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	while ((option = vpb_options_next(argc, argv,
			VPB_VM_CHANGE_LETTERS VPB_OPTIONS_LETTERS, known)) != -1) {
		if (vpb_vm_change_take(&add->change, option))
			continue;
		r = vpb_options_common(option, help_print);
		if (r >= 0)
			return r;
		if (option == 'r')
			add->rom = optarg;
		add->edit.hides_nothing |= option == 'H';
		if (option == 'B' &&
			!vpb_battery_take("vm add", optarg, &add->edit.battery))
			return VPB_EXIT_USAGE;
	}
	add->change.operands = (const char *const *)argv + optind;
	return vpb_rom_option_is_fine("vm add", add->rom, true) ? -1 : VPB_EXIT_USAGE;
}

/* What a second call must not take for somebody's own: the definition without us. 0 or -errno. */
static int before_find(const struct vpb_vm_change *change, struct vpb_text *before)
{
	VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text left = {};
	VPB_CLEANUP(vpb_freep) char *problem = NULL;
	const struct vpb_text *now = &change->store.text;
	int r;

	if (vpb_state_is_current(&change->state, &change->store)) {
		vpb_text_add(before, "%s", change->state.before.data);
		return vpb_text_error(before);
	}
	if (!vpb_record_is_any(vpb_xml_root(&change->xml))) {
		vpb_text_add(before, "%s", now->data);
		return vpb_text_error(before);
	}
	r = vpb_xml_parse(now->data, now->length, &xml, &problem);
	if (r == 0)
		r = vpb_record_undo(vpb_xml_root(&xml), &left);
	return r < 0 ? r : vpb_xml_print(&xml, before);
}

/* Whether libvirt has taken all of it: it leaves out what it does not know. */
static bool is_taken(const struct add *add)
{
	VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};
	VPB_CLEANUP(vpb_freep) char *problem = NULL;
	const struct vpb_text *now = &add->change.store.text;
	bool is_there = vpb_xml_parse(now->data, now->length, &xml, &problem) == 0 &&
			vpb_battery_of(vpb_xml_root(&xml)) ==
				vpb_battery_of(vpb_xml_root(&add->change.xml));

	for (size_t i = 0; is_there && i < add->facts.card_count; i++)
		is_there = vpb_card_is_there(&add->facts.cards[i], vpb_xml_root(&xml));
	return is_there;
}

/* Before a definition names it. A negative number to go on. */
static int table_write(const struct add *add)
{
	const struct vpb_vm_change *change = &add->change;
	enum vpb_battery battery = vpb_battery_of(vpb_xml_root(&change->xml));
	int r = change->is_dry ? 0 : vpb_battery_write(change->root, battery);

	if (r == 0)
		return -1;
	vpb_log(VPB_LOG_ERROR, "vm add: %s: %s; --battery=none does without",
		vpb_battery_file(battery), strerror(-r));
	return VPB_EXIT_FAILED;
}

static int write_back(
	struct add *add, const struct vpb_text *text, const struct vpb_text *before)
{
	struct vpb_vm_change *change = &add->change;
	VPB_CLEANUP(vpb_text_done) struct vpb_text was = {};
	int r;

	vpb_text_add(&was, "%s", change->store.text.data);
	if (vpb_text_error(&was) < 0)
		return vpb_vm_change_fail(change, -ENOMEM);
	r = table_write(add);
	if (r < 0)
		r = vpb_store_write(&change->store, text->data, text->length);
	if (r >= 0)
		return r;
	if (!is_taken(add)) {
		r = vpb_store_write(&change->store, was.data, was.length);
		vpb_log(VPB_LOG_ERROR,
			"vm add: %s: libvirt did not take over all of it; %s",
			change->store.name,
			r < 0 ? "it has its old definition again"
			      : "it could not be given its old definition back");
		return VPB_EXIT_FAILED;
	}
	r = vpb_state_write(&change->state, &change->store, before, &change->store.text);
	if (r < 0)
		vpb_log(VPB_LOG_WARNING,
			"vm add: what the definition was before could not be kept: %s; 'vm remove' "
			"takes out what is ours anyway",
			strerror(-r));
	return -1;
}

static int edit_make(struct add *add)
{
	struct vpb_vm_change *change = &add->change;
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text before = {};
	int r = before_find(change, &before);

	if (r == 0)
		r = vpb_domain_edit_make(&add->edit);
	if (r == -ENOSPC) {
		r = vpb_vm_find(&change->findings, VPB_VM_KIND_NO_SLOT, NULL,
			"no slot of the domain's PCI bus is free",
			"remove a device or a controller that it does not need");
		return r < 0 ? vpb_vm_change_fail(change, r)
			     : vpb_vm_change_judge(change);
	}
	if (r == 0)
		r = vpb_xml_print(&change->xml, &text);
	if (r == 0)
		vpb_text_add(&change->reasons, "%s",
			add->edit.reasons.data ? add->edit.reasons.data : "");
	if (r < 0)
		return vpb_vm_change_fail(change, r);
	if (!change->reasons.length) {
		r = table_write(add);
		if (r >= 0)
			return r;
		if (!change->is_json)
			vpb_line_print("%s has all of it already.", change->store.name);
		return VPB_EXIT_DONE;
	}
	r = vpb_vm_change_show(change, &text);
	return r < 0 ? write_back(add, &text, &before) : r;
}

static int all_do(struct add *add)
{
	struct vpb_vm_change *change = &add->change;
	int r = vpb_vm_change_read(change), error;

	if (r < 0)
		r = vpb_vm_cards_read(change->root, "vm add", change->operands,
			&add->facts, &change->findings);
	if (r >= 0)
		return r;
	add->edit.domain = vpb_xml_root(&change->xml);
	add->edit.facts = &add->facts;
	add->edit.libvirt_version = change->store.version;
	add->edit.has_tables = vpb_battery_is_there(change->root);
	if (add->edit.battery >= VPB_BATTERY_MAINS && !add->edit.has_tables) {
		vpb_log(VPB_LOG_ERROR,
			"vm add: --battery: there is no table of one here (iasl was missing when "
			"this was built), or you are not root");
		return VPB_EXIT_FAILED;
	}
	error = vpb_rom_option_give(add->rom, &add->facts);
	if (error == 0)
		error = vpb_vm_machine_read(change->root, &add->facts);
	if (error == 0)
		error = vpb_vm_change_judge_session(change);
	if (error == 0)
		error = vpb_domain_edit_judge(&add->edit, &change->findings);
	if (error < 0)
		return vpb_vm_change_fail(change, error);
	r = vpb_vm_change_judge(change);
	return r < 0 ? edit_make(add) : r;
}

/* The words that lead to the same definition, and to what it was. */
static void undo_print(const struct vpb_vm_change *change)
{
	const char *root = change->root->path, *uri = change->uri ? change->uri : "";

	vpb_line_print("Done. To undo it: vfio-prebind %s%s%svm remove %s%s%s%s",
		*root ? "--root " : "", root, *root ? " " : "",
		change->file ? "--file "
		: *uri	     ? "--connect "
			     : "",
		uri, *uri ? " " : "", change->file ? change->file : change->store.name);
}

int vpb_vm_command_add(const struct vpb_root *root, int argc, char **argv)
{
	struct add add = {.change = {.root = root, .command = "vm add"}};
	int r = options_parse(argc, argv, &add);

	if (r >= 0)
		return r;
	r = all_do(&add);
	if (r < 0 && !add.change.is_json)
		undo_print(&add.change);
	if (add.change.xml.document)
		r = vpb_vm_change_end(&add.change, r < 0, r < 0 ? VPB_EXIT_DONE : r);
	vpb_domain_edit_done(&add.edit);
	vpb_vm_facts_done(&add.facts);
	vpb_vm_change_done(&add.change);
	return r;
}
