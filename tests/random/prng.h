/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_PRNG_H
#define RANDOM_PRNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Numbers that look random and are the same on every machine for the same seed (splitmix64, by
 * Sebastiano Vigna, in the public domain).
 */
struct prng {
	uint64_t state;
};

static inline uint64_t prng_next(struct prng *prng)
{
	uint64_t z = prng->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* From 0 to bound - 1. */
static inline unsigned int prng_below(struct prng *prng, size_t bound)
{
	return (unsigned int)(prng_next(prng) % bound);
}

/* From `first` to `last`. */
static inline unsigned int prng_between(
	struct prng *prng, unsigned int first, unsigned int last)
{
	return first + prng_below(prng, last - first + 1);
}

static inline bool prng_chance(struct prng *prng, unsigned int percent)
{
	return prng_below(prng, 100) < percent;
}

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))
#define PRNG_PICK(prng, array) ((array)[prng_below(prng, COUNT_OF(array))])

#endif
