/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_UID_SET_H
#define ICSR_SYNC_UID_SET_H

#include "ics/recur.h"
#include "model/booking.h"
#include "store/issued.h"
#include "sync/component.h"

/*
 * All VEVENTs of one UID of a calendar, wherever its files are, with the
 * bookings of the event: a single event, or a series with its overrides.
 * They can only be judged together.
 */
struct uid_set {
	struct reader *reader;
	struct run *run;
	struct scan *scan;		/* of the first VEVENT */
	const struct settings *settings;
	uint64_t uid_key;
	const char *uid;		/* NULL: none could be read */
	/* by file, then offset */
	struct VEC(struct component) components;
	struct component *master;	/* NULL: there is none */
	/* of the event: texts of the scratch arena */
	struct bookings rows;
	struct made_rows made;
	bool refused;			/* not all could be looked into */
	bool foreign;			/* another state has the event */
	bool waits;			/* a booking of a calendar that can't
					 * be read now may belong to it */
	const char *moved;	/* a note: a booking came from elsewhere */
	int64_t anchor;			/* DTSTART of the master */
	int64_t due;		/* when it is to be looked at again; 0: never */
	bool deferred;		/* some of it waits to come into reach */
};

void uid_set_free(struct uid_set *s);

/* The component with a RECURRENCE-ID ("" for none) that stands for its event,
 * or NULL. */
struct component *uid_set_find(const struct uid_set *s, const char *id);
/* The RANGE=THISANDFUTURE that the occurrence of an override is in; NULL: in
 * none, so that its words and times are the master's. */
const struct component *uid_set_range(const struct uid_set *s,
    const struct component *c);
/* The booking of a RECURRENCE-ID, or NULL; of two, the one that is neither
 * released nor going. */
struct booking *uid_set_row(const struct uid_set *s, const char *id);
/* The booking whose reservation the component carries, or NULL. */
struct booking *uid_set_carried(const struct uid_set *s,
    const struct component *c);
/* Whether a component, other than `except` (NULL: none), carries it. */
bool uid_set_carries(const struct uid_set *s, const char *reserve_id,
    const struct component *except);

/* Whether its files themselves are edited: write-back is on, and not to an
 * output elsewhere. */
bool uid_set_in_place(const struct uid_set *s);

/* When the series starts, for what is recorded of its VEVENTs; 0: none. */
int64_t uid_set_anchor(const struct uid_set *s);

/*
 * The occurrences that end after `from` and not after `to` (Unix seconds);
 * overrides of ours don't count.  The set has a component.  False, with a
 * problem, when they can't be worked out.  The caller frees found->occurrences
 * in any case.
 */
bool uid_set_occurrences(struct uid_set *s, int64_t from, int64_t to,
    struct recur_found *found);

/* Note `kind` for the cache for each component that has neither an item nor a
 * note yet.  For a refused component note SETTLED_OPEN instead, and for a
 * skipped one SETTLED_SKIPPED, unless kind is SETTLED_OPEN. */
void uid_set_settle(struct uid_set *s, enum settled_kind kind);

/* Let the next run read all files of the set anew.  For a booking that may have
 * to be deleted, but not before all calendars can be read: no VEVENT says that
 * this booking waits. */
void uid_set_redo(struct uid_set *s);

/*
 * Find events that are in two files of a calendar: one of the two VEVENTs
 * counts, the other one's `twin` is set.  Each run reports it,
 * until one of the files is removed.
 *
 * An override that we made is always the twin of one that the user wrote; it
 * is not reported, and goes.  A copy that a program left next to the
 * original when two edits collided is always the twin: its name says
 * "conflict", or is the original's with more after it ("b-DESKTOP-1.ics",
 * "b (1).ics" next to "b.ics").  Else the twin is the VEVENT with the lower
 * SEQUENCE (RFC 5546, 2.1.5); with equal ones the VEVENT that is not booked,
 * then the one with the earlier DTSTAMP.  When the master is a twin, all
 * VEVENTs of its file are.
 */
void uid_set_find_twins(struct uid_set *s);

#endif
