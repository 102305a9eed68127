/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_PARSE_H
#define ICSR_ICS_PARSE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "ics/calendar.h"
#include "model/event.h"
#include "model/settings.h"

/*
 * From the bytes of one VEVENT to a struct event, by its own lines (what is
 * nested in it is passed by).  Own code: libical drops empty properties,
 * turns unknown escapes into blanks, lets month 13 pass and reads out of
 * bounds then.
 */

/*
 * Parse the VEVENT in bytes (as cut: BEGIN to END).  Its texts are copied
 * into the arena.  On failure -1 with ERR_FAILED, a sentence that says what
 * to mend, and *fault; *ev is then not to be used, but uid is set if there
 * is one.  When only its times or rules are at fault (all kinds but no-uid,
 * too-large and not-parsable) everything else of *ev is right; all_day then
 * goes by the form of DTSTART, and last_end is when it is over for certain,
 * or 0.  An event's zone is what the calendar's table finds
 * (zone_table_find); an unknown one is a fault, never UTC.  Floating times and
 * dates: timezone when configured, else the calendar's, else the system's.
 *
 * Kinds: no-uid, no-start, bad-date, bad-end, bad-duration,
 * unknown-timezone, bad-rrule, unsupported-rscale, too-large,
 * bad-encoding (of the SUMMARY), bad-fold, not-parsable.
 *
 * Warnings, in the event: called-off, days-in-utc, duplicate-property,
 * duplicate-timezone, no-such-occurrence, odd-blanks, odd-calscale, odd-date,
 * odd-duration, odd-encoding, odd-status, odd-value, offset-only,
 * other-offset, rule-in-override, stray-line, two-ends, two-kinds,
 * two-timezones, two-tzids, unsigned-offset, unused-timezone, utc-with-tzid,
 * zone-of-end.
 *
 * Not stopped by: a SEQUENCE or DTSTAMP that makes no sense (0 then), a
 * text above ICS_VALUE_MAX (its start counts).  A present but empty text is
 * "".  tzid is what zone_name gives.
 */
int parse_event(struct slice bytes, const struct parse_context *ctx,
    struct arena *a, struct event *ev, struct parse_fault *fault,
    struct err *e);

/*
 * RECURRENCE-ID has the form of the series' DTSTART (RFC 5545, 3.8.4.4): where
 * it says no zone, and series is in one, it is in that of the series, and not
 * in that of the override's DTSTART.  Sets recurrence_id (a text of the arena)
 * and recurrence_at anew, if they change; true if so.
 */
bool parse_in_series(struct event *ev, const struct event *series,
    struct arena *a);

/* Free what zones keep for the process; the next run has all its steps. */
void parse_done(void);

#endif
