/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "base/intl.h"
#include "ics/cut_reason.h"

static const struct {
	const char *word, *text;
} reasons[] = {
	[CUT_FINE] = { "", "" },
	[CUT_EMPTY] = { "empty-file", N_("the file is empty; an unfinished "
	    "export or download? Export it again") },
	[CUT_NO_CALENDAR] = { "no-calendar", N_("there is no BEGIN:VCALENDAR, "
	    "so this is no calendar; export it again, or take it away") },
	[CUT_ENCODING] = { "encoding", N_("the file is UTF-16 or UTF-32; "
	    "convert it to UTF-8") },
	[CUT_NUL] = { "nul-byte", N_("there is a NUL byte here; the file is "
	    "damaged, export it again") },
	[CUT_CR_ONLY] = { "cr-only", N_("lines end with CR alone; convert them "
	    "to CRLF or LF") },
	[CUT_MISMATCH] = { "mismatched-end", N_("END does not match the "
	    "component that is open; correct it or export the file again") },
	[CUT_UNCLOSED] = { "unclosed-component", N_("a component has no END; "
	    "the file looks cut off, export it again") },
	[CUT_DEPTH] = { "too-deep", N_("components are nested too deep; "
	    "export it again") },
	[CUT_STRAY_EVENT] = { "stray-event", N_("a VEVENT is outside of a "
	    "VCALENDAR or inside of another component; correct it or export "
	    "the file again") },
	[CUT_TRUNCATED] = { "truncated", N_("the file ends in the middle of "
	    "BEGIN:VCALENDAR; export it again") },
	[CUT_VERSION] = { "vcalendar-1.0", N_("vCalendar 1.0 is not iCalendar; "
	    "export it as iCalendar (VERSION:2.0)") },
	[CUT_UNSEEN] = { "unseen-character", N_("this line has a character "
	    "that can't be seen, such as U+FEFF (a byte order mark); delete it "
	    "or export the file again") },
	[CUT_METHOD] = { "itip-message", N_("METHOD makes this a scheduling "
	    "message, not a calendar; it is left alone") },
};

const char *
cut_reason_word(enum cut_reason r)
{
	return reasons[r].word;
}

const char *
cut_reason_text(enum cut_reason r)
{
	return reasons[r].text ? intl_text(reasons[r].text) : NULL;
}
