/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_IDENTITY_H
#define ICSR_SYNC_IDENTITY_H

#include "sync/uid_set.h"

/*
 * Find the booking of each VEVENT, before any rule is applied: by the id that
 * the VEVENT carries, else by its link, else by its UID.  So an event that
 * moved to another calendar, or came back under another UID, keeps its
 * reservation.
 *
 * A booking of another calendar or UID joins the set's rows if its own event
 * is nowhere any more; the change of its row is planned.  A component that
 * carries the live link of an event with the same UID in another calendar is a
 * copy of that event (component.copy).
 */
int identity_find(struct uid_set *s, struct err *e);

/*
 * Set *turn to when the set is examined; 0: at once.  A set waits when it
 * carries the id of an event that is nowhere any more: the set may be a mere
 * copy, and the event itself may have got another UID.  The less the set
 * looks like that event, the later its turn.  When the set carries ids of
 * several such events, its turn is the latest that one of them asks for.
 * While the set waits, it has a claim to the bookings of these events: another
 * set takes such a booking only if it looks at least as much like the booking's
 * event.  Of two sets that look equally like an event, the one in the event's
 * own calendar comes first.  A set of overrides alone that would take what
 * was booked for their series in another calendar comes last.
 */
#define IDENTITY_LAST 8U
int identity_turn(struct uid_set *s, unsigned *turn, struct err *e);
/* Before the sets that wait are examined: all claims are known. */
void identity_sort_claims(struct run *r);

/* Whether an event may take the booking over: its reservation lives, or may
 * live (a create without an answer). */
bool identity_is_worth(const struct run *r, const struct booking *b);

/* Give the booking this calendar and UID; its recurrence_id stays. */
void identity_take(struct run *r, struct booking *b, const char *calendar,
    const char *uid);

/* The same for a booking that the set's lines lead to: it is marked `along`,
 * and s->moved is a note that says where it came from. */
void identity_take_along(struct uid_set *s, struct booking *b);

/* Whether a set of this run has taken the booking. */
bool identity_is_taken(const struct run *r, int64_t booking);

#endif
