/* SPDX-License-Identifier: GPL-2.0-or-later */

/* list: all PCI functions, what they are, who has them, and who they share a group with. */

#include "../command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/guess.h"
#include "../../helper/base/log.h"
#include "../../host/machine/manifest.h"
#include "../../host/machine/usage.h"
#include "../line.h"
#include "../options.h"
#include "list.h"

#define DEFAULT_COLUMNS "ADDRESS,ID,CLASS,NAME,DRIVER,MODULES,RESET,FLAGS"
#define NARROW_COLUMNS "ADDRESS,ID,NAME,DRIVER,FLAGS"

enum {
	NARROW_BELOW = 100, /* columns of the terminal */
};

static void help_print(void)
{
	printf("vfio-prebind list [OPTION...]\n"
	       "\n"
	       "Lists the PCI devices by IOMMU group: what a VM gets, it gets by the group.\n"
	       "\n"
	       "  -s [[DOMAIN:]BUS:][DEVICE][.FUNCTION]    only these, as with lspci\n"
	       "  -d [VENDOR]:[DEVICE][:CLASS[:PROGIF]]    only these, as with lspci\n"
	       "  -o COLUMN,...  these columns, without the tree\n"
	       "  --tree         as a tree, also with -o or --json\n"
	       "  --json         for programs: all columns\n"
	       "  --dump         the machine as a text for a bug report, without serial\n"
	       "                 numbers, UUIDs and host names\n" VPB_OPTIONS_HELP "\n"
	       "COLUMN is one of:\n");
	for (size_t i = 0; i < vpb_list_column_count; i++)
		printf("  %-11s  %s\n", vpb_list_columns[i].name,
			vpb_list_columns[i].help);
	printf("\n"
	       "FLAGS: boot-display; framebuffer: the firmware framebuffer is on it; system,\n"
	       "in-use: what is on its disks; default-route; keyboard; companion:DISPLAY comes\n"
	       "along with it; shares:ADDRESS would have to go too; pf:COUNT of virtual\n"
	       "functions; vf:ADDRESS of the physical one; asleep; override:DRIVER;\n"
	       "unreadable:FILE.\n"
	       "A group is viable, or held:ADDRESS by a driver of the host.\n");
}

static void no_column_log(const char *name)
{
	struct vpb_guess guess = {.word = name};
	char question[VPB_GUESS_BYTES];

	for (size_t i = 0; i < vpb_list_column_count; i++)
		vpb_guess_try(&guess, vpb_list_columns[i].name);
	vpb_log(VPB_LOG_ERROR, "list: -o: there is no column '%s', see list --help%s",
		VPB_WORD(name), vpb_guess_question(&guess, "", question));
}

static bool columns_parse(const char *names, struct vpb_list *list)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(names);
	char *rest = copy, *name;

	list->column_count = 0;
	while (copy && (name = strsep(&rest, ","))) {
		const struct vpb_list_column *column = vpb_list_column_find(name);

		if (!column || list->column_count == VPB_LIST_COLUMNS_MAX) {
			no_column_log(name);
			return false;
		}
		list->columns[list->column_count++] = column;
	}
	return copy;
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

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, struct vpb_list *list)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'J'},
		{"tree", no_argument, NULL, 'T'},
		{"dump", no_argument, NULL, 'D'},
		VPB_OPTIONS_COMMON,
	};
	const char *names = NULL;
	bool wants_tree = false;
	int option, r;

	pci_filter_init(NULL, &list->filter);
	while ((option = vpb_options_next(
			argc, argv, "s:d:o:" VPB_OPTIONS_LETTERS, known)) != -1) {
		if (option == 's' || option == 'd') {
			if (!filter_parse(option, optarg, &list->filter))
				return VPB_EXIT_USAGE;
		} else if (option == 'o') {
			names = optarg;
		} else if (option == 'J') {
			list->is_json = true;
		} else if (option == 'T') {
			wants_tree = true;
		} else if (option == 'D') {
			list->is_dump = true;
		} else if ((r = vpb_options_common(option, help_print)) >= 0) {
			return r;
		}
	}
	if (optind < argc) {
		vpb_log(VPB_LOG_ERROR,
			"list: '%s' is not expected here; -s or -d choose devices",
			VPB_WORD(argv[optind]));
		return VPB_EXIT_USAGE;
	}
	if (list->is_dump && (list->is_json || wants_tree || names)) {
		vpb_log(VPB_LOG_ERROR,
			"list: --dump is a text of its own, and takes no --json, --tree or -o");
		return VPB_EXIT_USAGE;
	}
	list->is_tree = wants_tree || (!names && !list->is_json);
	if (!names && list->is_json) {
		for (size_t i = 0; i < vpb_list_column_count; i++)
			list->columns[list->column_count++] = &vpb_list_columns[i];
		return -1;
	}
	return columns_parse(names			       ? names
			     : vpb_list_width() < NARROW_BELOW ? NARROW_COLUMNS
							       : DEFAULT_COLUMNS,
		       list)
		       ? -1
		       : VPB_EXIT_USAGE;
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
	if (r == 0) {
		unreadable_log(&list);
		r = list.is_dump ? dump_print(root, &list.inventory)
				 : vpb_list_print(&list);
	}
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "list: the PCI bus could not be read: %s",
			message ? message : strerror(-r));
	vpb_groups_done(&list.groups);
	vpb_inventory_done(&list.inventory);
	return r < 0 ? VPB_EXIT_FAILED : VPB_EXIT_DONE;
}
