/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "screen.h"

#include <errno.h>
#include <langinfo.h>
#include <libsmartcols/libsmartcols.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../helper/base/output.h"

static struct {
	const char *color; /* NULL is "auto" */
	bool no_pager;
	pid_t pager; /* 0 for none */
	bool has_errors; /* that gets stderr as well */
	size_t width; /* of the terminal below the pager */
} screen;

bool vpb_screen_set_color(const char *when)
{
	screen.color = when;
	return strcmp(when, "auto") == 0 || strcmp(when, "always") == 0 ||
	       strcmp(when, "never") == 0;
}

void vpb_screen_set_no_pager(void)
{
	screen.no_pager = true;
}

bool vpb_screen_is_terminal(void)
{
	return screen.pager || isatty(STDOUT_FILENO);
}

static bool is_dumb(void)
{
	const char *terminal = getenv("TERM");

	return !terminal || strcmp(terminal, "dumb") == 0;
}

size_t vpb_screen_width(void)
{
	struct libscols_table *table;

	if (screen.pager)
		return screen.width;
	/* libsmartcols asks the terminal, and $COLUMNS. */
	table = isatty(STDOUT_FILENO) ? scols_new_table() : NULL;
	screen.width = table ? scols_table_get_termwidth(table) : SIZE_MAX;
	scols_unref_table(table);
	return screen.width;
}

size_t vpb_screen_error_width(void)
{
	struct winsize size;

	if (screen.pager && screen.has_errors)
		return screen.width;
	if (!isatty(STDERR_FILENO))
		return SIZE_MAX;
	if (isatty(STDOUT_FILENO))
		return vpb_screen_width();
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col
									   : SIZE_MAX;
}

bool vpb_screen_has_color(void)
{
	const char *no_color = getenv("NO_COLOR");

	if (screen.color && strcmp(screen.color, "auto") != 0)
		return strcmp(screen.color, "always") == 0;
	return !(no_color && *no_color) && vpb_screen_is_terminal() && !is_dumb();
}

/* What the environment asks for; NULL for less. */
static const char *pager_word(void)
{
	const char *word = getenv("SYSTEMD_PAGER");

	return word ? word : getenv("PAGER");
}

/* In the child. A pager that is not there is no reason to show nothing. */
static _Noreturn void pager_run(const char *word)
{
	const char *options = getenv("SYSTEMD_LESS");

	signal(SIGINT, SIG_DFL);
	setenv("LESS", options ? options : "FRX", 1);
	if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		setenv("LESSCHARSET", "utf-8", 1);
	if (geteuid() == 0)
		setenv("LESSSECURE", "1", 1);
	else if (word)
		execl("/bin/sh", "sh", "-c", "eval \"$1\" || cat", "sh", word, NULL);
	execlp("less", "less", NULL);
	execlp("cat", "cat", NULL);
	_exit(127);
}

void vpb_screen_page(void)
{
	const char *word = pager_word();
	int pipe_fds[2];

	if (screen.no_pager || screen.pager || !isatty(STDOUT_FILENO) || is_dumb() ||
		(word && (!*word || strcmp(word, "cat") == 0)))
		return;
	vpb_screen_width();
	fflush(stdout);
	if (pipe(pipe_fds) < 0)
		return;
	screen.pager = fork();
	if (screen.pager == 0) {
		dup2(pipe_fds[0], STDIN_FILENO);
		close(pipe_fds[0]);
		close(pipe_fds[1]);
		pager_run(word);
	}
	if (screen.pager > 0) {
		dup2(pipe_fds[1], STDOUT_FILENO);
		screen.has_errors = isatty(STDERR_FILENO);
		if (screen.has_errors)
			dup2(pipe_fds[1], STDERR_FILENO);
		/* The pager has both its own way: it may be left before all is written. */
		signal(SIGPIPE, SIG_IGN);
		signal(SIGINT, SIG_IGN);
	} else {
		screen.pager = 0;
	}
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

int vpb_screen_end(int status)
{
	if (!screen.pager)
		return vpb_output_end("vfio-prebind", status);
	fflush(stdout);
	/* It waits for the end of what it reads. */
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	while (waitpid(screen.pager, NULL, 0) < 0 && errno == EINTR)
		;
	screen.pager = 0;
	return status;
}
