/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "deadline.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../base/clock.h"

static int64_t now_ms(void)
{
	return (int64_t)(vpb_clock_since_boot_us() / 1000);
}

/*
 * Reads records until the child has ended and all it told was heard. The end of the child is
 * seen through its pidfd and not by the end of the pipe: a process of its that is stuck in
 * the kernel keeps the pipe open.
 */
static int records_read(int hear_fd, int child_fd, vpb_deadline_heard *heard,
	void *context, size_t record_bytes, int64_t until_ms)
{
	char record[PIPE_BUF];

	for (;;) {
		struct pollfd waits[] = {
			{.fd = hear_fd, .events = POLLIN},
			{.fd = child_fd, .events = POLLIN},
		};
		int64_t left_ms = until_ms - now_ms();
		unsigned int more_ms = 0;
		int ready = poll(waits, 2, left_ms > 0 ? (int)left_ms : 0);

		/* That says nothing of the child, which must not be stopped half way for it. */
		if (ready < 0 && left_ms <= 0)
			return -errno;
		if (ready == 0)
			return -ETIMEDOUT;
		if (ready < 0)
			continue;
		if (waits[0].revents & POLLIN) {
			if (read(hear_fd, record, record_bytes) == (ssize_t)record_bytes)
				more_ms = heard(record, context);
			if (more_ms)
				until_ms = now_ms() + more_ms;
			/* A child that never stops telling is abandoned too. */
			else if (left_ms <= 0)
				return -ETIMEDOUT;
		} else if (waits[1].revents) {
			return 0;
		} else {
			hear_fd =
				-1; /* the pipe has ended first: poll() passes it over */
		}
	}
}

/* Only for a child that has ended: waiting for one that is stuck would be for ever. */
static int child_reap(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -ECHILD;
}

/* Both ends of a pipe, closed where they are no longer needed. */
struct ends {
	int read_fd, write_fd;
};

static void ends_done(struct ends *ends)
{
	vpb_closep(&ends->read_fd);
	vpb_closep(&ends->write_fd);
}

static int ends_open(struct ends *ends)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	*ends = (struct ends){fds[0], fds[1]};
	return 0;
}

static _Noreturn void child_work(pid_t parent, struct ends *tell, struct ends *gate,
	vpb_deadline_work *work, void *context)
{
	char word;

	/* A process that is killed at a deadline takes its own child with it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	vpb_closep(&tell->read_fd);
	vpb_closep(&gate->write_fd);
	/*
	 * Nothing is begun that nobody watches: it would be done, and its end not known. By a
	 * signal, which no work ends by, so that the parent knows.
	 */
	if (read(gate->read_fd, &word, sizeof(word)) != sizeof(word))
		raise(SIGKILL);
	vpb_closep(&gate->read_fd);
	_exit(work(tell->write_fd, context) & 0xff);
}

/* Opens the gate once the child can be watched; else the child is on its way out. */
static int child_watch(pid_t child, struct ends *gate, int *ret_child_fd)
{
	const char word = 1;
	int fd = (int)syscall(SYS_pidfd_open, child, 0); /* glibc has it since 2.36 */

	if (fd < 0)
		return -errno;
	if (write(gate->write_fd, &word, sizeof(word)) < 0) {
		int r = -errno;

		close(fd);
		return r;
	}
	*ret_child_fd = fd;
	return 0;
}

int vpb_deadline_run(vpb_deadline_work *work, vpb_deadline_heard *heard, void *context,
	size_t record_bytes, unsigned int deadline_ms)
{
	const struct sigaction usual = {.sa_handler = SIG_DFL};
	int64_t until_ms = now_ms() + deadline_ms;
	VPB_CLEANUP(ends_done) struct ends tell = {-1, -1};
	VPB_CLEANUP(ends_done) struct ends gate = {-1, -1};
	VPB_CLEANUP(vpb_closep) int child_fd = -1;
	pid_t parent = getpid(), child;
	int r;

	if (record_bytes > PIPE_BUF)
		return -EINVAL;
	r = ends_open(&tell);
	if (r == 0)
		r = ends_open(&gate);
	if (r < 0)
		return r;
	/* Where our own parent ignored it, the kernel would not keep the status. */
	sigaction(SIGCHLD, &usual, NULL);
	child = fork();
	if (child < 0)
		return -EAGAIN;
	if (child == 0)
		child_work(parent, &tell, &gate, work, context);
	vpb_closep(&tell.write_fd);
	vpb_closep(&gate.read_fd);
	r = child_watch(child, &gate, &child_fd);
	if (r == 0)
		r = records_read(
			tell.read_fd, child_fd, heard, context, record_bytes, until_ms);
	if (r == 0)
		return child_reap(child);
	kill(child, SIGKILL);
	return r;
}
