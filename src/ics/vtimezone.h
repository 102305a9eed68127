/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_VTIMEZONE_H
#define ICSR_ICS_VTIMEZONE_H

#include "ics/yearly.h"

/*
 * A calendar's own time zones (RFC 5545, 3.6.5).  Own code: libical runs
 * for minutes on FREQ=HOURLY in a VTIMEZONE, and takes one without
 * observances for UTC.
 */

/*
 * Read a VTIMEZONE (its bytes from BEGIN to END) into a zone, all but its
 * name; what is kept is in the arena.  False when it can't be used: it has
 * no observance, one without DTSTART and TZOFFSETTO, or one that has
 * something else than RDATEs and an RRULE of the form
 *
 *     FREQ=YEARLY, with INTERVAL=1, UNTIL, COUNT, WKST, BYMONTH of one month
 *     and with BYDAY=nXX, or with BYMONTHDAY (several only beside a BYDAY);
 *     BYHOUR, BYMINUTE and BYSECOND as in DTSTART.
 *
 * Without TZOFFSETFROM nothing changes at the observance's start.  Before
 * the first observance the offset is the one from which it comes.
 */
bool vtimezone_read(struct slice bytes, struct zone *z, struct arena *a);

#endif
