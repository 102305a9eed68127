/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_PROBLEMS_H
#define ICSR_CMD_PROBLEMS_H

#include <stdbool.h>

#include "base/vec.h"
#include "plan/when.h"

/*
 * Tell problems (struct problem) on stderr, in their order, with times as
 * `when` has them: those that ask for an exit status as errors, all of them;
 * the others as warnings.  Of the lenient ones of a kind and file the first
 * is told, with how many more there are; of all warnings so many as anybody
 * reads, and how many there are beyond.  With `all` each is told.
 */
void problems_tell(const struct vec *problems, const struct when *when,
    bool all);

#endif
