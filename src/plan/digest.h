/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_DIGEST_H
#define ICSR_PLAN_DIGEST_H

#include <stdint.h>

#include "model/action.h"

/*
 * What tells one plan from another: the kind of each action, its event, file
 * and reservation, what would be sent and until when the event wants it, and
 * whether the guard refuses it.  The same for the same plan in any order and
 * at any time of the day: the expiry that is sent, which moves with the clock,
 * is not in it.  0: nothing is to be done.
 *
 * It guards against a plan that changed, not against whoever looks for two
 * calendars with the same digest (base/hash.h).
 */
uint64_t digest_plan(const struct actions *actions);

#endif
