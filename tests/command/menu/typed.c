/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * typed COLUMNS LINES PROGRAM WORDS... : runs the program on a terminal of its own of that size (0 0: one
 * that does not tell), and does what its stdin says, a line each:
 *
 *   wait TEXT      until that was printed since the last wait; 20 s at most
 *   send TEXT      types it; \e, \r, \n, and \xHH stand for such bytes
 *   size C L       gives the window that size
 *   signal NUMBER  to the program
 *   raw, usual     the terminal is not, or is, as it was before the program began
 *   end STATUS     waits for its end: its exit status, or 128 and the signal's number
 *
 * What was printed goes to stdout. Ends with 1, and says which line, where one is not so.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

enum {
	PATIENCE_MS = 20000,
	ROUND_MS = 20,
};

static struct {
	int terminal, other_end;
	pid_t program;
	struct termios before;
	char printed[1 << 20];
	size_t length, waited; /* `waited` is where the next wait begins */
} scene;

/* What came meanwhile, for one round. */
static void listen(void)
{
	struct pollfd more = {.fd = scene.terminal, .events = POLLIN};
	ssize_t count;

	if (poll(&more, 1, ROUND_MS) != 1)
		return;
	count = read(scene.terminal, scene.printed + scene.length,
		sizeof(scene.printed) - scene.length - 1);
	if (count > 0)
		scene.length += (size_t)count;
	scene.printed[scene.length] = '\0';
}

static bool printed_wait(const char *text)
{
	const char *at;

	for (int ms = 0; ms < PATIENCE_MS; ms += ROUND_MS) {
		listen();
		at = strstr(scene.printed + scene.waited, text);
		if (at) {
			scene.waited = (size_t)(at - scene.printed) + strlen(text);
			return true;
		}
	}
	return false;
}

/* Until the terminal is as it is said to be. */
static bool mode_wait(bool is_usual)
{
	struct termios now;

	for (int ms = 0; ms < PATIENCE_MS; ms += ROUND_MS) {
		listen();
		if (tcgetattr(scene.other_end, &now) == 0 &&
			(now.c_lflag == scene.before.c_lflag &&
				memcmp(now.c_cc, scene.before.c_cc, sizeof(now.c_cc)) ==
					0) == is_usual)
			return true;
	}
	return false;
}

static bool end_wait(int wanted)
{
	int status;

	for (int ms = 0; ms < PATIENCE_MS; ms += ROUND_MS) {
		listen();
		if (waitpid(scene.program, &status, WNOHANG) == scene.program)
			return wanted == (WIFSIGNALED(status) ? 128 + WTERMSIG(status)
							      : WEXITSTATUS(status));
	}
	return false;
}

static bool bytes_send(const char *text)
{
	for (; *text; text++) {
		char byte = *text;
		char hex[3] = "";

		if (byte == '\\' && text[1]) {
			byte = *++text;
			if (byte == 'x' && text[1] && text[2]) {
				memcpy(hex, text + 1, 2);
				byte = (char)strtol(hex, NULL, 16);
				text += 2;
			} else {
				byte = byte == 'e'   ? '\x1b'
				       : byte == 'r' ? '\r'
				       : byte == 'n' ? '\n'
						     : byte;
			}
		}
		if (write(scene.terminal, &byte, 1) != 1)
			return false;
	}
	return true;
}

static bool size_set(const char *text)
{
	unsigned short columns = 0, lines = 0;

	return sscanf(text, "%hu %hu", &columns, &lines) == 2 &&
	       ioctl(scene.terminal, TIOCSWINSZ,
		       &(struct winsize){.ws_row = lines, .ws_col = columns}) == 0;
}

static bool line_do(char *line)
{
	char *rest = line, *word;

	line[strcspn(line, "\n")] = '\0';
	word = strsep(&rest, " ");
	rest = rest ? rest : "";
	if (strcmp(word, "wait") == 0)
		return printed_wait(rest);
	if (strcmp(word, "send") == 0)
		return bytes_send(rest);
	if (strcmp(word, "size") == 0)
		return size_set(rest);
	if (strcmp(word, "signal") == 0)
		return kill(scene.program, atoi(rest)) == 0;
	if (strcmp(word, "raw") == 0 || strcmp(word, "usual") == 0)
		return mode_wait(*word == 'u');
	return strcmp(word, "end") == 0 && end_wait(atoi(rest));
}

int main(int argc, char **argv)
{
	char line[512];

	if (argc < 4 || openpty(&scene.terminal, &scene.other_end, NULL, NULL, NULL) < 0)
		return 2;
	snprintf(line, sizeof(line), "%s %s", argv[1], argv[2]);
	size_set(line);
	tcgetattr(scene.other_end, &scene.before);
	scene.program = fork();
	if (scene.program == 0) {
		close(scene.terminal);
		/* Its signals of the keyboard are the usual ones, whatever ran us ignores. */
		for (int number = 1; number < 32; number++)
			signal(number, SIG_DFL);
		if (login_tty(scene.other_end) == 0)
			execv(argv[3], argv + 3);
		_exit(127);
	}
	while (fgets(line, sizeof(line), stdin)) {
		char shown[sizeof(line)];

		strcpy(shown, line);
		if (line_do(line))
			continue;
		fwrite(scene.printed, 1, scene.length, stdout);
		printf("\nnot so: %s", shown);
		kill(scene.program, SIGKILL);
		return 1;
	}
	fwrite(scene.printed, 1, scene.length, stdout);
	kill(scene.program, SIGKILL);
	return 0;
}
