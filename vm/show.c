/* SPDX-License-Identifier: GPL-2.0-or-later */

/* show: what a VM needs to be told of a device, to be put into a definition by hand. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/json.h"
#include "../helper/base/log.h"
#include "../helper/base/output.h"
#include "../host/terminal/findings.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"
#include "battery.h"
#include "command.h"
#include "domain/hostdev.h"
#include "facts.h"
#include "rom_option.h"

static void help_print(void)
{
	printf("vfio-prebind vm show [OPTION...] [SELECTOR...]\n"
	       "\n"
	       "Prints what gives a device to a virtual machine (VM): XML for the <devices> of a\n"
	       "libvirt domain, or options of QEMU. All functions of a card are in one slot of the\n"
	       "VM. Without a SELECTOR: the devices that vfio-pci has now. Changes nothing.\n"
	       "\n"
	       "  --qemu         options for a QEMU that is started without libvirt\n"
	       "  --rom FILE     the VM's firmware gets the card's ROM from FILE\n"
	       "  --json         for programs\n" VPB_OPTIONS_HELP "\n"
	       "Ends with 3 where a guard refused a device.\n");
}

struct show {
	bool is_qemu, is_json;
	const char *rom;
};

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, struct show *show)
{
	static const struct option known[] = {
		{"qemu", no_argument, NULL, 'q'},
		{"rom", required_argument, NULL, 'r'},
		{"json", no_argument, NULL, 'J'},
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	while ((option = vpb_options_next(argc, argv, VPB_OPTIONS_LETTERS, known)) !=
		-1) {
		r = vpb_options_common(option, help_print);
		if (r >= 0)
			return r;
		show->is_qemu |= option == 'q';
		show->is_json |= option == 'J';
		if (option == 'r')
			show->rom = optarg;
	}
	return vpb_rom_option_is_fine("vm show", show->rom, !show->is_qemu)
		       ? -1
		       : VPB_EXIT_USAGE;
}

static void card_add(
	const struct vpb_card *card, size_t number, bool is_qemu, struct vpb_text *text)
{
	const struct vpb_card_place place = {.has_port = true, .index = number + 1};

	if (is_qemu) {
		vpb_card_add_words(card, &place, text);
		return;
	}
	vpb_card_add_port(card, &place, text);
	vpb_card_add_hostdevs(card, &place, text);
}

static void card_add_json(
	const struct vpb_card *card, size_t number, struct vpb_json *json)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text xml = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text words = {};

	vpb_json_begin_object(json, NULL);
	vpb_json_begin_array(json, "functions");
	for (size_t i = 0; i < card->count; i++) {
		const struct vpb_card_function *function = &card->functions[i];
		char address[VPB_ADDRESS_BYTES];

		vpb_json_begin_object(json, NULL);
		vpb_json_add_string(
			json, "address", vpb_address_format(function->host, address));
		vpb_json_add_string(json, "name", function->name);
		vpb_json_add_string(json, "driver", function->driver);
		vpb_json_add_number(json, "guest-function", function->guest_function);
		vpb_json_end_object(json);
	}
	vpb_json_end_array(json);
	card_add(card, number, false, &xml);
	card_add(card, number, true, &words);
	vpb_json_add_string(json, "xml", xml.data);
	vpb_json_add_string(json, "qemu", words.data);
	vpb_json_end_object(json);
}

static int json_print(
	const struct vpb_vm_facts *facts, const struct vpb_vm_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};

	vpb_json_begin_object(&json, NULL);
	vpb_json_begin_array(&json, "cards");
	for (size_t i = 0; i < facts->card_count; i++)
		card_add_json(&facts->cards[i], i, &json);
	vpb_json_end_array(&json);
	vpb_findings_add_json(&json, "findings", &findings->list, NULL);
	vpb_json_end_object(&json);
	return vpb_output_text(&text);
}

static int print(const struct vpb_root *root, const struct vpb_vm_facts *facts,
	const struct show *show)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (!show->is_qemu)
		vpb_text_add(&text,
			"<!-- For <devices>. As index and bus any number will do that no "
			"other controller has. -->\n");
	for (size_t i = 0; i < facts->card_count; i++)
		card_add(&facts->cards[i], i, show->is_qemu, &text);
	/* As add gives one. */
	if (show->is_qemu && facts->is_laptop && vpb_battery_built(root) &&
		vpb_vm_facts_display(facts, VPB_VENDOR_NVIDIA))
		vpb_text_add(&text, "-acpitable file=%s\n", vpb_battery_built(root));
	if (vpb_text_error(&text) < 0)
		return -ENOMEM;
	vpb_lines_print(text.data);
	return 0;
}

/* To stderr, so that what is printed can be used as it is. */
static void findings_log(const struct vpb_vm_findings *findings)
{
	for (size_t i = 0; i < findings->list.count; i++)
		vpb_finding_log("vm show", &findings->list.items[i]);
}

int vpb_vm_command_show(const struct vpb_root *root, int argc, char **argv)
{
	VPB_CLEANUP(vpb_vm_facts_done) struct vpb_vm_facts facts = {};
	struct vpb_vm_findings findings = {.name = ""};
	struct show show = {};
	int r = options_parse(argc, argv, &show);

	if (r < 0)
		r = vpb_vm_cards_read(root, "vm show", (const char *const *)argv + optind,
			&facts, &findings);
	if (r < 0) {
		findings_log(&findings);
		r = vpb_rom_option_give(show.rom, &facts);
		if (r == 0)
			r = vpb_vm_machine_read(root, &facts);
		if (r == 0)
			r = show.is_json ? json_print(&facts, &findings)
					 : print(root, &facts, &show);
		if (r < 0)
			vpb_log(VPB_LOG_ERROR, "vm show: %s", strerror(-r));
		r = r < 0 ? VPB_EXIT_FAILED : VPB_EXIT_DONE;
	}
	vpb_findings_done(&findings.list);
	return r;
}
