/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_VTIMEZONE_H
#define ICSR_ICS_VTIMEZONE_H

#include "base/str.h"
#include "ics/zone.h"

/*
 * A calendar's own time zones (RFC 5545, 3.6.5).  libical reads them behind
 * a fence: it runs for minutes on FREQ=HOURLY in a VTIMEZONE, crashes on
 * BYWEEKNO, reads out of bounds in month 13, and takes a VTIMEZONE without
 * observances for UTC.  So it gets a text that is written anew from what was
 * checked: the observances, and in them DTSTART, the offsets, RRULE, RDATE.
 */

/*
 * The zone that a VTIMEZONE describes (its bytes from BEGIN to END), called
 * tzid.  It lives until zone_done, and the same bytes give the same zone.
 * NULL when it can't be used:
 *
 * - it has no observance, or one without TZOFFSETTO;
 * - a date in it doesn't exist, or an observance has a property twice, an
 *   EXDATE or an EXRULE;
 * - an RRULE is other than FREQ=YEARLY with UNTIL, COUNT, WKST, BYMONTH of
 *   one month and there BYDAY=nXX of one day, or BYMONTHDAY, of which more
 *   than one only beside BYDAY=XX of one day;
 * - it is larger than real ones are, or ZONE_OWN_MAX zones have been read.
 *
 * Without TZOFFSETFROM nothing changes at the observance's start.  Before
 * the first observance the offset is the one from which it comes.  When
 * all offsets are the same, DTSTART may be in UTC, or be missing: it has
 * nothing to say.
 */
const struct zone *vtimezone_zone(struct slice bytes, const char *tzid);

/*
 * Append the VTIMEZONE of a zone, with CRLF, as a calendar that uses the
 * TZID needs it (RFC 5545, 3.2.19): what holds from an instant on (Unix
 * seconds), which is that of the first event.  It is libical's, so it is
 * right as far as zone.h says.  Not for zones of calendars and the system's:
 * false, and nothing is appended.
 */
bool vtimezone_write(struct str *out, const struct zone *z, const char *tzid,
    int64_t from);

#endif
