/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_REPLAN_H
#define ICSR_SYNC_REPLAN_H

#include "sync/uid_set.h"

/*
 * What a plan finds out too late for itself, between calendars of the run: it
 * is thrown away then, and the next one knows (`offered`, `ends` and `wanted`
 * of the run).
 */

/*
 * A set without its master, whose UID stands in another calendar of the run:
 * the series may have gone there, and left overrides behind.  A booking is
 * `offered` when its VEVENT is missing here, or is an override that icsreserve
 * made: the set with the master takes it, unless that has one of its own.
 * waits: the set with the master is to be looked at first.
 */
int replan_offer(struct uid_set *s, bool *waits, struct err *e);
/* Drop the rows of the set that another set has taken by such an offer. */
void replan_give_away(struct uid_set *s);
/* Whether the bookings are kept, since the series may stand in a calendar that
 * is not in the run.  If so, a problem tells the user (stands_tell). */
int replan_kept(struct uid_set *s, bool *kept, struct err *e);

/*
 * Whether the plan is to be made anew: bookings were offered, or it ends
 * reservations whose event stands in another calendar of the run as well: its
 * copy there has the link.  Those are added to `ends` of the run.  What the
 * guard refuses does not end; when it refuses what was added before, nothing
 * is added any more (`ends_late`).
 */
int replan_due(struct run *r, bool *more, struct err *e);

#endif
