/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_CUT_H
#define ICSR_ICS_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/vec.h"
#include "base/view.h"

/*
 * Cut finds, in one pass over the bytes of a calendar file and without
 * copying, where each VCALENDAR and each VEVENT stands.  It decides about
 * structure: what it can't prove is refused by name.  Nothing else decides
 * where the events of a file begin and end.
 */

/* Why a VCALENDAR, or the whole file, is not taken. */
enum cut_reason {
	CUT_FINE,
	/* The file, or a part of it, can't be read: nothing may be concluded
	 * from what is absent. */
	CUT_EMPTY,		/* no byte */
	CUT_NO_CALENDAR,	/* no BEGIN:VCALENDAR */
	CUT_ENCODING,		/* UTF-16 or UTF-32 */
	CUT_NUL,		/* a NUL byte */
	CUT_CR_ONLY,		/* lines end with CR alone */
	CUT_MISMATCH,		/* END does not match the open BEGIN */
	CUT_UNCLOSED,		/* a component is open at the end */
	CUT_DEPTH,		/* deeper than ICS_DEPTH_MAX */
	CUT_STRAY_EVENT,	/* a VEVENT outside of a VCALENDAR's top */
	CUT_TRUNCATED,		/* ends in a part of BEGIN:VCALENDAR */
	CUT_VERSION,		/* vCalendar 1.0, whose lines are no lines */
	/* Read, but not ours to edit. */
	CUT_METHOD,		/* an iTIP message: METHOD is not PUBLISH */
};

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

/* Whether the reason leaves doubt about what the file holds. */
static inline bool
cut_doubtful(enum cut_reason r)
{
	return r != CUT_FINE && r != CUT_METHOD;
}

/* A stable word ("unclosed-component") and a sentence for people. */
const char *cut_reason_word(enum cut_reason r);
const char *cut_reason_text(enum cut_reason r);

void cut_free(struct cut *c);

#endif
