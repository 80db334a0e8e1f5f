/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * clock RUNS BEFORE NAME WORD... [-- NAME WORD...]...: runs the commands in turns, RUNS times each,
 * with the command BEFORE (of sh) ahead of each run, and prints a line each: name, median of the
 * processor time and of the time that went by in microseconds, most memory in KiB.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	COMMANDS_MAX = 16,
	RUNS_MAX = 1000,
};

struct command {
	char **words; /* the first is its name */
	long cpu_us[RUNS_MAX], wall_us[RUNS_MAX], memory_kib;
};

static int long_order(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return x < y ? -1 : x > y;
}

static long median(long *values, size_t count)
{
	qsort(values, count, sizeof(*values), long_order);
	return values[count / 2];
}

static long now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void command_run(struct command *command, size_t run)
{
	long began_us = now_us();
	struct rusage used;
	int status = 1;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		if (dup2(null, 1) >= 0 && dup2(null, 2) >= 0)
			execvp(command->words[1], command->words + 1);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &used) != pid || status != 0) {
		fprintf(stderr, "%s: ended with %d\n", command->words[0], status);
		exit(EXIT_FAILURE);
	}
	command->wall_us[run] = now_us() - began_us;
	command->cpu_us[run] = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 +
			       used.ru_utime.tv_usec + used.ru_stime.tv_usec;
	if (used.ru_maxrss > command->memory_kib)
		command->memory_kib = used.ru_maxrss;
}

int main(int argc, char **argv)
{
	static struct command commands[COMMANDS_MAX];
	size_t count = 0, runs;

	if (argc < 5)
		return EXIT_FAILURE;
	runs = strtoul(argv[1], NULL, 10);
	if (!runs || runs > RUNS_MAX)
		return EXIT_FAILURE;
	commands[count++].words = argv + 3;
	for (char **word = argv + 3; *word; word++)
		if (strcmp(*word, "--") == 0 && count < COMMANDS_MAX) {
			*word = NULL;
			commands[count++].words = word + 1;
		}
	for (size_t run = 0; run < runs; run++)
		for (size_t i = 0; i < count; i++) {
			if (system(argv[2]) != 0)
				return EXIT_FAILURE;
			command_run(&commands[i], run);
		}
	for (size_t i = 0; i < count; i++)
		printf("%s %ld %ld %ld\n", commands[i].words[0],
			median(commands[i].cpu_us, runs),
			median(commands[i].wall_us, runs), commands[i].memory_kib);
	return EXIT_SUCCESS;
}
