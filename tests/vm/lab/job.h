/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One run of one scenario on one system: a child with a process group of its own. */
#ifndef VPB_VM_LAB_JOB_H
#define VPB_VM_LAB_JOB_H

#include "../judge/record.h"

#include <limits.h>
#include <sys/types.h>

enum vpb_job_state {
	VPB_JOB_WAITING,
	VPB_JOB_RUNNING,
	VPB_JOB_BOOTED, /* the child has ended; not judged yet */
	VPB_JOB_SKIPPED, /* the child has said that it cannot be done here, and why */
	VPB_JOB_JUDGED,
};

struct vpb_job {
	const struct vpb_pairs *scenario;
	const struct vpb_pairs *system;
	char mutant[64]; /* empty for none */
	char reddens[16]; /* the kind of check that the mutant must turn red */
	char label[128];
	char dir[PATH_MAX];
	enum vpb_job_state state;
	pid_t pid;
	int fd; /* what the child says; -1 when it has closed it */
	char line[512]; /* the beginning of its next line */
	size_t line_bytes;
	char said[512]; /* its last whole line */
	double start_s;
	double heard_s; /* when something was last printed of it */
	bool passed;
	struct vpb_verdict verdict;
};

/* Seconds on the monotonic clock, from the first call. */
double vpb_now_s(void);

/* Prints "MM:SS LABEL TEXT". */
void vpb_job_say(struct vpb_job *job, const char *text);

/* Starts PROGRAM SCENARIO SYSTEM DIR [MUTANT]. Returns 0 or -errno. */
VPB_MUST_USE int vpb_job_start(
	struct vpb_job *job, const char *program, const char *mutants);

/* Prints what the child has said. To be called when its descriptor is readable. */
void vpb_job_listen(struct vpb_job *job);

/* Exit status of a child whose run cannot be had on this machine. */
#define VPB_JOB_SKIP_STATUS 77

/* Whether the child has ended; its state is VPB_JOB_BOOTED or VPB_JOB_SKIPPED then. */
bool vpb_job_reap(struct vpb_job *job);

/* Judges what it left, and prints that. @control is the control run's folder, or NULL. */
void vpb_job_judge(struct vpb_job *job, const char *control);

/* Asks the children of all running jobs to end; after some seconds kills them. */
void vpb_jobs_stop(struct vpb_job *jobs, size_t count);

#endif
