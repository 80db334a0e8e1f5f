/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	LINGER_MS = 1000, /* an orphan that was killed needs a moment to go */
};

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void nap(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

char *text_make(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	return text;
}

char *text_replace(char *text, const char *from, const char *to)
{
	char *found, *made;

	for (size_t done = 0; (found = strstr(text + done, from)); text = made) {
		made = text_make(
			"%.*s%s%s", (int)(found - text), text, to, found + strlen(from));
		done = (size_t)(found - text) + strlen(to);
		free(text);
	}
	return text;
}

static char *descriptor_read(int fd)
{
	size_t length = 0, room = 65536;
	char *text = malloc(room);
	ssize_t got;

	while (text && (got = read(fd, text + length, room - length - 1)) > 0) {
		length += (size_t)got;
		if (room - length < 4096) {
			char *moved = realloc(text, room *= 2);

			if (!moved)
				abort();
			text = moved;
		}
	}
	if (!text)
		abort();
	text[length] = '\0';
	return text;
}

char *file_read(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *text;

	if (fd < 0)
		return NULL;
	text = descriptor_read(fd);
	close(fd);
	return text;
}

/* Waits for a child until then; -1 where it is still running. */
static int child_wait(pid_t child, long until_ms)
{
	int status;

	for (;;) {
		pid_t ended = waitpid(child, &status, WNOHANG);

		if (ended > 0)
			return WIFEXITED(status) ? WEXITSTATUS(status)
						 : 128 + WTERMSIG(status);
		if (ended < 0 && errno == ECHILD)
			return 0;
		if (now_ms() > until_ms)
			return -1;
		nap();
	}
}

static bool is_strace(const char *pid)
{
	char *path = text_make("/proc/%s/comm", pid), *text = file_read(path);
	bool is = text && strcmp(text, "strace\n") == 0;

	free(text);
	free(path);
	return is;
}

/* strace may stay to hold a process back that was killed meanwhile: that one then ends. */
static void strace_end(void)
{
	char *path = text_make("/proc/self/task/%d/children", getpid());
	char *text = file_read(path), *pid;

	for (char *rest = text; (pid = strsep(&rest, " "));)
		if (*pid && is_strace(pid))
			kill(atoi(pid), SIGKILL);
	free(text);
	free(path);
}

static bool orphans_remain(void)
{
	long began_ms = now_ms();
	bool is_ended = false;

	while (waitpid(-1, NULL, WNOHANG) >= 0) {
		if (now_ms() > began_ms + LINGER_MS && !is_ended) {
			strace_end();
			is_ended = true;
		}
		if (now_ms() > began_ms + 2 * LINGER_MS)
			return true;
		nap();
	}
	return false;
}

struct process process_run(char *const argv[], const char *directory, long limit_ms)
{
	int out = memfd_create("stdout", MFD_CLOEXEC),
	    err = memfd_create("stderr", MFD_CLOEXEC);
	struct process process = {};
	long began_ms = now_ms();
	pid_t child;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	fflush(NULL);
	child = fork();
	if (child == 0) {
		dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
		dup2(out, 1);
		dup2(err, 2);
		setpgid(0, 0);
		if (!directory || chdir(directory) == 0)
			execvp(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	process.status = child_wait(child, began_ms + limit_ms);
	process.elapsed_ms = now_ms() - began_ms;
	process.ran_over = process.status < 0;
	process.left_behind = !process.ran_over && orphans_remain();
	kill(-child, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
	lseek(out, 0, SEEK_SET);
	lseek(err, 0, SEEK_SET);
	process.out = descriptor_read(out);
	process.err = descriptor_read(err);
	close(out);
	close(err);
	return process;
}

void process_done(struct process *process)
{
	free(process->out);
	free(process->err);
}
