/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OCCURRENCE_H
#define ICSR_ICS_OCCURRENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/vec.h"
#include "model/event.h"

/* Occurrences of a recurrence set, and what a search for them finds. */

/* The VEVENTs of one UID in a file. */
struct recur_group {
	const struct event *master;	/* without RECURRENCE-ID; or NULL */
	const struct event *const *overrides;
	size_t n;
};

struct occurrence {
	/* Whose words it has: its own override, else the last one with
	 * RANGE=THISANDFUTURE before it, else the master. */
	const struct event *event;
	bool own;			/* event is its own override */
	int64_t recurrence_at;		/* the instant of its RECURRENCE-ID */
	char recurrence_id[CLOCK_TEXT];	/* as in struct event */
	int64_t start, end;		/* Unix seconds */
};
struct occurrences VEC(struct occurrence);

/* No occurrence is the last. */
#define RECUR_ENDLESS EVENT_ENDLESS

/* Lines that name an occurrence that is none. */
struct recur_missed {
	size_t n;			/* how many; 0: the rest says nothing */
	const char *property;		/* of the first: EXDATE, or
					 * RECURRENCE-ID of an override */
	uint32_t line;			/* in the master; 0: in an override */
	char text[CLOCK_TEXT];		/* RFC 3339, or a day */
	char nearest[CLOCK_TEXT];	/* occurrence; "": there is none */
};

struct recur_found {
	struct occurrences occurrences;	/* by start */
	bool has_beyond;
	struct occurrence beyond;	/* that with the first end after to */
	int64_t last_end;		/* end of the last occurrence of all;
					 * RECUR_ENDLESS; EVENT_NEVER: there is
					 * none */
	struct recur_missed missed;	/* from `from` on */
};

#endif
