/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../helper/base/clock.h"

enum {
	WORDS_MAX = 32,
	TICK_STEP_MS = 50,
};

/*
 * Also for what these programs run in turn. Whatever the user's is: that of `su` without `-` lacks
 * the folders of root's programs, and one that begins with a folder of the user's is not trusted.
 */
#define FOLDERS "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* Where the program is; where it is nowhere, some place where it could be. */
static void program_find(const char *name, char ret_path[PATH_MAX])
{
	char folders[] = FOLDERS;
	char *rest = folders, *folder;

	while ((folder = strsep(&rest, ":"))) {
		snprintf(ret_path, PATH_MAX, "%s/%s", folder, name);
		if (access(ret_path, X_OK) == 0)
			return;
	}
}

/* Ours but for PATH. The list is the caller's to free, its texts are not; NULL without memory. */
static char **environment_make(void)
{
	static char path[] = "PATH=" FOLDERS;
	size_t count = 0;
	char **variables;

	while (environ && environ[count])
		count++;
	variables = calloc(count + 2, sizeof(*variables));
	if (!variables)
		return NULL;
	variables[0] = path;
	for (size_t from = 0, to = 1; from < count; from++)
		if (strncmp(environ[from], "PATH=", 5) != 0)
			variables[to++] = environ[from];
	return variables;
}

static bool is_read_by_nobody(int fd)
{
	struct pollfd end = {.fd = fd};

	return poll(&end, 1, 0) == 1 && end.revents & (POLLERR | POLLHUP);
}

/* What it prints must not end it half way: where nobody reads that any more, it goes nowhere. */
static int files_set(const struct vpb_spawn *spawn, posix_spawn_file_actions_t *actions)
{
	int r = posix_spawn_file_actions_addopen(
		actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);

	for (int fd = STDOUT_FILENO; r == 0 && fd <= STDERR_FILENO; fd++)
		if (spawn->output_fd >= 0)
			r = posix_spawn_file_actions_adddup2(
				actions, spawn->output_fd, fd);
		else if (is_read_by_nobody(fd))
			r = posix_spawn_file_actions_addopen(
				actions, fd, "/dev/null", O_WRONLY, 0);
	return r;
}

static int child_start(const char *const words[], const struct vpb_spawn *spawn,
	const sigset_t *defaults, pid_t *ret_child)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	VPB_CLEANUP(vpb_freep) char **environment = environment_make();
	char path[PATH_MAX];
	int r;

	if (!environment)
		return -ENOMEM;
	program_find(words[0], path);
	r = posix_spawn_file_actions_init(&actions);
	if (r != 0)
		return -r;
	r = posix_spawnattr_init(&attributes);
	if (r == 0) {
		r = files_set(spawn, &actions);
		if (r == 0)
			r = posix_spawnattr_setsigdefault(&attributes, defaults);
		if (r == 0)
			r = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
		if (r == 0)
			r = posix_spawn(ret_child, path, &actions, &attributes,
				(char *const *)words, environment);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
	return -r;
}

/* Asked for in short steps, as its end wakes nobody who waits for a time. */
static void ticks_give(pid_t child, const struct vpb_spawn *spawn)
{
	unsigned int shown = 0, seconds;
	uint64_t start = vpb_clock_since_boot_us();
	siginfo_t end = {};

	spawn->tick(0, spawn->context);
	while (waitid(P_PID, (id_t)child, &end, WEXITED | WNOHANG | WNOWAIT) == 0 &&
		!end.si_pid) {
		seconds = (unsigned int)((vpb_clock_since_boot_us() - start) / 1000000);
		if (seconds != shown)
			spawn->tick(seconds, spawn->context);
		shown = seconds;
		poll(NULL, 0, TICK_STEP_MS);
	}
	spawn->tick((unsigned int)((vpb_clock_since_boot_us() - start) / 1000000),
		spawn->context);
}

static int child_wait(pid_t child, const struct vpb_spawn *spawn)
{
	int status;

	if (spawn->tick)
		ticks_give(child, spawn);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

const struct vpb_spawn vpb_spawn_usual = {.output_fd = -1};

static int words_run(const char *const words[], const struct vpb_spawn *spawn)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	enum { COUNT = sizeof(signals) / sizeof(*signals) };
	struct sigaction before[COUNT], of_children, ignore = {.sa_handler = SIG_IGN};
	const struct sigaction usual = {.sa_handler = SIG_DFL};
	sigset_t defaults;
	pid_t child;
	int r;

	fflush(NULL);
	sigemptyset(&defaults);
	/* A command that commits changes ignores it, see vpb_commit_begin(); no other program expects that. */
	sigaddset(&defaults, SIGPIPE);
	/* Where our own parent ignored it, the kernel would not keep the status. */
	sigaction(SIGCHLD, &usual, &of_children);
	for (size_t i = 0; i < COUNT; i++) {
		sigaction(signals[i], &ignore, &before[i]);
		/* What nohup(1) has ignored stays so. */
		if (before[i].sa_handler != SIG_IGN)
			sigaddset(&defaults, signals[i]);
	}
	r = child_start(words, spawn, &defaults, &child);
	if (r == 0)
		r = child_wait(child, spawn);
	for (size_t i = 0; i < COUNT; i++)
		sigaction(signals[i], &before[i], NULL);
	sigaction(SIGCHLD, &of_children, NULL);
	return r;
}

int vpb_spawn(const char *const words[])
{
	return words_run(words, &vpb_spawn_usual);
}

int vpb_spawn_line(const char *line, const struct vpb_spawn *spawn)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(line);
	const char *words[WORDS_MAX + 1] = {NULL};
	char *rest = copy, *word;
	size_t count = 0;

	if (!copy)
		return -ENOMEM;
	while ((word = strsep(&rest, " "))) {
		if (!*word)
			continue;
		if (count == WORDS_MAX)
			return -E2BIG;
		words[count++] = word;
	}
	return count ? words_run(words, spawn) : -EINVAL;
}
