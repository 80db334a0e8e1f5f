/* SPDX-License-Identifier: GPL-2.0-or-later */

/* list: all PCI functions, what they are, who has them, and who they share a group with. */

#include "../command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../host/machine/manifest.h"
#include "../../host/machine/usage.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../../host/terminal/options.h"
#include "list.h"
#include "pick.h"

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind list [OPTION...]\n"
		"\n"
		"Lists the PCI devices by IOMMU group: what a VM gets, it gets by the group.\n"
		"\n"
		"  -s [[DOMAIN:]BUS:][DEVICE][.FUNCTION]    only these, as with lspci\n"
		"  -d [VENDOR]:[DEVICE][:CLASS[:PROGIF]]    only these, as with lspci\n"
		"  -o, --output COLUMN,...  these columns of all devices, without the tree;\n"
		"                           +COLUMN,... the usual ones and these\n"
		"  -O, --output-all         all columns of all devices\n"
		"  -a, --all                bridges as well\n"
		"  -n, --noheadings         no line with the names of the columns\n"
		"  -T, --tree               as a tree, also with -o or --json\n"
		"  -J, --json               for programs: all columns of all devices\n"
		"  --dump                   the machine as a text for a bug report, without\n"
		"                           serial numbers, UUIDs and host names\n" VPB_OPTIONS_HELP
		"\n"
		"COLUMN is one of:\n"));
	for (size_t i = 0; i < vpb_list_column_count; i++)
		vpb_line_print("  %-12s  %s", vpb_list_columns[i].name,
			_(vpb_list_columns[i].help));
	vpb_help_print(_(
		"\n"
		"CAN-BE-GIVEN is said of each device by itself, as if it alone were asked for:\n"
		"late: by vfio-prebind-late.service, after looking at what the system uses; with\n"
		"another one; or no, and why. What no VM can have comes last.\n"
		"FLAGS: boot-display; framebuffer: the firmware framebuffer is on it; system,\n"
		"in-use: what is on its disks; network-root: the system comes over it;\n"
		"default-route; keyboard; console; companion:DISPLAY comes along with it;\n"
		"shares:ADDRESS would have to go too; pf:COUNT of virtual functions; vf:ADDRESS\n"
		"of the physical one; asleep; override:DRIVER; unreadable:FILE.\n"
		"A group is viable, or held:ADDRESS by a driver of the host.\n"));
}

/* libpci's own grammar, and its own words where that is not met. */
static bool filter_parse(int option, const char *text, struct pci_filter *filter)
{
	/* It cuts the text into pieces. */
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *wrong;

	if (!copy)
		return false;
	wrong = option == 's' ? pci_filter_parse_slot(filter, copy)
			      : pci_filter_parse_id(filter, copy);
	if (wrong)
		vpb_log(VPB_LOG_ERROR, "list: -%c %s: %s", option, VPB_WORD(text), wrong);
	return !wrong;
}

static void all_columns_add(struct vpb_list *list)
{
	for (size_t i = 0; i < vpb_list_column_count; i++)
		list->columns[list->column_count++] = &vpb_list_columns[i];
}

/* What was asked for, and what goes together. `names`: of -o, or NULL. */
static bool columns_choose(struct vpb_list *list, const char *names, bool wants_all)
{
	if (list->is_dump && (list->is_json || list->is_tree || names || wants_all)) {
		vpb_log(VPB_LOG_ERROR,
			"list: --dump is a text of its own, and takes no --json, --tree or -o");
		return false;
	}
	list->is_for_people = !list->is_json && !wants_all && (!names || *names == '+');
	list->is_tree |= list->is_for_people;
	if (wants_all || (!names && list->is_json))
		all_columns_add(list);
	else if (names)
		return vpb_list_columns_add(
			names + (*names == '+'), list->columns, &list->column_count);
	return true;
}

/* One of the options that say what is listed. Returns false where its value is wrong. */
static bool option_take(int option, struct vpb_list *list, const char **names)
{
	if (option == 's' || option == 'd') {
		list->has_filter = true;
		return filter_parse(option, optarg, &list->filter);
	}
	if (option == 'o')
		*names = optarg;
	list->with_bridges |= option == 'a';
	list->no_headings |= option == 'n';
	list->is_json |= option == 'J';
	list->is_tree |= option == 'T';
	list->is_dump |= option == 'D';
	return true;
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, struct vpb_list *list)
{
	static const struct option known[] = {
		{"all", no_argument, NULL, 'a'},
		{"output", required_argument, NULL, 'o'},
		{"output-all", no_argument, NULL, 'O'},
		{"noheadings", no_argument, NULL, 'n'},
		{"json", no_argument, NULL, 'J'},
		{"tree", no_argument, NULL, 'T'},
		{"dump", no_argument, NULL, 'D'},
		VPB_OPTIONS_COMMON,
	};
	const char *names = NULL;
	bool wants_all = false;
	int option, r;

	pci_filter_init(NULL, &list->filter);
	while ((option = vpb_options_next(
			argc, argv, "s:d:ao:OnJT" VPB_OPTIONS_LETTERS, known)) != -1) {
		wants_all |= option == 'O';
		if (!option_take(option, list, &names))
			return VPB_EXIT_USAGE;
		r = vpb_options_common(option, help_print);
		if (r >= 0)
			return r;
	}
	if (optind < argc) {
		vpb_log(VPB_LOG_ERROR,
			"list: '%s' is not expected here; -s or -d choose devices",
			VPB_WORD(argv[optind]));
		return VPB_EXIT_USAGE;
	}
	return columns_choose(list, names, wants_all) ? -1 : VPB_EXIT_USAGE;
}

static void unreadable_log(const struct vpb_list *list)
{
	if (list->inventory.no_framebuffers)
		vpb_log(VPB_LOG_INFO,
			"not seen: whether the firmware framebuffer is on a card; only root "
			"may read /proc/iomem");
	if (list->inventory.no_disks)
		vpb_log(VPB_LOG_INFO,
			"not seen: which disks carry the system; /sys/class/block is "
			"missing");
	if (list->inventory.no_module_index)
		vpb_log(VPB_LOG_INFO,
			"not seen: which modules would claim a device; the index of the "
			"kernel's modules is missing in /lib/modules");
}

static int dump_print(const struct vpb_root *root, const struct vpb_inventory *inventory)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r = vpb_manifest_add(root, inventory, &text);

	if (r == 0)
		vpb_lines_print(text.data);
	return r;
}

static bool has_column(const struct vpb_list *list, const char *name)
{
	for (size_t i = 0; i < list->column_count; i++)
		if (strcmp(list->columns[i]->name, name) == 0)
			return true;
	return false;
}

static int usables_read(const struct vpb_root *root, struct vpb_list *list)
{
	int r = vpb_facts_read(root, &list->facts);

	return r < 0 ? r
		     : vpb_usables_read(
			       root, &list->facts, &list->groups, &list->usables);
}

int vpb_command_list(const struct vpb_root *root, int argc, char **argv)
{
	struct vpb_list list = {};
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	int r = options_parse(argc, argv, &list);

	if (r >= 0)
		return r;
	r = vpb_inventory_read(root, &list.inventory, &message);
	if (r == 0)
		r = vpb_inventory_read_usage(root, &list.inventory);
	if (r == 0)
		r = vpb_groups_make(&list.inventory.snapshot, &list.groups);
	if (r == 0 && !list.is_dump &&
		(list.is_for_people || has_column(&list, "CAN-BE-GIVEN")))
		r = usables_read(root, &list);
	if (r == 0) {
		unreadable_log(&list);
		r = list.is_dump ? dump_print(root, &list.inventory)
				 : vpb_list_print(&list);
	}
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "list: the PCI bus could not be read: %s",
			message ? message : strerror(-r));
	vpb_usables_done(&list.usables);
	vpb_facts_done(&list.facts);
	vpb_groups_done(&list.groups);
	vpb_inventory_done(&list.inventory);
	return r < 0 ? VPB_EXIT_FAILED : VPB_EXIT_DONE;
}
