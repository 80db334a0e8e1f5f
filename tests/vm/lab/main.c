// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm-lab: runs scenarios on systems, some guests at once, says what is going on, and judges
 * each run as soon as the control run of its system is there to compare with.
 *
 * With --mutants it runs the mutants that the scenarios name instead, and a run passes when
 * it fails in the way that the scenario says.
 * Exit status: 0 all passed, 1 not, 2 usage, 128 + N ended by signal N.
 */
#include "job.h"
#include "../judge/table.h"

#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define SCENARIOS_MAX 128
#define SYSTEMS_MAX 64
#define JOBS_MAX 1024
#define GUESTS_MAX 8
#define QUIET_SECONDS 20

struct lab {
	const char *out, *boot, *mutants, *about;
	struct vpb_pairs system[SYSTEMS_MAX];
	unsigned int systems, guests, minimum;
	struct vpb_pairs scenario[SCENARIOS_MAX];
	unsigned int scenarios;
	struct vpb_job *job;
	size_t jobs;
};

static volatile sig_atomic_t ended_by;

static void on_signal(int signal)
{
	ended_by = signal;
}

static int usage(void)
{
	fputs("usage: vm-lab --out DIR --boot PROGRAM --system FILE... [--guests N] [--minimum N]\n"
	      "              [--about TEXT] [--mutants DIR] SCENARIO...\n",
		stderr);
	return -EINVAL;
}

static int options_parse(struct lab *lab, int argc, char **argv)
{
	static const struct option known[] = {{"out", 1, NULL, 'o'},
		{"boot", 1, NULL, 'b'}, {"system", 1, NULL, 's'},
		{"guests", 1, NULL, 'g'}, {"minimum", 1, NULL, 'n'},
		{"about", 1, NULL, 'a'}, {"mutants", 1, NULL, 'm'}, {NULL, 0, NULL, 0}};
	int c;

	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (c == 'o')
			lab->out = optarg;
		else if (c == 'b')
			lab->boot = optarg;
		else if (c == 'a')
			lab->about = optarg;
		else if (c == 'm')
			lab->mutants = optarg;
		else if (c == 'g')
			lab->guests = (unsigned int)strtoul(optarg, NULL, 10);
		else if (c == 'n')
			lab->minimum = (unsigned int)strtoul(optarg, NULL, 10);
		else if (c != 's' || lab->systems == SYSTEMS_MAX)
			return usage();
		else if (vpb_system_read(optarg, &lab->system[lab->systems]))
			return -EINVAL;
		else
			lab->systems++;
	}
	if (!lab->out || !lab->boot || lab->systems == 0 || lab->guests < 1 ||
		lab->guests > GUESTS_MAX || optind == argc ||
		argc - optind > SCENARIOS_MAX)
		return usage();
	return 0;
}

static int job_add(struct lab *lab, const struct vpb_pairs *scenario,
	const struct vpb_pairs *system, const char *mutant)
{
	struct vpb_job *job = &lab->job[lab->jobs];

	if (lab->jobs == JOBS_MAX)
		return -E2BIG;
	job->scenario = scenario;
	job->system = system;
	job->fd = -1;
	if (mutant && (!vpb_word(mutant, 0, job->mutant, sizeof(job->mutant)) ||
			      !vpb_word(mutant, 1, job->reddens, sizeof(job->reddens)))) {
		fprintf(stderr, "%s: 'mutant: %s' is not NAME KIND [SYSTEM...]\n",
			scenario->path, mutant);
		return -EINVAL;
	}
	snprintf(job->label, sizeof(job->label), "%s/%s%s%s", system->name,
		scenario->name, mutant ? "+" : "", job->mutant);
	if (snprintf(job->dir, sizeof(job->dir), "%s/%s", lab->out, job->label) >=
		(int)sizeof(job->dir))
		return -ENAMETOOLONG;
	lab->jobs++;
	return 0;
}

/*
 * "NAME KIND SYSTEM...": without a system it is for all that the scenario is booted on, and with
 * "-SYSTEM..." for all others.
 */
static bool mutant_is_for(const char *mutant, const char *system)
{
	bool is_for = true;
	char word[64];

	for (unsigned int i = 2; vpb_word(mutant, i, word, sizeof(word)); i++) {
		bool is_left_out = word[0] == '-';

		if (strcmp(word + is_left_out, system) == 0)
			return !is_left_out;
		is_for = is_left_out;
	}
	return is_for;
}

/* Control runs first: nothing can be judged before them. */
static int jobs_add(struct lab *lab, const struct vpb_pairs *scenario)
{
	bool control = strcmp(scenario->name, "control") == 0;
	const char *mutant = NULL;
	int error = 0;

	for (unsigned int s = 0; s < lab->systems && !error; s++)
		if ((!lab->mutants || control) &&
			vpb_system_boots(&lab->system[s], scenario))
			error = job_add(lab, scenario, &lab->system[s], NULL);
	if (!lab->mutants)
		return error;
	for (unsigned int i = 0; (mutant = vpb_pairs_get(scenario, "mutant", i)); i++)
		for (unsigned int s = 0; s < lab->systems && !error; s++)
			if (vpb_system_boots(&lab->system[s], scenario) &&
				mutant_is_for(mutant, lab->system[s].name))
				error = job_add(lab, scenario, &lab->system[s], mutant);
	return error;
}

/* Judges what can be. A run whose control run is not in the list is judged without one. */
static void jobs_judge(struct lab *lab)
{
	for (size_t i = 0; i < lab->jobs; i++) {
		struct vpb_job *job = &lab->job[i], *control = NULL;

		if (job->state != VPB_JOB_BOOTED)
			continue;
		for (size_t k = 0; k < lab->jobs && !control; k++)
			if (strcmp(lab->job[k].scenario->name, "control") == 0 &&
				lab->job[k].system == job->system &&
				lab->job[k].mutant[0] == '\0')
				control = &lab->job[k];
		if (!control || control->state >= VPB_JOB_BOOTED)
			vpb_job_judge(job, control ? control->dir : NULL);
	}
}

static void jobs_listen(struct lab *lab)
{
	struct pollfd polls[GUESTS_MAX];
	struct vpb_job *who[GUESTS_MAX];
	nfds_t count = 0;

	for (size_t i = 0; i < lab->jobs; i++) {
		struct vpb_job *job = &lab->job[i];
		char text[64];

		if (job->state != VPB_JOB_RUNNING)
			continue;
		if (vpb_now_s() - job->heard_s > QUIET_SECONDS) {
			snprintf(text, sizeof(text), "... %.0f s since its start",
				vpb_now_s() - job->start_s);
			vpb_job_say(job, text);
		}
		if (job->fd < 0)
			continue;
		polls[count] = (struct pollfd){.fd = job->fd, .events = POLLIN};
		who[count++] = job;
	}
	if (poll(polls, count, 500) <= 0)
		return;
	for (nfds_t i = 0; i < count; i++)
		if (polls[i].revents)
			vpb_job_listen(who[i]);
}

static void jobs_run(struct lab *lab)
{
	unsigned int running = 0;
	size_t next = 0;

	while (!ended_by && (running || next < lab->jobs)) {
		while (running < lab->guests && next < lab->jobs) {
			struct vpb_job *job = &lab->job[next++];

			if (vpb_job_start(job, lab->boot, lab->mutants))
				job->state =
					VPB_JOB_BOOTED; /* and fails for want of facts */
			else
				running++;
		}
		jobs_listen(lab);
		for (size_t i = 0; i < lab->jobs; i++)
			running -= vpb_job_reap(&lab->job[i]);
		jobs_judge(lab);
	}
	vpb_jobs_stop(lab->job, lab->jobs);
}

static const char *mutant_found(const struct vpb_job *job)
{
	if (job->state == VPB_JOB_SKIPPED)
		return "skipped";
	if (job->state != VPB_JOB_JUDGED)
		return "not run";
	if (job->passed)
		return "red";
	return job->verdict.ok ? "GREEN" : "red, but not as it should";
}

static void mutants_print(const struct lab *lab)
{
	printf("%-22s %-18s %-26s %s\n", "mutant", "scenario", "system", "result");
	for (size_t i = 0; i < lab->jobs; i++) {
		const struct vpb_job *job = &lab->job[i];

		if (job->mutant[0])
			printf("%-22s %-18s %-26s %s (%s)\n", job->mutant,
				job->scenario->name, job->system->name, mutant_found(job),
				job->reddens);
	}
}

/* `make test` sums up what each of its parts adds to this file. */
static void counts_add(const unsigned int *counts)
{
	const char *path = getenv("TEST_COUNTS");
	FILE *file = path ? fopen(path, "ae") : NULL;

	if (!file)
		return;
	fprintf(file, "%u %u %u\n", counts[0], counts[1], counts[2]);
	fclose(file);
}

static int results_print(struct lab *lab)
{
	char *dirs[JOBS_MAX];
	unsigned int counts[3] = {0}; /* passed, failed, skipped */
	int error = 0;

	for (size_t i = 0; i < lab->jobs; i++) {
		const struct vpb_job *job = &lab->job[i];

		dirs[i] = lab->job[i].dir;
		if (job->state == VPB_JOB_SKIPPED)
			counts[2]++;
		else
			counts[job->state == VPB_JOB_JUDGED && job->passed ? 0 : 1]++;
	}
	putchar('\n');
	if (lab->mutants)
		mutants_print(lab);
	else
		error = vpb_table_matrix(dirs, (unsigned int)lab->jobs, stdout);
	for (size_t i = 0; i < lab->jobs; i++)
		if (lab->job[i].state == VPB_JOB_SKIPPED)
			printf("skipped: %s: %s\n", lab->job[i].label, lab->job[i].said);
	if (lab->about)
		printf("\nsource: %s\n", lab->about);
	if (counts[0] + counts[1] < lab->minimum) {
		printf("not ok: %u ran, and there have to be %u\n", counts[0] + counts[1],
			lab->minimum);
		counts[1]++;
	}
	printf("\n%u passed, %u failed, %u skipped\n", counts[0], counts[1], counts[2]);
	counts_add(counts);
	return error || counts[1] || counts[0] == 0 ? 1 : 0;
}

int main(int argc, char **argv)
{
	static struct lab lab = {.guests = 2};
	struct sigaction action = {.sa_handler = on_signal};
	int error = options_parse(&lab, argc, argv), status;

	if (error)
		return 2;
	lab.job = calloc(JOBS_MAX, sizeof(*lab.job));
	error = lab.job ? 0 : -ENOMEM;
	for (int i = optind; i < argc && !error; i++) {
		error = vpb_scenario_read(argv[i], &lab.scenario[lab.scenarios]);
		if (!error)
			error = jobs_add(&lab, &lab.scenario[lab.scenarios++]);
	}
	if (!error) {
		sigaction(SIGHUP, &action, NULL);
		sigaction(SIGINT, &action, NULL);
		sigaction(SIGTERM, &action, NULL);
		jobs_run(&lab);
	}
	status = error ? 1 : results_print(&lab);
	for (unsigned int i = 0; i < lab.scenarios; i++)
		vpb_pairs_done(&lab.scenario[i]);
	for (unsigned int i = 0; i < lab.systems; i++)
		vpb_pairs_done(&lab.system[i]);
	free(lab.job);
	return ended_by ? 128 + ended_by : status;
}
