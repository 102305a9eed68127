/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_REPLAN_H
#define ICSR_SYNC_REPLAN_H

#include "sync/uid_set.h"

/*
 * Four findings come only when the plan is complete: a series that left
 * overrides behind (replan_offer), an occurrence that became another event
 * (replan_hand_on), a reservation that ends while a copy has its link, and an
 * event that is called off while another one has its lines (replan_due).  The
 * plan is then thrown away and made again, with the finding recorded in the run
 * (`offered`, `ends`, `left` and `wanted`).
 */

/*
 * Offer bookings of a set that has no master while its UID is in another
 * calendar of the run: the series may have gone there and left overrides
 * behind.  A booking is offered when its VEVENT is missing here, or icsreserve
 * made it, and its reservation lives or may live; the set with the master
 * takes it, unless it has one of its own.  A set with a VEVENT that can't be
 * understood offers nothing: that may be the master.  *waits: the set of the
 * UID in another calendar has to be examined first.  Here and below, -1: the
 * state can't be read.
 */
int replan_offer(struct uid_set *s, bool *waits, struct err *e);
/* Offer the booking of an occurrence that is no more to the event of another
 * UID that carries its id or has taken its place. */
void replan_hand_on(struct run *r, const struct booking *b,
    const char *to_uid);
/* Drop the rows of the set that another set has taken by such an offer. */
void replan_give_away(struct uid_set *s);
/* Whether the bookings are kept, since the series may be in a calendar that
 * is not in the run.  If so, a problem tells the user (stands_tell). */
int replan_kept(struct uid_set *s, bool *kept, struct err *e);

/* Whether the plan ends the booking of an item, or lets it go, since its event
 * is called off or left out. */
bool replan_is_called_off(const struct run *r, const struct item *it);
/*
 * Set *more when the plan has to be made again: bookings were offered, or it
 * ends reservations whose UID is also in another calendar of the run, where a
 * copy may have the link, or whose id an event of another UID carries.  Those
 * are added to run->ends, except where the guard refuses the deletion.  When it
 * refuses one that was added before, `ends` is emptied, and nothing is added
 * any more (`ends_late`).
 *
 * The plan is also made again when an event that has a booking is cancelled or
 * left out, and our lines for the booking no longer stand in the event's own
 * set but in another one: when a program moves an event, it may leave a
 * cancelled event in the old place.  The booking is added to run->left; the set
 * with the lines takes it, whatever UID and calendar that set has.
 */
int replan_due(struct run *r, bool *more, struct err *e);

#endif
