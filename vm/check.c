/* SPDX-License-Identifier: GPL-2.0-or-later */

/* check: why a domain would not start, before it is started. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/base/array.h"
#include "../helper/base/json.h"
#include "../helper/base/log.h"
#include "../helper/base/output.h"
#include "../host/machine/usage.h"
#include "../host/terminal/findings.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"
#include "autostart.h"
#include "battery.h"
#include "change.h"
#include "command.h"
#include "disks.h"
#include "domain/domain.h"
#include "domain/edit.h"
#include "domain/judge.h"
#include "facts.h"
#include "files.h"

static void help_print(void)
{
	printf("vfio-prebind vm check [OPTION...] DOMAIN\n"
	       "\n"
	       "Says why a virtual machine (VM) would not start with its PCI devices, or would not\n"
	       "see all of them: each reason with its fix. Changes nothing, and starts nothing.\n"
	       "\n"
	       "  --file FILE    the definition is in FILE, and no daemon is asked\n"
	       "  -c, --connect URI  the libvirt daemon, as for virsh\n"
	       "  --json         for programs\n" VPB_OPTIONS_HELP "\n"
	       "Ends with 1 where something needs a look, and with 3 where it would not start.\n");
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, struct vpb_vm_change *change)
{
	static const struct option known[] = {
		{"file", required_argument, NULL, 'f'},
		{"connect", required_argument, NULL, 'c'},
		{"json", no_argument, NULL, 'J'},
		VPB_OPTIONS_COMMON,
	};

	return vpb_vm_change_options(
		change, argc, argv, "c:" VPB_OPTIONS_LETTERS, known, help_print);
}

/* A card for each device that the domain has: what they need together is of interest. */
static int cards_read(const struct vpb_vm_change *change,
	const struct vpb_inventory *host, struct vpb_vm_facts *facts)
{
	struct vpb_address address;
	xmlNode *hostdev = vpb_judge_first_hostdev(vpb_xml_root(&change->xml), &address);

	for (; hostdev; hostdev = vpb_judge_hostdev(hostdev->next, &address)) {
		long number = vpb_snapshot_find(&host->snapshot, address);
		struct vpb_card_function function = {.host = address};
		struct vpb_card *cards =
			vpb_array_grow(facts->cards, facts->card_count, sizeof(*cards));

		if (!cards)
			return -ENOMEM;
		if (number >= 0) {
			function.vendor = host->snapshot.devices[number].vendor;
			function.class_code = host->snapshot.devices[number].class_code;
		}
		facts->cards = cards;
		cards[facts->card_count++] =
			(struct vpb_card){.functions = {function}, .count = 1};
	}
	return vpb_vm_machine_read(change->root, facts);
}

static int judge(struct vpb_vm_change *change, const struct vpb_inventory *host,
	struct vpb_vm_facts *facts)
{
	const struct vpb_domain_edit edit = {
		.domain = vpb_xml_root(&change->xml), .facts = facts};
	const struct vpb_domain_judge all = {.domain = edit.domain,
		.host = host,
		.facts = facts,
		.has_guarded_files = vpb_files_are_guarded(change->root),
		.libvirt_version = change->store.version,
		.findings = &change->findings};
	int r = vpb_vm_change_judge_session(change);

	/* A domain that has its devices in another way is fine here. */
	if (r == 0)
		r = vpb_domain_edit_judge_machine(&edit, &change->findings);
	if (r == 0)
		r = vpb_judge_devices(&all);
	if (r == 0)
		r = vpb_judge_rest(&all);
	if (r == 0)
		r = vpb_judge_host(&all);
	if (r == 0)
		r = vpb_autostart_judge(&change->store, &all);
	if (r == 0)
		r = vpb_files_judge(change->root, &all);
	if (r == 0)
		r = vpb_battery_judge(change->root, &all);
	return r < 0 ? r : vpb_disks_judge(change->root, &all);
}

static int print(struct vpb_vm_change *change)
{
	static const struct vpb_snapshot none;
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};

	if (!change->is_json) {
		vpb_findings_print("", &change->findings.list, &none);
		if (!change->findings.list.count)
			vpb_line_print("%s: nothing is wrong.", change->store.name);
		return 0;
	}
	vpb_json_begin_object(&json, NULL);
	vpb_json_add_string(
		&json, "domain", vpb_xml_text(vpb_xml_root(&change->xml), "name"));
	vpb_findings_add_json(&json, "findings", &change->findings.list, &none);
	vpb_json_end_object(&json);
	return vpb_output_text(&text);
}

static int status_of(const struct vpb_findings *findings)
{
	int status = VPB_EXIT_DONE;

	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].severity == VPB_REFUSE)
			return VPB_EXIT_REFUSED;
		else if (findings->items[i].severity == VPB_WARN)
			status = VPB_EXIT_FAILED;
	return status;
}

static int all_do(struct vpb_vm_change *change, struct vpb_inventory *host,
	struct vpb_vm_facts *facts)
{
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	int status = vpb_vm_change_read(change), r;

	if (status < 0 && change->operands[0]) {
		vpb_log(VPB_LOG_ERROR,
			"vm check: '%s' is not expected here, see vm check --help",
			VPB_WORD(change->operands[0]));
		return VPB_EXIT_USAGE;
	}
	if (status >= 0)
		return status;
	r = vpb_inventory_read(change->root, host, &message);
	if (r < 0 && message) {
		vpb_log(VPB_LOG_ERROR, "vm check: %s", message);
		return VPB_EXIT_FAILED;
	}
	if (r == 0)
		r = vpb_inventory_read_usage(change->root, host);
	if (r == 0)
		r = cards_read(change, host, facts);
	if (r == 0)
		r = judge(change, host, facts);
	if (r == 0)
		r = print(change);
	return r < 0 ? vpb_vm_change_fail(change, r) : status_of(&change->findings.list);
}

int vpb_vm_command_check(const struct vpb_root *root, int argc, char **argv)
{
	struct vpb_vm_change change = {
		.root = root, .command = "vm check", .is_dry = true};
	struct vpb_inventory host = {};
	struct vpb_vm_facts facts = {};
	int r = options_parse(argc, argv, &change);

	if (r >= 0)
		return r;
	r = all_do(&change, &host, &facts);
	vpb_inventory_done(&host);
	vpb_vm_facts_done(&facts);
	vpb_vm_change_done(&change);
	return r;
}
