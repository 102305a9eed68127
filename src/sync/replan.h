/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_REPLAN_H
#define ICSR_SYNC_REPLAN_H

#include "sync/uid_set.h"

/*
 * Two findings come only when the plan is complete, both between calendars of
 * the run.  The plan is then thrown away and made again, with the finding
 * recorded in the run (`offered`, `ends` and `wanted`).
 */

/*
 * A set without its master, whose UID stands in another calendar of the run:
 * the series may have gone there, and left overrides behind.  A booking is
 * `offered` when its VEVENT is missing here, or is an override that icsreserve
 * made, and its reservation lives or may live: the set with the master takes
 * it, unless that has one of its own.  *waits: the UID stands in another
 * calendar of the run, whose set is to be looked at first.  -1: the state
 * can't be read, here and below.
 */
int replan_offer(struct uid_set *s, bool *waits, struct err *e);
/* Offer the booking of an occurrence that is no more to the event of another
 * UID, which carries it. */
void replan_hand_on(struct run *r, const struct booking *b,
    const char *to_uid);
/* Drop the rows of the set that another set has taken by such an offer. */
void replan_give_away(struct uid_set *s);
/* Whether the bookings are kept, since the series may stand in a calendar that
 * is not in the run.  If so, a problem tells the user (stands_tell). */
int replan_kept(struct uid_set *s, bool *kept, struct err *e);

/*
 * Whether the plan is to be made anew (*more): bookings were offered, or it
 * ends reservations whose UID stands in another calendar of the run as well,
 * where a copy may have the link.  Those are added to `ends` of the run.  What
 * the guard refuses does not end; when it refuses one that was added before,
 * `ends` is emptied, nothing is added any more (`ends_late`), and *more is
 * true.
 */
int replan_due(struct run *r, bool *more, struct err *e);

#endif
