/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_CUT_H
#define ICSR_ICS_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/vec.h"
#include "base/view.h"
#include "ics/cut_reason.h"

/*
 * Cut finds, in one pass over the bytes of a calendar file and without
 * copying, where each VCALENDAR and each VEVENT stands.  It decides about
 * structure: what it can't prove is refused by name.  Nothing else decides
 * where the events of a file begin and end.
 */

struct cut_calendar {
	uint32_t off, len;	/* bytes of the file */
	uint32_t line;		/* 1 is the first */
	uint32_t reason_line;	/* where the reason was seen */
	enum cut_reason reason;
	uint64_t context;	/* digest of its own properties and its
				 * VTIMEZONEs: what an event's meaning hangs
				 * on beside its own bytes */
};

/* A VEVENT directly in a VCALENDAR, from BEGIN to END with line ends. */
struct cut_event {
	uint32_t off, len;
	uint32_t line;
	uint32_t calendar;	/* index into calendars */
	bool has_uid, duplicate;	/* duplicate: its key stands twice */
	bool follower;		/* another of its UID stands before it */
	bool override;		/* it has a RECURRENCE-ID */
	uint32_t next;		/* index of the next one of its UID; 0: none */
	uint64_t digest;	/* of its bytes, its calendar's context and
				 * the others of its UID in the file; even, so
				 * that a bit is free for notes */
	uint64_t uid;		/* cut_uid_key of UID; 0 without one */
	uint64_t key;		/* of that and RECURRENCE-ID as written */
};

struct cut {
	enum cut_reason reason;	/* of the file, or of a part of it */
	uint32_t reason_line;
	struct cut_calendars VEC(struct cut_calendar) calendars;
	/* in file order */
	struct cut_events VEC(struct cut_event) events;
};

/* The digest by which a UID is found in files: of its text, unescaped and
 * trimmed, as struct event has it. */
uint64_t cut_uid_key(struct slice uid);

/*
 * Cut bytes.  With a view, whose bytes they are, memory that was passed is
 * given back on the way, so that the resident size stays flat.  Events of
 * a refused VCALENDAR are listed too; look at its reason.  Files that
 * view_open accepts fit the 32-bit offsets.
 */
void cut_bytes(struct cut *c, struct slice bytes, const struct view *view);

static inline struct slice
cut_slice(struct slice bytes, const struct cut_event *ev)
{
	return slice_of(bytes.p + ev->off, ev->len);
}

void cut_free(struct cut *c);

#endif
