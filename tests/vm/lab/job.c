// SPDX-License-Identifier: GPL-2.0-or-later
#include "job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STOP_SECONDS 15

double vpb_now_s(void)
{
	static struct timespec first;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (first.tv_sec == 0)
		first = now;
	return (double)(now.tv_sec - first.tv_sec) +
	       (double)(now.tv_nsec - first.tv_nsec) / 1e9;
}

void vpb_job_say(struct vpb_job *job, const char *text)
{
	int seconds = (int)vpb_now_s();

	printf("%02d:%02d  %-32s %s\n", seconds / 60, seconds % 60, job->label, text);
	fflush(stdout);
	job->heard_s = vpb_now_s();
}

/* Its own group, so that one signal reaches all that a step has started. */
static void child_run(
	const struct vpb_job *job, const char *program, const char *mutants, int fd)
{
	char mutant[PATH_MAX] = "";
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	dup2(null, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (job->mutant[0])
		snprintf(mutant, sizeof(mutant), "%s/%s", mutants, job->mutant);
	execl(program, program, job->scenario->path, job->system->path, job->dir,
		job->mutant[0] ? mutant : NULL, NULL);
	fprintf(stderr, "%s: %s\n", program, strerror(errno));
	_exit(127);
}

int vpb_job_start(struct vpb_job *job, const char *program, const char *mutants)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	job->pid = fork();
	if (job->pid == 0) {
		setpgid(0, 0);
		child_run(job, program, mutants, ends[1]);
	}
	close(ends[1]);
	if (job->pid < 0) {
		close(ends[0]);
		return -ENOMEM;
	}
	setpgid(job->pid, job->pid);
	job->fd = ends[0];
	job->state = VPB_JOB_RUNNING;
	job->start_s = vpb_now_s();
	vpb_job_say(job, "starts");
	return 0;
}

static void line_end(struct vpb_job *job)
{
	job->line[job->line_bytes] = '\0';
	job->line_bytes = 0;
	memcpy(job->said, job->line, sizeof(job->said));
	if (job->said[0])
		vpb_job_say(job, job->said);
}

void vpb_job_listen(struct vpb_job *job)
{
	char block[1024];
	ssize_t got = read(job->fd, block, sizeof(block));

	if (got < 0 && errno == EINTR)
		return;
	if (got <= 0) {
		close(job->fd);
		job->fd = -1;
		return;
	}
	for (ssize_t i = 0; i < got; i++) {
		if (block[i] == '\n' || job->line_bytes == sizeof(job->line) - 1)
			line_end(job);
		if (block[i] != '\n')
			job->line[job->line_bytes++] = block[i];
	}
}

bool vpb_job_reap(struct vpb_job *job)
{
	int status;
	bool skip;

	if (job->state != VPB_JOB_RUNNING ||
		waitpid(job->pid, &status, WNOHANG) != job->pid)
		return false;
	skip = WIFEXITED(status) && WEXITSTATUS(status) == VPB_JOB_SKIP_STATUS;
	/* Its last words say why. */
	while (skip && job->fd >= 0)
		vpb_job_listen(job);
	if (job->fd >= 0)
		close(job->fd);
	job->fd = -1;
	job->state = skip ? VPB_JOB_SKIPPED : VPB_JOB_BOOTED;
	return true;
}

/*
 * A mutant is caught when the check that it is about failed, and the run itself was sound: a
 * guest that did not boot would be red for no reason of the mutant's.
 */
static bool job_passed(const struct vpb_job *job)
{
	if (job->mutant[0] == '\0')
		return job->verdict.ok;
	return vpb_verdict_failed(&job->verdict, job->reddens) &&
	       !vpb_verdict_failed(&job->verdict, "run");
}

void vpb_job_judge(struct vpb_job *job, const char *control)
{
	struct vpb_run run = {
		.system = job->system, .mutant = job->mutant, .dir = job->dir};
	char text[PATH_MAX + 64];
	int error;

	if (job->mutant[0] == '\0')
		run.mutant = NULL;
	error = vpb_run_judge(&run, job->scenario, control, &job->verdict);
	job->state = VPB_JOB_JUDGED;
	job->passed = !error && job_passed(job);
	snprintf(text, sizeof(text), "%s after %.0f s", job->passed ? "passed" : "FAILED",
		vpb_now_s() - job->start_s);
	vpb_job_say(job, text);
	for (size_t i = 0; i < job->verdict.count; i++)
		if (!job->verdict.check[i].ok)
			printf("       %snot ok %s %s\n",
				job->mutant[0] ? "as a mutant: " : "",
				job->verdict.check[i].kind, job->verdict.check[i].text);
	if (!job->passed)
		printf("       all of it: %s\n", job->dir);
	fflush(stdout);
}

static unsigned int jobs_signal(struct vpb_job *jobs, size_t count, int signal)
{
	unsigned int running = 0;

	for (size_t i = 0; i < count; i++) {
		if (jobs[i].state != VPB_JOB_RUNNING || vpb_job_reap(&jobs[i]))
			continue;
		running++;
		if (signal)
			kill(-jobs[i].pid, signal);
	}
	return running;
}

void vpb_jobs_stop(struct vpb_job *jobs, size_t count)
{
	unsigned int running = jobs_signal(jobs, count, SIGTERM);

	for (int i = 0; running && i < STOP_SECONDS * 10; i++) {
		usleep(100000);
		running = jobs_signal(jobs, count, 0);
	}
	jobs_signal(jobs, count, SIGKILL);
}
