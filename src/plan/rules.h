/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_RULES_H
#define ICSR_PLAN_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "plan/verdict.h"

/*
 * Rules map an event and the settings of its calendar to the request that
 * the API should hold for it, or to the reason why there is none.  Pure.
 */

/*
 * Texts of the verdict belong to the arena.  Addresses that the directory
 * was never asked for are added to those that it wants.
 */
void rules_map(const struct rules_input *in, struct arena *a,
    struct verdict *v);

/*
 * Whether a rule leaves the event out that needs none of its times: it is
 * cancelled, foreign, opted out, all-day, private, declined or filtered, or
 * has a link.  For an event whose times could not be read: one that is left
 * out anyway is no fault.  in->event has all but start, end, days, seconds,
 * recurrence and recurrence_at; all_day is needed, and known from the form of
 * DTSTART.  With a last_end it may have ended, too; 0: that is not known.
 *
 * True: *v is what rules_map would say (VERDICT_SKIP or VERDICT_CANCELLED).
 * False: none does; *v is not to be used.
 */
bool rules_without_times(const struct rules_input *in, struct arena *a,
    struct verdict *v);

/*
 * Whether an override stays without the link of its series: it is cancelled,
 * opted out, or has a link of its own.  *v as for rules_without_times.
 */
bool rules_override(const struct rules_input *in, struct arena *a,
    struct verdict *v);

/* Whether the event says itself that it wants no link. */
bool rules_opted_out(const struct event *ev);

/* `until` of what has no last occurrence: the end of the year 9999. */
#define RULES_ENDLESS INT64_C(253402300799)

#endif
