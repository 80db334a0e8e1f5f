// SPDX-License-Identifier: GPL-2.0-or-later
/* vm-boot from its start to its end, with a QEMU that is played by this program. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../card/protocol.h"
#include "test.h"

#define POWEROFF \
	"{\"event\": \"SHUTDOWN\", \"data\": {\"reason\": \"guest-shutdown\"}}\r\n"
#define RESET "{\"event\": \"SHUTDOWN\", \"data\": {\"reason\": \"guest-reset\"}}\r\n"
#define GREETING "{\"execute\":\"qmp_capabilities\"}\n"

/* The socket that an argument with @key names: the path ends at a quote or at the end. */
static int play_connect(int argc, char **argv, const char *key, const char *before)
{
	char path[128];

	for (int i = 1; i < argc; i++) {
		char *at = strstr(argv[i], key);

		at = at ? strstr(argv[i], before) : NULL;
		if (!at)
			continue;
		snprintf(path, sizeof(path), "%s", at + strlen(before));
		path[strcspn(path, "\"")] = '\0';
		return test_socket_connect(path);
	}
	return -1;
}

static void play_write(int fd, const char *text)
{
	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		_exit(99);
}

static void play_access(int fd, uint64_t offset)
{
	struct {
		struct vpb_header header;
		struct vpb_transfer transfer;
	} message = {{1, VPB_COMMAND_REGION_READ, sizeof(message), 0, 0},
		{offset, VPB_REGION_BAR0, 4}};

	if (write(fd, &message, sizeof(message)) != (ssize_t)sizeof(message))
		_exit(98);
}

static void play_answer_wait(int fd)
{
	char answer[64];

	if (read(fd, answer, sizeof(answer)) != 36)
		_exit(97);
}

static void play_parent_await(char wanted)
{
	char path[32], state = 0;

	snprintf(path, sizeof(path), "/proc/%d/stat", getppid());
	for (unsigned int i = 0; state != wanted && i < 1000; i++) {
		FILE *file = fopen(path, "re");

		if (!file || fscanf(file, "%*d %*s %c", &state) != 1)
			_exit(96);
		fclose(file);
		usleep(1000);
	}
}

/* Stops vm-boot while it polls: what is written now is all there when it looks again. */
static void play_parent_stop(void)
{
	play_parent_await('S');
	kill(getppid(), SIGSTOP);
	play_parent_await('T');
}

int test_play(int argc, char **argv)
{
	const char *mode = argv[2];
	int console = play_connect(argc, argv, "vpb-console", "path=");
	int facts = play_connect(argc, argv, "vpb-facts", "path=");
	int events = play_connect(argc, argv, "vpb-events", "path=");
	int card = play_connect(argc, argv, "vpb-card1-0", "\"path\":\"");
	int second = play_connect(argc, argv, "vpb-card1-1", "\"path\":\"");
	char text[64] = "";

	if (read(events, text, sizeof(text) - 1) <= 0 || strcmp(text, GREETING) != 0)
		return 95;
	snprintf(text, sizeof(text), "%d\r\n", getpid());
	play_write(facts, text);
	dprintf(STDOUT_FILENO, "%d\n", getpid());
	if (!strcmp(mode, "die"))
		return 3;
	/* Once this is answered, all are connected and the sockets' folder is gone. */
	play_access(second, 0);
	play_answer_wait(second);
	if (!strcmp(mode, "hang"))
		signal(SIGTERM, SIG_IGN);
	if (!strcmp(mode, "interrupt"))
		kill(getppid(), SIGTERM);
	if (!strcmp(mode, "orphan"))
		kill(getppid(), SIGKILL);
	if (!strcmp(mode, "hang") || !strcmp(mode, "interrupt") ||
		!strcmp(mode, "orphan"))
		pause();
	play_access(card, 0);
	play_answer_wait(card);
	play_parent_stop();
	play_write(console, "Run /init as init process\r\n");
	play_access(card, 8);
	kill(getppid(), SIGCONT);
	play_answer_wait(card);
	if (strcmp(mode, "silent") != 0)
		play_write(events, !strcmp(mode, "reset") ? RESET : POWEROFF);
	return !strcmp(mode, "fail") ? 3 : 0;
}

static void file_read(const char *folder, const char *name, char *ret, size_t bytes)
{
	char path[128];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "re");
	n = file ? fread(ret, 1, bytes - 1, file) : 0;
	ret[n] = '\0';
	if (file)
		fclose(file);
	unlink(path);
}

/* A process that nobody has waited for yet counts as gone. */
static bool process_gone(int pid)
{
	char path[32], state = 'Z';
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "re");
	if (file && fscanf(file, "%*d %*s %c", &state) != 1)
		state = 'Z';
	if (file)
		fclose(file);
	return state == 'Z' || state == 'X';
}

/* Returns vm-boot's exit status, or -1 when a signal ended it. */
static int vm_boot_run(const char *self, const char *folder, const char *mode)
{
	char program[512], card[128];
	const char *slash = strrchr(self, '/');
	int status;
	pid_t pid;

	snprintf(program, sizeof(program), "%.*svm-boot",
		slash ? (int)(slash + 1 - self) : 0, self);
	snprintf(card, sizeof(card), "%s/card", folder);
	pid = fork();
	if (pid == 0) {
		execl(program, program, "--out", folder, "--seconds",
			!strcmp(mode, "hang") ? "0.3" : "10", "--card", card, "--", self,
			"--play", mode, NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* QEMU's pid, as it printed it. */
static int pid_read(const char *folder)
{
	char text[64];

	file_read(folder, "qemu.log", text, sizeof(text));
	return atoi(text);
}

static void test_mode(const char *self, const char *folder, const char *mode, int status,
	const char *ending)
{
	bool ran = strcmp(mode, "die") != 0 && strcmp(mode, "hang") != 0 &&
		   strcmp(mode, "interrupt") != 0;
	char result[64], log[1024], facts[64], console[128];
	char *before, *mark, *after;
	int pid;

	check(vm_boot_run(self, folder, mode) == status, mode, __FILE__, __LINE__);
	file_read(folder, "result", result, sizeof(result));
	check(!strncmp(result, ending, strlen(ending)), result, __FILE__, __LINE__);
	file_read(folder, "facts.txt", facts, sizeof(facts));
	pid = pid_read(folder);
	CHECK(pid > 0 && atoi(facts) == pid && !strchr(facts, '\r'));
	CHECK(kill(pid, 0) < 0 && errno == ESRCH);
	file_read(folder, "console.log", console, sizeof(console));
	CHECK(!ran || strstr(console, " Run /init as init process\n"));
	file_read(folder, "access.log", log, sizeof(log));
	before = strstr(log, "access 0000:01:00.0 bar0 read 0x0 4 0x194000a1\n");
	mark = strstr(log, "mark init\n");
	after = strstr(log, "access 0000:01:00.0 bar0 read 0x8 4 0x00000000\n");
	check(ran ? before && before < mark && mark < after : !mark, log, __FILE__,
		__LINE__);
	CHECK(strstr(log, "mark end\n"));
	file_read(folder, "events.log", log, sizeof(log));
}

/* Killed outright, vm-boot cannot stop QEMU: the kernel has to. */
static void test_orphan(const char *self, const char *folder)
{
	static const char *const files[] = {
		"console.log", "facts.txt", "events.log", "access.log"};
	char text[1024];
	int pid;

	CHECK(vm_boot_run(self, folder, "orphan") == -1);
	pid = pid_read(folder);
	for (unsigned int i = 0; i < 1000 && !process_gone(pid); i++)
		usleep(1000);
	CHECK(pid > 0 && process_gone(pid));
	file_read(folder, "result", text, sizeof(text));
	CHECK(!text[0]);
	for (unsigned int i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		file_read(folder, files[i], text, sizeof(text));
}

void test_guest(const char *self)
{
	char folder[] = "/tmp/vm-boot-test.XXXXXX", path[128];
	FILE *file;

	if (!mkdtemp(folder)) {
		check(false, "mkdtemp", __FILE__, __LINE__);
		return;
	}
	snprintf(path, sizeof(path), "%s/card", folder);
	file = fopen(path, "we");
	if (file) {
		fputs(test_good_card, file);
		fclose(file);
	}
	test_mode(self, folder, "poweroff", 0, "poweroff ");
	test_mode(self, folder, "reset", 1, "reboot ");
	test_mode(self, folder, "silent", 1, "died ");
	test_mode(self, folder, "die", 1, "died ");
	test_mode(self, folder, "fail", 1, "died ");
	test_mode(self, folder, "hang", 1, "timeout ");
	test_mode(self, folder, "interrupt", 128 + SIGTERM, "interrupted ");
	test_orphan(self, folder);
	unlink(path);
	CHECK(rmdir(folder) == 0);
}
