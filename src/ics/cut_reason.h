/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_CUT_REASON_H
#define ICSR_ICS_CUT_REASON_H

#include <stdbool.h>

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
	CUT_UNSEEN,		/* U+FEFF or the like beside BEGIN or END */
	/* Read, but not ours to edit. */
	CUT_METHOD,		/* an iTIP message: METHOD is not PUBLISH */
};

/* Whether the reason leaves doubt about what the file holds. */
static inline bool
cut_doubtful(enum cut_reason r)
{
	return r != CUT_FINE && r != CUT_METHOD;
}

/* A stable word ("unclosed-component") and a sentence for people. */
const char *cut_reason_word(enum cut_reason r);
const char *cut_reason_text(enum cut_reason r);

#endif
