/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_NEAR_H
#define ICSR_BASE_NEAR_H

#include <stddef.h>

/*
 * Which of some known words a slip was meant to be: near_try each of them,
 * and `best` is the nearest, by insertions, deletions and changes of letters,
 * or NULL when none is near: not more than a third of the word and one
 * letter.
 */
struct near {
	const char *typed;
	const char *best;
	size_t distance;
};

void near_try(struct near *n, const char *known);

#endif
