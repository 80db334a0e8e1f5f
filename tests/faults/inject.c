/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inject.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	PROCESSES_MAX = 256,
	CALLS_MAX = 512, /* kinds */
};

struct process {
	pid_t pid;
	bool is_ours, has_begun, fails_now;
	unsigned int index;
	unsigned int seen[CALLS_MAX];
	unsigned long first_word; /* of the call that fails */
	unsigned long linker_first, linker_last;
};

struct injection {
	struct process processes[PROCESSES_MAX];
	size_t process_count;
	unsigned int ours_count;
	const char *name;
	const struct call *fail;
	int error;
	struct run *run;
};

static volatile sig_atomic_t is_time_up;

static void time_is_up(int signal)
{
	(void)signal;
	is_time_up = 1;
}

static struct process *process_find(struct injection *injection, pid_t pid)
{
	struct process *process;

	for (size_t i = 0; i < injection->process_count; i++)
		if (injection->processes[i].pid == pid)
			return &injection->processes[i];
	if (injection->process_count == PROCESSES_MAX)
		return NULL;
	process = &injection->processes[injection->process_count++];
	*process = (struct process){.pid = pid};
	return process;
}

/* Where in memory the dynamic linker lies. */
static void linker_find(struct process *process)
{
	char path[64], line[PATH_MAX + 100];
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", process->pid);
	maps = fopen(path, "re");
	while (maps && fgets(line, sizeof(line), maps)) {
		unsigned long first, last;

		if (!strstr(line, "/ld-linux") ||
			sscanf(line, "%lx-%lx", &first, &last) != 2)
			continue;
		if (!process->linker_first)
			process->linker_first = first;
		process->linker_last = last;
	}
	if (maps)
		fclose(maps);
}

static bool runs_program(pid_t pid, const char *name)
{
	char link[64], path[PATH_MAX];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/%d/exe", pid);
	length = readlink(link, path, sizeof(path) - 1);
	if (length < 0)
		return false;
	path[length] = '\0';
	return strcmp(strrchr(path, '/') + 1, name) == 0;
}

static void word_take(pid_t pid, unsigned long address, char word[PATH_MAX])
{
	struct iovec here = {word, PATH_MAX - 1}, there = {(void *)address, PATH_MAX - 1};
	long page = sysconf(_SC_PAGESIZE);
	ssize_t got;

	/* The next page need not be there. */
	there.iov_len = (size_t)(page - (long)(address % (unsigned long)page));
	got = process_vm_readv(pid, &here, 1, &there, 1, 0);
	word[got > 0 ? got : 0] = '\0';
}

/* What the call is about: a path, or what a descriptor stands for. */
static void file_take(pid_t pid, const struct user_regs_struct *regs, char file[PATH_MAX])
{
	char link[64];
	ssize_t length = 0;

	switch (regs->orig_rax) {
	case SYS_openat:
	case SYS_openat2:
	case SYS_newfstatat:
	case SYS_readlinkat:
	case SYS_mkdirat:
	case SYS_unlinkat:
	case SYS_renameat:
	case SYS_fchmodat:
		word_take(pid, regs->rsi, file);
		return;
	case SYS_access:
	case SYS_execve:
	case SYS_readlink:
	case SYS_open:
	case SYS_stat:
	case SYS_lstat:
		word_take(pid, regs->rdi, file);
		return;
	case SYS_read:
	case SYS_write:
	case SYS_close:
	case SYS_fstat:
	case SYS_fsync:
	case SYS_getdents64:
	case SYS_fchmod:
	case SYS_fchown:
	case SYS_flock:
		snprintf(link, sizeof(link), "/proc/%d/fd/%d", pid, (int)regs->rdi);
		length = readlink(link, file, PATH_MAX - 1);
	}
	file[length > 0 ? length : 0] = '\0';
}

/*
 * Before main() runs, the dynamic linker works, and malloc() is set up by constructors of libraries:
 * what does only that is not the program yet.
 */
static void begin_note(struct process *process, const struct user_regs_struct *regs)
{
	bool is_linker =
		regs->rip >= process->linker_first && regs->rip < process->linker_last;

	switch (regs->orig_rax) {
	case SYS_brk:
	case SYS_mmap:
	case SYS_munmap:
	case SYS_getrandom:
		break;
	default:
		process->has_begun |= !is_linker;
	}
}

static bool call_note(struct injection *injection, struct process *process,
	const struct user_regs_struct *regs)
{
	struct run *run = injection->run;
	const struct call *fail = injection->fail;
	long number = (long)regs->orig_rax;
	struct call *call;

	if (number < 0 || number >= CALLS_MAX)
		return false;
	process->seen[number]++;
	begin_note(process, regs);
	if (fail)
		return fail->process == process->index && fail->number == number &&
		       fail->nth == process->seen[number];
	if (run->count % 256 == 0) {
		struct call *more =
			realloc(run->calls, (run->count + 256) * sizeof(*more));

		if (!more)
			abort();
		run->calls = more;
	}
	call = &run->calls[run->count++];
	*call = (struct call){.process = process->index,
		.number = number,
		.nth = process->seen[number],
		.is_startup = !process->has_begun};
	file_take(process->pid, regs, call->file);
	return false;
}

/*
 * The call with no number is made in its place, and then has the wanted result. brk(2) alone has
 * no error to return: where it fails it tells the heap's end as it is, which brk(0) does too.
 */
static void call_stop(struct injection *injection, struct process *process)
{
	struct __ptrace_syscall_info info;
	struct user_regs_struct regs;

	if (!process->is_ours ||
		ptrace(PTRACE_GET_SYSCALL_INFO, process->pid, (void *)sizeof(info),
			&info) < 0 ||
		ptrace(PTRACE_GETREGS, process->pid, NULL, &regs) < 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY &&
		call_note(injection, process, &regs)) {
		process->fails_now = injection->run->was_reached = true;
		process->first_word = regs.rdi;
		if (regs.orig_rax == SYS_brk)
			regs.rdi = 0;
		else
			regs.orig_rax = (unsigned long)-1;
	} else if (info.op == PTRACE_SYSCALL_INFO_EXIT && process->fails_now) {
		process->fails_now = false;
		regs.rdi = process->first_word;
		if (regs.orig_rax != SYS_brk)
			regs.rax = (unsigned long)-injection->error;
	} else {
		return;
	}
	ptrace(PTRACE_SETREGS, process->pid, NULL, &regs);
}

/* Returns whether the process goes on under us. */
static bool event_stop(struct injection *injection, struct process *process, int event)
{
	unsigned long message = 0;

	if (event == PTRACE_EVENT_EXEC) {
		bool was_ours = process->is_ours;

		process->is_ours =
			!was_ours && runs_program(process->pid, injection->name);
		if (was_ours)
			return false;
		if (process->is_ours) {
			process->index = injection->ours_count++;
			linker_find(process);
		}
	} else if (ptrace(PTRACE_GETEVENTMSG, process->pid, NULL, &message) == 0) {
		struct process *child = process_find(injection, (pid_t)message);

		if (child && process->is_ours) {
			child->is_ours = child->has_begun = true;
			child->index = injection->ours_count++;
			child->linker_first = process->linker_first;
			child->linker_last = process->linker_last;
		}
	}
	return true;
}

static void stop_handle(struct injection *injection, struct process *process, int status)
{
	int signal = WSTOPSIG(status), event = status >> 16;

	if (event && event != PTRACE_EVENT_STOP) {
		signal = 0;
		if (!event_stop(injection, process, event)) {
			ptrace(PTRACE_DETACH, process->pid, NULL, NULL);
			return;
		}
	} else if (signal == (SIGTRAP | 0x80)) {
		signal = 0;
		call_stop(injection, process);
	} else if (event == PTRACE_EVENT_STOP || signal == SIGTRAP) {
		signal = 0;
	}
	ptrace(PTRACE_SYSCALL, process->pid, NULL, (void *)(long)signal);
}

static _Noreturn void program_become(char *const words[], const char *output)
{
	int null = open("/dev/null", O_RDONLY), fd = creat(output, 0644);

	setpgid(0, 0);
	raise(SIGSTOP);
	if (null >= 0 && fd >= 0 && dup2(null, 0) >= 0 && dup2(fd, 1) >= 0 &&
		dup2(fd, 2) >= 0 && close(null) == 0 && close(fd) == 0)
		execvp(words[0], words);
	_exit(126);
}

/* Until the last process has ended: `first` says what the exit status is. */
static void all_watch(struct injection *injection, pid_t first)
{
	struct run *run = injection->run;
	bool has_ended = false;
	int status;
	pid_t pid;

	for (;;) {
		pid = waitpid(-1, &status, __WALL);
		if (pid < 0 && errno == EINTR && is_time_up) {
			is_time_up = 0;
			run->ran_over |= !has_ended;
			run->left_behind |= has_ended;
			kill(-first, SIGKILL);
			for (size_t i = 0; i < injection->process_count; i++)
				if (injection->processes[i].pid)
					kill(injection->processes[i].pid, SIGKILL);
		} else if (pid < 0 && errno != EINTR) {
			return;
		} else if (pid > 0 && WIFSTOPPED(status)) {
			struct process *process = process_find(injection, pid);

			if (process)
				stop_handle(injection, process, status);
		} else if (pid > 0) {
			struct process *process = process_find(injection, pid);

			if (process)
				process->pid = 0;
			if (pid != first)
				continue;
			run->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
							  : WEXITSTATUS(status);
			has_ended = true;
			/* What a killed child needs to be gone. */
			alarm(2);
		}
	}
}

int inject_run(char *const words[], const char *name, const char *output,
	const struct call *fail, int error, unsigned int limit_s, struct run *ret_run)
{
	static struct injection injection;
	struct sigaction action = {.sa_handler = time_is_up};
	int status;
	pid_t pid;

	*ret_run = (struct run){};
	injection = (struct injection){
		.name = name, .fail = fail, .error = error, .run = ret_run};
	sigaction(SIGALRM, &action, NULL);
	pid = fork();
	if (pid == 0)
		program_become(words, output);
	if (pid < 0 || waitpid(pid, &status, WUNTRACED) != pid ||
		ptrace(PTRACE_SEIZE, pid, NULL,
			PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK |
				PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
				PTRACE_O_TRACEEXEC) < 0)
		return -errno;
	process_find(&injection, pid);
	kill(pid, SIGCONT);
	alarm(limit_s);
	all_watch(&injection, pid);
	alarm(0);
	is_time_up = 0;
	return 0;
}

void inject_done(struct run *run)
{
	free(run->calls);
	*run = (struct run){};
}
