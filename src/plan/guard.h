/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_GUARD_H
#define ICSR_PLAN_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "model/booking.h"
#include "model/settings.h"

/*
 * What stops a plan that could be carried out: that it deletes more than the
 * configuration allows, or is not the plan that --plan names.
 */

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

/*
 * The digest of a plan: of the kind of each action, its event, file and
 * reservation, what would be sent, until when the event wants it, and whether
 * the guard refuses it.  The order of actions and the time of day don't matter:
 * the expiry that is sent moves with the clock and is left out.  0: nothing
 * is to be done.
 *
 * It guards against a plan that changed, not against whoever looks for two
 * calendars with the same digest (base/hash.h).
 */
uint64_t guard_digest(const struct actions *actions);

#endif
