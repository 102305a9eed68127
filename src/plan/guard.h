/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_GUARD_H
#define ICSR_PLAN_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "model/settings.h"

/* A percentage says little of fewer reservations than these. */
#define GUARD_FLOOR 8

/*
 * Whether the limit allows that number of deletions, when `live` is the number
 * of live reservations.  A percentage applies from GUARD_FLOOR live
 * reservations up, a count always.
 */
bool guard_allows(const struct guard_limit *limit, int64_t deletions,
    int64_t live);

/* Read "25%" or "10".  False when it is neither; *limit stays then. */
bool guard_read(struct slice text, struct guard_limit *limit);

#endif
