/* SPDX-License-Identifier: GPL-2.0-or-later */

/* generate: prints one file for the system's configuration. Changes nothing. */

#include "../../host/generate/generate.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/guess.h"
#include "../../helper/base/json.h"
#include "../../helper/base/log.h"
#include "../../helper/base/output.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../../host/terminal/options.h"
#include "../../host/terminal/selectors.h"
#include "../command.h"
#include "../forecast.h"

static const struct vpb_generator {
	const char *name;
	const char *summary;
	bool needs_modules; /* of the installed kernels */
	vpb_generator_make *make;
} generators[] = {
	{"cmdline", "the words that the kernel command line needs", false,
		vpb_generate_cmdline},
	{"modprobe", "softdep lines that have vfio-pci loaded first", true,
		vpb_generate_modprobe},
	{"blacklist", "the modules that only these devices need", true,
		vpb_generate_blacklist},
};

enum {
	GENERATOR_COUNT = sizeof(generators) / sizeof(*generators),
};

struct command {
	bool is_json;
	const struct vpb_generator *generator;
	struct vpb_generate generate;
	struct vpb_text made_by;
	const char **options; /* on the heap, ended by NULL */
	struct vpb_facts facts;
	struct vpb_run run;
	struct vpb_driver_modules driver_modules;
};

static void command_done(struct command *command)
{
	vpb_driver_modules_done(&command->driver_modules);
	vpb_run_done(&command->run);
	vpb_facts_done(&command->facts);
	vpb_text_done(&command->made_by);
	free(command->options);
}

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind generate [OPTION...] FILE [SELECTOR...]\n"
		"\n"
		"Prints a file for the devices that the configuration selects, or for these\n"
		"SELECTORs instead; changes nothing. Words after a SELECTOR are those of the\n"
		"kernel command line, such as 10de:2820+all+allow=boot-display\n"
		"\n"
		"FILE is one of:\n"));
	for (size_t i = 0; i < GENERATOR_COUNT; i++)
		vpb_line_print(
			"  %-9s  %s", generators[i].name, _(generators[i].summary));
	vpb_help_print(_(
		"\n"
		"  --for LOADER         of cmdline: in the form that this loader reads\n"
		"  --ids                of cmdline and modprobe: give vfio-pci the ids as well,\n"
		"                       but none that a device of the host has, too\n"
		"  --option NAME=VALUE  of modprobe: an option of vfio-pci\n"
		"  --json               for programs\n" VPB_OPTIONS_HELP "\n"
		"LOADER is one of:\n"));
	for (size_t i = 0; vpb_loaders[i]; i++)
		if (vpb_loaders[i]->summary)
			vpb_line_print("  %-14s  %s", vpb_loaders[i]->name,
				_(vpb_loaders[i]->summary));
	vpb_help_print(_(
		"\n"
		"Ends with 3 where a guard refused a device, which is then left out.\n"));
}

static bool generator_find(const char *name, const struct vpb_generator **ret_generator)
{
	struct vpb_guess guess = {.word = name};
	char question[VPB_GUESS_BYTES];

	for (size_t i = 0; i < GENERATOR_COUNT; i++)
		if (name && strcmp(generators[i].name, name) == 0) {
			*ret_generator = &generators[i];
			return true;
		}
	for (size_t i = 0; name && i < GENERATOR_COUNT; i++)
		vpb_guess_try(&guess, generators[i].name);
	if (name)
		vpb_log(VPB_LOG_ERROR,
			"generate: there is no file '%s', see generate --help%s",
			VPB_WORD(name), vpb_guess_question(&guess, "", question));
	else
		vpb_log(VPB_LOG_ERROR,
			"generate: the FILE to make is missing, see generate --help");
	return false;
}

static bool loader_find(const char *name, const struct vpb_loader **ret_loader)
{
	struct vpb_guess guess = {.word = name};
	char question[VPB_GUESS_BYTES];

	*ret_loader = vpb_loader_find(name);
	if (*ret_loader)
		return true;
	for (size_t i = 0; vpb_loaders[i]; i++)
		if (vpb_loaders[i]->summary)
			vpb_guess_try(&guess, vpb_loaders[i]->name);
	vpb_log(VPB_LOG_ERROR, "generate: there is no loader '%s', see generate --help%s",
		VPB_WORD(name), vpb_guess_question(&guess, "", question));
	return false;
}

/* In a file of modprobe.d the kernel gets the line as it is, a '#' and all. */
static bool option_is_fine(const char *option)
{
	const char *value = strchr(option, '=');

	for (const char *c = option; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("_-=:,.+", *c))
			value = NULL;
	if (value && value > option && strncmp(option, "ids=", 4) != 0)
		return true;
	vpb_log(VPB_LOG_ERROR,
		"generate: '%s' is no option of vfio-pci: that is NAME=VALUE without blanks, "
		"such as disable_idle_d3=1; ids have an option of their own, --ids",
		VPB_WORD(option));
	return false;
}

/* Options that this file has no use for are a mistake of the user's. */
static bool options_fit(const struct command *command)
{
	const char *stray = NULL;

	if (command->generate.loader && command->generator->make != vpb_generate_cmdline)
		stray = "--for";
	if (command->options[0] && command->generator->make != vpb_generate_modprobe)
		stray = "--option";
	if (command->generate.with_ids &&
		command->generator->make == vpb_generate_blacklist)
		stray = "--ids";
	if (stray)
		vpb_log(VPB_LOG_ERROR, "generate: %s has no %s, see generate --help",
			command->generator->name, stray);
	return !stray;
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, struct command *command)
{
	static const struct option known[] = {
		{"for", required_argument, NULL, 'f'},
		{"ids", no_argument, NULL, 'i'},
		{"option", required_argument, NULL, 'o'},
		{"json", no_argument, NULL, 'J'},
		VPB_OPTIONS_COMMON,
	};
	size_t option_count = 0;
	int option, r;

	while ((option = vpb_options_next(argc, argv, VPB_OPTIONS_LETTERS, known)) !=
		-1) {
		if (option == 'f') {
			if (!loader_find(optarg, &command->generate.loader))
				return VPB_EXIT_USAGE;
		} else if (option == 'i') {
			command->generate.with_ids = true;
		} else if (option == 'J') {
			command->is_json = true;
			vpb_language_end();
		} else if (option == 'o') {
			if (!option_is_fine(optarg))
				return VPB_EXIT_USAGE;
			command->options[option_count++] = optarg;
		} else if ((r = vpb_options_common(option, help_print)) >= 0) {
			return r;
		}
	}
	if (!generator_find(argv[optind], &command->generator) || !options_fit(command) ||
		!vpb_selectors_are_fine(
			"generate", (const char *const *)argv + optind + 1))
		return VPB_EXIT_USAGE;
	return -1;
}

static int facts_read(const struct vpb_root *root, const char *const *selectors,
	struct command *command)
{
	VPB_CLEANUP(vpb_forecast_done)
	struct vpb_forecast forecast = {.facts = &command->facts};
	const struct vpb_pipeline next_boot = {.view = VPB_VIEW_NEXT_BOOT,
		.read_facts = vpb_forecast_read_facts,
		.context = &forecast,
		.sources = {.is_other_boot = true,
			.is_for_files = true,
			.selectors = selectors[0] ? selectors : NULL}};
	int r = vpb_facts_read(root, &command->facts);

	if (r == 0)
		r = vpb_pipeline_plan(root, &next_boot, &command->run);
	if (r == 0 && command->generator->needs_modules)
		r = vpb_driver_modules_read(root, &command->facts, &command->run.snapshot,
			&command->driver_modules);
	return r;
}

/* What leaves no file that is worth printing: says why. */
static bool is_hopeless(const struct command *command, bool has_selectors)
{
	const struct vpb_run *run = &command->run;

	for (size_t i = 0; i < run->findings.count; i++) {
		const struct vpb_finding *finding = &run->findings.items[i];

		if (finding->kind != VPB_KIND_SCAN &&
			!(has_selectors && finding->kind == VPB_KIND_UNMATCHED))
			continue;
		vpb_finding_log("generate", finding);
		return true;
	}
	if (!command->generator->needs_modules || !run->plan.step_count ||
		command->facts.kernel_count)
		return false;
	vpb_log(VPB_LOG_ERROR,
		"generate: no kernel has its modules in /lib/modules, so it is unknown which "
		"module would claim a device");
	return true;
}

static int json_print(const struct command *command, const struct vpb_output *output)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};
	char *rest = output->notes.data, *line;

	vpb_json_begin_object(&json, NULL);
	vpb_json_add_string(&json, "file", command->generator->name);
	vpb_json_add_string(&json, "loader",
		command->generate.loader == &vpb_loader_plain
			? NULL
			: command->generate.loader->name);
	vpb_json_add_string(&json, "text", output->file.data);
	vpb_json_begin_array(&json, "notes");
	while ((line = strsep(&rest, "\n")))
		if (*line)
			vpb_json_add_string(&json, NULL, line);
	vpb_json_end_array(&json);
	vpb_json_add_boolean(&json, "refused", output->refused);
	vpb_json_end_object(&json);
	return vpb_output_text(&text);
}

static void note_log(const char *note)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_language_add_finding(note, &text);
	vpb_log(VPB_LOG_INFO, "generate: %s", text.data ? text.data : note);
}

static int output_print(const struct command *command)
{
	VPB_CLEANUP(vpb_output_done) struct vpb_output output = {};
	int r = command->generator->make(&command->generate, &output);
	char *rest = output.notes.data, *line;

	if (r == 0)
		r = vpb_text_error(&output.file);
	if (r == 0)
		r = vpb_text_error(&output.notes);
	if (r < 0)
		return r;
	if (command->is_json) {
		r = json_print(command, &output);
		return r < 0 ? r : output.refused ? VPB_EXIT_REFUSED : VPB_EXIT_DONE;
	}
	fputs(output.file.data ? output.file.data : "", stdout);
	while ((line = strsep(&rest, "\n")))
		if (*line)
			note_log(line);
	return output.refused ? VPB_EXIT_REFUSED : VPB_EXIT_DONE;
}

int vpb_command_generate(const struct vpb_root *root, int argc, char **argv)
{
	VPB_CLEANUP(command_done) struct command command = {};
	const char *const *selectors;
	int r;

	command.options = calloc((size_t)argc + 1, sizeof(*command.options));
	vpb_text_add(&command.made_by, "vfio-prebind generate");
	for (int i = 1; i < argc; i++)
		vpb_text_add(&command.made_by, " %s", argv[i]);
	if (!command.options || vpb_text_error(&command.made_by) < 0) {
		vpb_log(VPB_LOG_ERROR, "generate: %s", strerror(ENOMEM));
		return VPB_EXIT_FAILED;
	}
	r = options_parse(argc, argv, &command);
	if (r >= 0)
		return r;
	selectors = (const char *const *)argv + optind + 1;
	r = facts_read(root, selectors, &command);
	if (r == 0 && is_hopeless(&command, selectors[0]))
		return VPB_EXIT_FAILED;
	command.generate.root = root;
	command.generate.facts = &command.facts;
	command.generate.run = &command.run;
	command.generate.driver_modules = &command.driver_modules;
	command.generate.made_by = command.made_by.data;
	command.generate.options = command.options;
	if (!command.generate.loader)
		command.generate.loader = &vpb_loader_plain;
	if (r == 0)
		r = output_print(&command);
	if (r < 0) {
		vpb_log(VPB_LOG_ERROR, "generate: %s", strerror(-r));
		return VPB_EXIT_FAILED;
	}
	return r;
}
