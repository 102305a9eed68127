/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_IDENTITY_H
#define ICSR_SYNC_IDENTITY_H

#include "sync/uid_set.h"

/*
 * Find the booking of each VEVENT, before any rule is asked: the booking whose
 * id it carries, else the one whose link, else the one of its UID.  So an
 * event that moved to another calendar, or came back under another UID, keeps
 * its reservation.
 *
 * Bookings from elsewhere join the set's rows, if their event stands nowhere
 * else; their changes are planned.  A component that carries the link of an
 * event that stands in another calendar is a copy.
 */
int identity_find(struct uid_set *s, struct err *e);

/*
 * How late the set is to be looked at; 0: with the first.  It carries the id
 * of an event that stands nowhere any more, and looks like another one, the
 * less like it the later: so it may be a copy of that, and the event itself
 * may have another UID too.  Or it is overrides alone, and would take what was
 * booked for their series elsewhere.
 */
#define IDENTITY_LAST 4U
int identity_turn(struct uid_set *s, unsigned *turn, struct err *e);

/* Whether an event may take the booking over: its reservation lives, or may
 * live (a create without an answer). */
bool identity_is_worth(const struct run *r, const struct booking *b);

/*
 * The booking becomes that of the set's event, under its calendar and UID;
 * recurrence_id stays.
 */
void identity_take(struct run *r, struct booking *b, const char *calendar,
    const char *uid);

/* The same, of a booking that is the set's by what it carries; s->moved says
 * so. */
void identity_take_along(struct uid_set *s, struct booking *b);

/* Whether a set of this run has taken the booking. */
bool identity_is_taken(const struct run *r, int64_t booking);

#endif
