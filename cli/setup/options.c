/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "../../helper/base/guess.h"
#include "../../helper/base/log.h"
#include "../../helper/core/variant.h"
#include "../../host/loader/booted.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../../host/terminal/options.h"
#include "../command.h"
#include "setup.h"

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind setup [OPTION...] [SELECTOR...]\n"
		"\n"
		"Binds these devices to vfio-pci from the next boot on: writes the configuration\n"
		"and what the kernel command line needs, rebuilds the boot images of all kernels,\n"
		"and checks them. Shows all of that first, and asks. If anything fails, all of it\n"
		"is rolled back. Called again, it adds to what is set up.\n"
		"\n"
		"Without a SELECTOR it lists the devices that a VM could have, and asks which.\n"
		"A SELECTOR is an address (01:00.0), a slot with all its functions (01:00), or an\n"
		"id (10de:2820).\n"
		"Words after a SELECTOR are those of the kernel command line, such as\n"
		"10de:2820+all+allow=boot-display\n"
		"\n"
		"  -n, --dry-run  show what would be done, and change nothing\n"
		"  -y, --yes      do not ask\n"
		"  -v, --verbose  show what the programs that it runs print\n"
		"  --json         for programs, with --dry-run or --yes\n"
		"  --only         these devices alone: all others that setup has set up go\n"
		"                 back to the host\n"
		"  --entry        a second boot entry has these devices for VMs, and the first\n"
		"                 one leaves them to the host\n"
		"  --try          the same, and the next boot alone starts the second entry\n"
		"  --softdeps     also write what has vfio-pci loaded before the host's drivers\n"
		"  --blacklist    also write which modules the host does not need any more\n"
		"  --keep-guides  leave lines that a guide had you write, such as ids= for vfio-pci\n"
		"  --sleep WORD   what these devices and the ports above them may do while idle\n"
		"  --driver DRIVER  a variant of vfio-pci for them; auto: the one made for each\n"
		"  --loader LOADER  the boot loader that is used, whatever seems to be\n" VPB_OPTIONS_HELP
		"\n"
		"The kernel command line is changed where GRUB, Limine or what makes systemd-boot's\n"
		"entries and UKIs has it from a file in /etc, and by grubby; for other boot loaders\n"
		"it says what to add, and where. With --root the files of that tree are changed, and\n"
		"the commands are shown only.\n"
		"\n"
		"Ends with 0 also where something is left to do by hand, which it says last; with 1\n"
		"where something failed, and with 3 where a guard refused a device.\n"
		"\n"
		"WORD is one of:\n"
		"  auto  sleep (power/control)\n"
		"  on    stay awake\n"
		"\n"
		"LOADER is one of:\n"));
	for (size_t i = 0; vpb_loaders[i]; i++)
		if (vpb_loaders[i]->summary && vpb_loaders[i]->title)
			vpb_line_print("  %-14s  %s", vpb_loaders[i]->name,
				_(vpb_loaders[i]->title));
	vpb_line_print("  %-14s  %s", "systemd-boot", "systemd-boot");
}

/* Says what is wrong with the option's word. */
static bool loader_is_known(const char *name)
{
	struct vpb_guess guess = {.word = name};
	char question[VPB_GUESS_BYTES];

	if (vpb_loader_is_named(name))
		return true;
	for (size_t i = 0; vpb_loaders[i]; i++)
		if (vpb_loaders[i]->summary && vpb_loaders[i]->title)
			vpb_guess_try(&guess, vpb_loaders[i]->name);
	vpb_guess_try(&guess, "systemd-boot");
	vpb_log(VPB_LOG_ERROR, "setup: there is no loader '%s', see setup --help%s",
		VPB_WORD(name), vpb_guess_question(&guess, "", question));
	return false;
}

static bool words_are_fine(const struct vpb_setup *setup)
{
	if (setup->loader && !loader_is_known(setup->loader))
		return false;
	if (setup->sleep && !vpb_sleep_parse(setup->sleep)) {
		vpb_log(VPB_LOG_ERROR, "setup: '--sleep' takes 'auto' or 'on', not '%s'",
			VPB_WORD(setup->sleep));
		return false;
	}
	if (setup->driver && !vpb_variant_is_name(setup->driver)) {
		vpb_log(VPB_LOG_ERROR,
			"setup: '--driver' takes 'auto' or the name of a driver, not '%s'",
			VPB_WORD(setup->driver));
		return false;
	}
	return true;
}

int vpb_setup_options_parse(int argc, char **argv, struct vpb_setup *setup)
{
	static const struct option known[] = {
		VPB_CHANGE_OPTIONS,
		{"only", no_argument, NULL, 'o'},
		{"entry", no_argument, NULL, 'e'},
		{"try", no_argument, NULL, 't'},
		{"softdeps", no_argument, NULL, 's'},
		{"blacklist", no_argument, NULL, 'b'},
		{"keep-guides", no_argument, NULL, 'k'},
		{"sleep", required_argument, NULL, 'S'},
		{"driver", required_argument, NULL, 'D'},
		{"loader", required_argument, NULL, 'L'},
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	while ((option = vpb_options_next(argc, argv,
			VPB_CHANGE_OPTIONS_LETTERS VPB_OPTIONS_LETTERS, known)) != -1) {
		r = vpb_options_common(option, help_print);
		if (r >= 0)
			return r;
		vpb_change_option_take(&setup->change, option);
		setup->is_only |= option == 'o';
		setup->is_try |= option == 't';
		setup->is_entry |= option == 'e' || option == 't';
		setup->with_softdeps |= option == 's';
		setup->with_blacklist |= option == 'b';
		setup->keeps_guides |= option == 'k';
		setup->sleep = option == 'S' ? optarg : setup->sleep;
		setup->driver = option == 'D' ? optarg : setup->driver;
		setup->loader = option == 'L' ? optarg : setup->loader;
	}
	setup->option_count = (size_t)optind - 1;
	setup->selectors = (const char *const *)argv + optind;
	return words_are_fine(setup) ? -1 : VPB_EXIT_USAGE;
}

/* Unless the selector has that word of its own. */
static void word_add(
	const char *selector, const char *word, const char *value, struct vpb_text *list)
{
	if (value && !strstr(selector, word))
		vpb_text_add(list, "%s%s", word, value);
}

void vpb_setup_words_add(
	const struct vpb_setup *setup, const char *selector, struct vpb_text *list)
{
	vpb_text_add(list, "%s", selector);
	word_add(selector, "+driver=", setup->driver, list);
	word_add(selector, "+sleep=", setup->sleep, list);
	vpb_text_add_bytes(list, "", 1);
}
