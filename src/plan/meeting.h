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

/*
 * Where the fields of a request come from, for people: a property of the event
 * or a setting.  mapper_nearer decides between the two.
 */
struct trace {
	const char *property;	/* of the event; NULL: none */
	bool setting;		/* the one at `offset` of struct settings */
	size_t offset;
	const char *note;	/* in which way; of the arena, or NULL */
};

/* The number of sources that a field can have; most have one. */
size_t trace_count(enum request_field f);

/*
 * The i-th source of a field of the verdict on an event; false when that
 * source says nothing, so that the server decides.
 */
bool trace_field(const struct rules_input *in, enum request_field f,
    size_t i, struct arena *a, struct trace *t);

#endif
