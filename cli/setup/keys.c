/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "keys.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "../../host/terminal/screen.h"

enum {
	ESCAPE_WAIT_MS = 50, /* for the rest of what a key sends, also over a network */
	SEQUENCE_MAX = 8,
};

/* What handlers of signals need. */
static struct termios usual, by_key;
static volatile sig_atomic_t due; /* an enum vpb_key */

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS,
	SIGFPE, SIGILL, SIGTSTP, SIGTTIN};
enum {
	ENDING_COUNT = sizeof(ending) / sizeof(*ending),
};
static struct sigaction before[ENDING_COUNT], before_cont, before_winch;

bool vpb_window_read(struct vpb_window *ret_window)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_col || !size.ws_row)
		return false;
	*ret_window = (struct vpb_window){size.ws_col, size.ws_row};
	return true;
}

bool vpb_keys_are_usable(void)
{
	const char *terminal = getenv("TERM");
	struct vpb_window window;

	/* vt100 and its like are what a getty says of a serial line. */
	return isatty(STDIN_FILENO) && vpb_screen_has_color() && terminal &&
	       strncmp(terminal, "vt", 2) != 0 && vpb_window_read(&window);
}

/* In the background the terminal is a shell's, and was left to it at the stop. */
static void terminal_set(const struct termios *how)
{
	if (tcgetpgrp(STDIN_FILENO) == getpgrp())
		tcsetattr(STDIN_FILENO, TCSADRAIN, how);
}

static void handler_set(int number, void (*handler)(int), struct sigaction *ret_before)
{
	struct sigaction action = {.sa_handler = handler};

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, ret_before);
}

/* Does what the signal does without us; after a stop it goes on here. */
static void end_or_stop(int number)
{
	int error = errno;
	sigset_t it;

	terminal_set(&usual);
	handler_set(number, SIG_DFL, NULL);
	sigemptyset(&it);
	sigaddset(&it, number);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &it, NULL);
	handler_set(number, end_or_stop, NULL);
	errno = error;
}

/* A stop that is not asked about, SIGSTOP, may have left the terminal to a shell as well. */
static void go_on(int number)
{
	int error = errno;

	if (number == SIGCONT)
		terminal_set(&by_key);
	if (due != VPB_KEY_AGAIN)
		due = number == SIGCONT ? VPB_KEY_AGAIN : VPB_KEY_RESIZED;
	errno = error;
}

bool vpb_keys_begin(void)
{
	if (tcgetattr(STDIN_FILENO, &usual) < 0)
		return false;
	by_key = usual;
	by_key.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	by_key.c_cc[VMIN] = 1;
	by_key.c_cc[VTIME] = 0;
	due = VPB_KEY_NONE;
	for (size_t i = 0; i < ENDING_COUNT; i++) {
		handler_set(ending[i], end_or_stop, &before[i]);
		/* As nohup(1) left it. */
		if (before[i].sa_handler == SIG_IGN)
			sigaction(ending[i], &before[i], NULL);
	}
	handler_set(SIGCONT, go_on, &before_cont);
	handler_set(SIGWINCH, go_on, &before_winch);
	terminal_set(&by_key);
	return true;
}

void vpb_keys_end(void)
{
	terminal_set(&usual);
	sigaction(SIGWINCH, &before_winch, NULL);
	sigaction(SIGCONT, &before_cont, NULL);
	for (size_t i = 0; i < ENDING_COUNT; i++)
		sigaction(ending[i], &before[i], NULL);
}

/* Arrows and the like: ESC [ or ESC O, perhaps numbers, and a letter that tells. */
static enum vpb_key sequence_read(void)
{
	struct pollfd more = {.fd = STDIN_FILENO, .events = POLLIN};
	char letter = '\0', first = '\0';

	for (int i = 0; i < SEQUENCE_MAX; i++) {
		if (poll(&more, 1, ESCAPE_WAIT_MS) != 1 ||
			read(STDIN_FILENO, &letter, 1) != 1)
			return i ? VPB_KEY_NONE : VPB_KEY_ESCAPE;
		if (i == 0 && letter != '[' && letter != 'O')
			return VPB_KEY_NONE;
		if (i == 1)
			first = letter;
		if (i && (letter < '0' || letter > '?'))
			break;
	}
	switch (letter) {
	case 'A':
		return VPB_KEY_UP;
	case 'B':
		return VPB_KEY_DOWN;
	case 'H':
		return VPB_KEY_FIRST;
	case 'F':
		return VPB_KEY_LAST;
	case '~':
		return first == '1'   ? VPB_KEY_FIRST
		       : first == '4' ? VPB_KEY_LAST
				      : VPB_KEY_NONE;
	default:
		return VPB_KEY_NONE;
	}
}

enum vpb_key vpb_key_read(void)
{
	unsigned char byte;
	enum vpb_key key = (enum vpb_key)due;
	ssize_t count;

	due = VPB_KEY_NONE;
	if (key != VPB_KEY_NONE)
		return key;
	count = read(STDIN_FILENO, &byte, 1);
	if (count < 0 && errno == EINTR)
		return VPB_KEY_NONE;
	if (count != 1 || byte == usual.c_cc[VEOF])
		return VPB_KEY_END;
	if (byte == VPB_KEY_ESCAPE)
		return sequence_read();
	if (byte == '\r')
		return VPB_KEY_ENTER;
	if (byte == '\b' || byte == usual.c_cc[VERASE])
		return VPB_KEY_ERASE;
	return (enum vpb_key)byte;
}
