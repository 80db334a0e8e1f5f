/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * random-memory [COUNT [SEED]]: the pure part of the program on random machines, with each of its
 * allocations failing once, in turn (the linker sends them here). Either it says so, or it decides as
 * it does with all the memory that it wants. TAP.
 */

#include <stdlib.h>
#include <string.h>

#include "run.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t length);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t length);

static unsigned long allocations, fails_at;

static bool is_out(void)
{
	return ++allocations == fails_at;
}

void *__wrap_malloc(size_t size)
{
	return is_out() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return is_out() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
	return is_out() ? NULL : __real_realloc(memory, size);
}

char *__wrap_strdup(const char *text)
{
	return is_out() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t length)
{
	return is_out() ? NULL : __real_strndup(text, length);
}

static bool is_same(const struct run *a, const struct run *b)
{
	return a->plan.step_count == b->plan.step_count &&
	       a->findings.count == b->findings.count &&
	       a->snapshot.device_count == b->snapshot.device_count &&
	       (!a->snapshot.device_count ||
		       memcmp(a->plan.selected, b->plan.selected,
			       a->snapshot.device_count * sizeof(*a->plan.selected)) ==
			       0);
}

/* Returns how many points were tried; *ret_wrong is how many of them went wrong. */
static unsigned long machine_judge(const struct machine *machine,
	const struct random_request *asked, enum vpb_phase phase,
	unsigned long *ret_wrong)
{
	struct run whole = {};
	unsigned long count;

	allocations = fails_at = 0;
	if (!run_make_pure(machine, asked, phase, &whole))
		abort();
	count = allocations;
	for (unsigned long i = 1; i <= count; i++) {
		struct run run = {};
		bool made;

		allocations = 0;
		fails_at = i;
		made = run_make_pure(machine, asked, phase, &run);
		fails_at = 0;
		*ret_wrong += made && !is_same(&run, &whole);
		run_done(&run);
	}
	run_done(&whole);
	return count;
}

int main(int argc, char **argv)
{
	unsigned long tries = argc > 1 ? strtoul(argv[1], NULL, 10) : 50;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	unsigned long points = 0, wrong = 0;

	for (unsigned long i = 0; i < tries; i++) {
		static struct machine machine;
		static struct random_request asked;
		struct prng prng = {.state = seed + i};
		unsigned long before = wrong;

		machine_make(&machine, &prng);
		request_make(&machine, &prng, &asked);
		machine_settle(&machine, &prng);
		machine_tell(&machine, &prng);
		for (int phase = VPB_PHASE_EARLY; phase <= VPB_PHASE_RUNNING; phase++)
			points += machine_judge(
				&machine, &asked, (enum vpb_phase)phase, &wrong);
		if (wrong > before)
			printf("# seed %lu\n", seed + i);
	}
	printf("## %lu allocations failed, one at a time\n", points);
	printf("%sok 1 - without memory it says so, or decides as with it (%lu times not)\n",
		wrong || !points ? "not " : "", wrong);
	printf("1..1\n");
	return EXIT_SUCCESS;
}
