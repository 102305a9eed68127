/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_COMPARE_H
#define ICSR_PLAN_COMPARE_H

#include <stdint.h>

#include "base/mem.h"
#include "model/booking.h"
#include "model/settings.h"
#include "plan/verdict.h"

/*
 * The heart of the plan: from what an event asks for and what is known of
 * its booking to what has to be done.  Pure: no clock of its own, nothing
 * remembered.  now, until and the times returned are Unix seconds.
 */

/* Seconds after which a link that was not in an answer is asked for again. */
#define COMPARE_ASK_AGAIN ((int64_t)6 * 3600)

/* The API takes an end_time at most 30 days ahead; a minute of margin. */
#define COMPARE_REACH ((int64_t)30 * 86400 - 60)

/*
 * Set *act to what a verdict asks for, given the event's booking (NULL: it has
 * none).  The caller has zeroed the action but for booking, file and line.
 * These four functions set kind, and changed, end_time, deferred and note where
 * there is something to say; result for VERDICT_FAIL (RESULT_FAILED) and for a
 * create without an answer that is to wait (RESULT_UNKNOWN).  A note lives as
 * long as the verdict or the caller's text.
 */
void compare_event(const struct settings *s, const struct verdict *v,
    const struct booking *b, int64_t now, struct action *act);

/* The event is gone from a calendar that was read completely. */
void compare_gone(const struct settings *s, const struct booking *b,
    int64_t now, struct action *act);

/*
 * A booking that is to be neither renewed nor deleted, for the reason that
 * the note gives.  When the answer to a deletion was lost, a renewal is
 * planned: its answer tells whether the reservation still exists.
 */
void compare_released(const struct booking *b, int64_t now, const char *note,
    struct action *act);

/*
 * A due booking whose event can't be read just now: keep it alive as it
 * was last wanted.
 */
void compare_unread(const struct settings *s, const struct booking *b,
    int64_t now, struct action *act);

/* Whether the server holds a reservation that has not expired, or may.  b may
 * be NULL: no. */
bool compare_alive(const struct booking *b, int64_t now);

/* When a booking is to be renewed, whatever becomes of its event; 0: never. */
int64_t compare_due(const struct settings *s, const struct booking *b);

/* From when on an event that is left until it comes into reach can be booked;
 * until: when its reservation has to end. */
int64_t compare_reachable(int64_t until);

#endif
