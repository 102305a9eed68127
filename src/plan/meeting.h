/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_MEETING_H
#define ICSR_PLAN_MEETING_H

#include "plan/verdict.h"

/*
 * What the meeting is called, in all that is sent, kept and printed: SUMMARY
 * on one line, or the default topic when there is none, or the event is private
 * and `private` is mask, or skip (X-ICSRESERVE:yes still books it).
 */
const char *meeting_topic(const struct settings *s, const struct event *ev,
    struct arena *a);

/*
 * Fill in the request's fields from the settings and the event's own
 * X-ICSRESERVE- properties, the nearer one winning.  A value that the API
 * would refuse makes the verdict VERDICT_FAIL with the property named.
 */
void meeting_map(const struct rules_input *in, struct arena *a,
    struct verdict *v);

#endif
