/* SPDX-License-Identifier: MIT */
#ifndef ICSR_EXPORT_EXPORT_H
#define ICSR_EXPORT_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"

/*
 * Exports: meetings as plain data, what the formats share, and the formats.
 */

/*
 * What an export says of a reservation and its event, as plain data.  All
 * texts are the caller's; they may hold anything a calendar or a server
 * may send, and each format makes them harmless in its own way.  NULL and
 * "" mean the same: there is none.
 */
struct meeting {
	const char *calendar;		/* its name */
	const char *uid;
	const char *recurrence_id;	/* of an occurrence; "": the event */
	const char *topic;
	const char *location;		/* of the event */
	const char *zone;		/* as the event names it; NULL: UTC */
	int64_t start, end;		/* Unix seconds, end not included */
	/* Seconds east of UTC in the event's zone at these instants. */
	int32_t start_offset, end_offset;
	int64_t changed;		/* Unix seconds: of what is recorded */
	bool private;			/* CLASS of the event */
	bool all_day;			/* dates without times */
	bool recurring;			/* one of a series */
	const char *state;		/* "live", ... */
	const char *url;		/* to join */
	const char *label;		/* of CONFERENCE; NULL: a default */
	const char *meeting_no, *reserve_id, *app_link, *live_link;
	int64_t expires;		/* Unix seconds; 0: not known */
};
struct meetings VEC(struct meeting);

struct export_input {
	const struct meeting *meetings;
	size_t n;
	int64_t now;			/* Unix seconds */
	const char *title;		/* of the calendar or page */
	/* "en", "zh"; NULL: the reader's browser decides, and it is English
	 * without JavaScript. */
	const char *lang;
};

/* The name of its zone, "UTC" when there is none. */
const char *meeting_zone(const struct meeting *m);

/*
 * Append "2026-12-01T10:00:00+08:00", the event's own time (RFC 3339); of
 * an all-day event "2026-12-01", the end being the day after its last, as
 * in RFC 5545.
 */
void meeting_start(struct str *out, const struct meeting *m);
void meeting_end(struct str *out, const struct meeting *m);
/* Append the time it expires at in UTC, or nothing when it is not known. */
void meeting_expires(struct str *out, const struct meeting *m);

/*
 * The last day of an all-day event, as seconds of its local midnight: that
 * before its end, and not before its start.
 */
int64_t meeting_last_day(const struct meeting *m);

/* What the formats share: harmless texts, links and times. */

/*
 * Append text without control characters but tab and LF (C1 too) and those
 * that turn its direction, what is not UTF-8 as U+FFFD.  NULL is "".
 */
void text_clean(struct str *out, const char *text);

/* Append text as HTML: as an element's text or a quoted attribute value. */
void text_html(struct str *out, const char *text);

/*
 * Whether it may be a link that is followed or stands unquoted in a
 * calendar: https:// and a host, and no byte but those a URI may have (RFC
 * 3986, section 2) but for ', so no blank, quote, < or line end.
 */
bool text_is_link(const char *url);

/* Append "2026-12-01T10:00:00+08:00", the instant seen at that offset. */
void text_time(struct str *out, int64_t at, int32_t offset);
/* Append "+08:00"; seconds of an offset are cut off. */
void text_offset(struct str *out, int32_t offset);
/* Append "2026-12-01"; local is the instant plus its offset. */
void text_date(struct str *out, int64_t local);
/* The midnight that the local day began with. */
int64_t text_midnight(int64_t local);

/*
 * The formats of `icsreserve export`: pure functions that append a whole
 * file to out.  What each holds is in icsreserve(1), EXPORT FORMATS.
 */
struct export_format {
	const char *name;		/* as in --format */
	const char *extension;		/* without the dot */
	void (*write)(struct str *out, const struct export_input *in);
};

/*
 * A calendar to publish (RFC 5545, RFC 7986), one VEVENT for each meeting
 * with a link, in the order given, with UIDs that stay the same from
 * export to export.
 */
extern const struct export_format format_ics;

/*
 * RFC 4180 with a header; see export/csv.h.  An import reads it again:
 * times are local with their offset, the end of an all-day event is its last
 * day, and ids stand in a form that no spreadsheet takes for a number or a
 * date: "id:7490000000000000001", "uid:1e5".
 */
extern const struct export_format format_csv;

/* One object, contrib/export.schema.json. */
extern const struct export_format format_json;

/*
 * One page that needs nothing else and can't load anything else: its own
 * Content-Security-Policy admits its style and script alone.
 */
extern const struct export_format format_html;

/* All of them, with NULL at the end. */
extern const struct export_format *const export_formats[];

/* The format of that name, or NULL. */
const struct export_format *export_format_find(const char *name);

#endif
