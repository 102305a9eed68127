/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_MOMENT_H
#define ICSR_ICS_MOMENT_H

#include "ics/parser.h"

/*
 * The times of the event that a parser holds, as instants.  Both return
 * -1 with the parser's fault set.
 */

/* start, end, all_day and tzid, from DTSTART, DTEND and DURATION. */
int moment_times(struct parser *p);

/*
 * recurrence_id in one form, however it is written, for it is half of an
 * event's key: "20261201T020000Z", or "20261201" for a date.
 */
int moment_recurrence_id(struct parser *p);

#endif
