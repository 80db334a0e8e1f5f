/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "language.h"
#include "line.h"
#include "options.h"
#include "screen.h"

/*
 * The tables have to know what a letter is on this terminal, but no language's rules: in a Turkish
 * locale the capital of 'i' is another letter, and names of columns would be others.
 */
static void locale_set(void)
{
	const char *plain = "C";

	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		plain = "C.UTF-8";
	setlocale(LC_CTYPE, plain);
}

void vpb_commands_begin(void)
{
	locale_set();
	vpb_log_set_print(vpb_error_line_print);
}

void vpb_commands_print(const struct vpb_commands *commands)
{
	for (size_t i = 0; i < commands->count; i++)
		vpb_line_print("  %-8s  %s", commands->rows[i].name,
			_(commands->rows[i].summary));
}

const struct vpb_command *vpb_commands_find(const struct vpb_commands *commands,
	const char *name, char question[VPB_GUESS_BYTES])
{
	struct vpb_guess guess = {.word = name};

	for (size_t i = 0; i < commands->count; i++)
		if (strcmp(commands->rows[i].name, name) == 0)
			return &commands->rows[i];
	for (size_t i = 0; i < commands->count; i++)
		vpb_guess_try(&guess, commands->rows[i].name);
	vpb_guess_question(&guess, "", question);
	return NULL;
}

int vpb_commands_options(
	int argc, char **argv, const char **root, void (*help_print)(void))
{
	static const struct option known[] = {
		{"root", required_argument, NULL, 'r'},
		VPB_OPTIONS_COMMON,
	};
	int option, r = -1;

	/* '+': the words after the command are the command's. */
	while (r < 0 && (option = vpb_options_next(
				 argc, argv, "+" VPB_OPTIONS_LETTERS, known)) != -1) {
		if (option == 'r')
			*root = optarg;
		r = vpb_options_common(option, help_print);
	}
	return r;
}

int vpb_commands_run(const struct vpb_commands *commands,
	const struct vpb_command *command, const char *directory, int argc, char **argv)
{
	VPB_CLEANUP(vpb_root_done) struct vpb_root root = {.fd = -1};
	static char name[64]; /* argv keeps it */
	int r = vpb_root_open(directory, &root);

	if (r < 0) {
		vpb_log(VPB_LOG_ERROR, "%s: %s", directory, strerror(-r));
		return VPB_EXIT_FAILED;
	}
	snprintf(name, sizeof(name), "%s %s", commands->program, command->name);
	if (argc)
		argv[0] = name;
	optind = 0; /* getopt starts anew, with the words after the command */
	return vpb_screen_end(command->run(&root, argc, argv));
}
