/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OVERRIDE_H
#define ICSR_ICS_OVERRIDE_H

#include <stdint.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/slice.h"
#include "model/event.h"

/*
 * An override for one occurrence of a series (RFC 5545, 3.8.4.4), made so
 * that the occurrence can carry a link of its own.  It replaces the
 * occurrence as a whole, so it has all that the series has: attendees,
 * alarms, unknown properties, byte for byte, but for its times and what
 * makes the series repeat.
 */
struct override {
	/* The VEVENT whose words it takes and what that says.  Lines of ours
	 * are taken out of the bytes before. */
	struct slice base;
	const struct event *event;
	/* The series, for the form of RECURRENCE-ID, which is that of its
	 * DTSTART; may be the same. */
	struct slice master;
	const struct event *series;
	int64_t recurrence_at, start, end;	/* Unix seconds */
};

/* Its bytes, from BEGIN to END with the line ends of base; of the arena. */
struct slice override_make(const struct override *o, struct arena *a);

/*
 * A digest of what a VEVENT says, whatever program wrote it: its lines in any
 * order, quoting and folding, those of an alarm as that alarm's, parameters
 * in any order, durations and numbers by value.  Its times, what repeats,
 * stamps (DTSTAMP, LAST-MODIFIED, CREATED, SEQUENCE), blank properties, X-
 * properties and parameters, and what a program notes in alarms (UID,
 * ACKNOWLEDGED) don't count.  Lines of ours are taken out before.  uid: used
 * in place of the VEVENT's own; NULL: that is used.
 */
uint64_t override_digest(struct slice bytes, const char *uid);

/* Add the digests of its lines, each by itself, in the order of their values:
 * those that count there, but the UID's is the same for all UIDs. */
void override_lines(struct slice bytes, struct digests *out);

#endif
