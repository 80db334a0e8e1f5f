/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * random [--until NAME] [COUNT [SEED]]: COUNT random machines (1000), the first from SEED (1),
 * each next one from the next number, so that `random 1 SEED` shows one machine again. Prints
 * TAP, one line an invariant, and before that all of each run that broke one.
 *
 * With --until it is the other way round: stops at the first run that breaks the invariant of
 * that name, and fails if none does.
 */

#include <stdlib.h>
#include <string.h>

#include "checker.h"
#include "fired.h"

enum {
	SHOWN_MAX = 3,
	EXIT_USAGE = 2,
};

/* One machine and one request, at boot, late, and as it runs; a plugged one at the first two. */
static bool machine_judge(struct machine *machine, const struct random_request *asked,
	struct tally tallies[INVARIANT_COUNT], struct fired fired[GUARDS_MAX],
	FILE *complaints)
{
	struct run run = {}, late = {}, now = {};
	long before = ftell(complaints);
	bool made;

	made = run_make(machine, asked, VPB_PHASE_EARLY, &run) &&
	       run_make(machine, asked, VPB_PHASE_LATE, &late) &&
	       (machine->is_plugged || run_make(machine, asked, VPB_PHASE_RUNNING, &now));
	if (made)
		run_judge(machine, asked, &run, tallies, complaints);
	if (made)
		later_judge(machine, asked, &run, &late, tallies, complaints);
	made = made &&
	       again_judge(machine, asked, &run, VPB_PHASE_EARLY, tallies, complaints) &&
	       again_judge(machine, asked, &late, VPB_PHASE_LATE, tallies, complaints);
	if (made) {
		fired_count(&run, VPB_PHASE_EARLY, fired);
		fired_count(&late, VPB_PHASE_LATE, fired);
		fired_count(&now, VPB_PHASE_RUNNING, fired);
		running_judge(machine, asked, &now, tallies, complaints);
	}
	if (made && ftell(complaints) > before) {
		request_print(asked, complaints);
		machine_print(machine, complaints);
		run_print(&run, machine, complaints);
	}
	run_done(&run);
	run_done(&late);
	run_done(&now);
	return made;
}

/*
 * As it boots, and with each slot plugged in. False where memory is out; *ret_complaints is the
 * caller's.
 */
static bool seed_judge(unsigned long seed, struct tally tallies[INVARIANT_COUNT],
	struct fired fired[GUARDS_MAX], bool is_shown, char **ret_complaints)
{
	static struct machine machine;
	static struct random_request asked;
	struct prng prng = {.state = seed};
	size_t size;
	FILE *complaints;
	bool made;

	complaints = open_memstream(ret_complaints, &size);
	if (!complaints)
		return false;
	machine_make(&machine, &prng);
	request_make(&machine, &prng, &asked);
	machine_settle(&machine, &prng);
	machine_tell(&machine, &prng);
	made = machine_judge(&machine, &asked, tallies, fired, complaints);
	machine.is_plugged = true;
	made = made && machine_judge(&machine, &asked, tallies, fired, complaints);
	fclose(complaints);
	if (made && is_shown && **ret_complaints)
		printf("# seed %lu\n%s", seed, *ret_complaints);
	return made;
}

/* What had nothing to hold, and what always says the same, was not tested. */
static int report(const struct tally tallies[INVARIANT_COUNT],
	const struct fired fired[GUARDS_MAX], unsigned long count, unsigned long seed)
{
	unsigned long least = count >= 1000 ? count / 100 : 0;
	bool failed = !fired_print(fired, least);

	printf("## %lu machines from seed %lu on\n", count, seed);
	printf("%sok %d - each guard speaks, and is silent, %lu times and more\n",
		failed ? "not " : "", INVARIANT_COUNT + 1, least);
	for (unsigned int i = 0; i < INVARIANT_COUNT; i++) {
		bool bad = tallies[i].broken || (count >= 1000 && tallies[i].looked < 10);

		printf("%sok %u - %s: %s (%lu times)\n", bad ? "not " : "", i + 1,
			invariant_name(i), invariant_sentence(i), tallies[i].looked);
		failed |= bad;
	}
	printf("1..%d\n", INVARIANT_COUNT + 1);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int all_judge(unsigned long count, unsigned long seed)
{
	struct tally tallies[INVARIANT_COUNT] = {};
	struct fired fired[GUARDS_MAX] = {};
	unsigned int shown = 0;

	for (unsigned long i = 0; i < count; i++) {
		char *complaints = NULL;

		if (!seed_judge(seed + i, tallies, fired, shown < SHOWN_MAX, &complaints))
			return EXIT_FAILURE;
		shown += *complaints != '\0';
		free(complaints);
	}
	return report(tallies, fired, count, seed);
}

static int until_judge(const char *name, unsigned long count, unsigned long seed)
{
	struct tally tallies[INVARIANT_COUNT] = {};
	struct fired fired[GUARDS_MAX] = {};
	unsigned int wanted = 0;

	while (wanted < INVARIANT_COUNT && strcmp(invariant_name(wanted), name) != 0)
		wanted++;
	if (wanted == INVARIANT_COUNT)
		return EXIT_USAGE;
	for (unsigned long i = 0; i < count; i++) {
		char *complaints = NULL;

		if (!seed_judge(seed + i, tallies, fired, false, &complaints))
			return EXIT_FAILURE;
		free(complaints);
		if (tallies[wanted].broken) {
			printf("machine %lu\n", i + 1);
			return EXIT_SUCCESS;
		}
	}
	printf("none of %lu machines\n", count);
	return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	const char *until = NULL;
	unsigned long count, seed;

	if (argc > 2 && strcmp(argv[1], "--until") == 0) {
		until = argv[2];
		argv += 2;
		argc -= 2;
	}
	if (argc > 3) {
		fprintf(stderr, "random [--until NAME] [COUNT [SEED]]\n");
		return EXIT_USAGE;
	}
	count = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	return until ? until_judge(until, count, seed) : all_judge(count, seed);
}
