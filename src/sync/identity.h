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
 * Whether the set carries the id of an event that stands nowhere any more, and
 * looks like another one: it may be a copy of that, and the event itself may
 * have another UID too.  Then others are to be looked at first.
 */
int identity_waits(struct uid_set *s, bool *waits, struct err *e);

/*
 * A set without its master, whose UID stands in another calendar of the run:
 * the series may have gone there, and left overrides behind.  Its bookings that
 * no VEVENT stands for, other than one that we made, are `offered`: the set
 * there takes them, unless it has its own.  waits: that one is to be looked at
 * first.
 */
int identity_offer(struct uid_set *s, bool *waits, struct err *e);
/* Bookings that another set has taken so are no more the set's. */
void identity_give_away(struct uid_set *s);
/* Whether the series may stand in a calendar that is not in the run, which is
 * told: its bookings are kept for that one. */
int identity_kept(struct uid_set *s, bool *kept, struct err *e);

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

/*
 * Whether the plan is to be made anew: bookings were offered, or it ends
 * reservations whose event stands in another calendar of the run as well: its
 * copy there has the link.  Those are added to `ends` of the run.  What the
 * guard refuses does not end; when it refuses what was added before, nothing
 * is added any more (`ends_late`).
 */
int identity_ends(struct run *r, bool *more, struct err *e);

#endif
