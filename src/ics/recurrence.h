/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_RECURRENCE_H
#define ICSR_ICS_RECURRENCE_H

#include <stddef.h>
#include <stdint.h>

#include "ics/parser.h"
#include "ics/rule.h"

/*
 * What RRULE, RDATE, EXRULE and EXDATE say (RFC 5545, 3.8.5), all lines of
 * each, ready for recur.h.  Arrays belong to the arena of the event.
 */

/* A single date of the set: DTSTART itself or an RDATE. */
struct recurrence_date {
	int64_t at;		/* Unix seconds; of a DATE its midnight */
	int64_t end;		/* of a PERIOD, else RECURRENCE_NO_END */
};

#define RECURRENCE_NO_END INT64_MIN

/* One that is taken out. */
struct recurrence_exdate {
	int64_t at;		/* Unix seconds, or local days since 1970 */
	uint32_t line;		/* within the event */
};

struct recurrence {
	int64_t start;			/* DTSTART, local seconds */
	struct rule *rules;
	size_t n_rules;
	/* Deprecated by RFC 5545, but a calendar that has one means it, and
	 * to leave it out would book what is not to take place. */
	struct rule *exrules;
	size_t n_exrules;
	/* Ascending, none twice. */
	struct recurrence_date *dates;
	size_t n_dates;
	struct recurrence_exdate *exdates;	/* by instants */
	size_t n_exdates;
	struct recurrence_exdate *exdays;	/* by days */
	size_t n_exdays;
};

/*
 * Set the event's recurrence when it has an RRULE or RDATE and is no
 * override; its own times must be there.  -1 with the parser's fault:
 * bad-rrule, unsupported-rscale, bad-date, unknown-timezone, too-large.
 *
 * An EXDATE hits the occurrence at its instant, whatever zone it is written
 * in; a DATE, or any value in an all-day event, that local day; so does the
 * midnight of DTSTART's zone where nothing takes place at midnight, which is
 * how Outlook writes it.  An RDATE
 * that is a DATE in a timed event has DTSTART's time of day.  DTSTART is
 * no occurrence when each RRULE ended (UNTIL) before it: so a series is
 * cut off before its first.
 */
int recurrence_read(struct parser *p);

#endif
