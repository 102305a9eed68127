/* SPDX-License-Identifier: MIT */
#ifndef ICSR_EXPORT_FORMATS_H
#define ICSR_EXPORT_FORMATS_H

#include "base/str.h"
#include "export/meeting.h"

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
 * RFC 4180 with a header; see export/cell.h.  An import reads it again:
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
