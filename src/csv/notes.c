/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "base/intl.h"
#include "csv/blank.h"
#include "csv/limits.h"
#include "csv/notes.h"

void
notes_add(
    struct csv_table *t, const char *kind, uint32_t line, const char *fmt, ...)
{
	struct csv_note *n = VEC_ADD(&t->notes);
	struct str text = {0};
	va_list ap;
	char buf[512];

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), intl_text(fmt), ap);
	va_end(ap);
	blank_show(&text, slice_str(buf));
	n->kind = kind;
	n->line = line;
	n->message = arena_str(&t->arena, str_text(&text));
	str_free(&text);
}

void
notes_equal(struct csv_table *t)
{
	const struct csv_row *row, *first = NULL;
	size_t i, n = 0;

	for (i = 0; i < t->rows.n; i++) {
		row = &t->rows.items[i];
		if (!row->alike || row->why)
			continue;
		n++;
		first = first ? first : row;
	}
	if (n == 1)
		notes_add(t, "equal-rows", first->line,
		    "the row says the same "
		    "as line %u; both are events, each with a reservation of "
		    "its own",
		    first->like);
	else if (n)
		notes_add(t, "equal-rows", first->line,
		    "%zu rows say the same "
		    "as others, this one as line %u; all are events, each with "
		    "a reservation of its own",
		    n, first->like);
}

static void
note_zone(struct csv_table *t, const struct event_zone *z,
    const struct csv_options *opt)
{
	if (opt->is_unsigned && opt->is_unsigned(opt->cookie, z->tzid))
		notes_add(t, "unsigned-offset", z->line,
		    "an offset of "
		    "the time zone '%.*s' has no sign; it is read as "
		    "east of Greenwich, as +08:00",
		    CSV_ZONE_SHOWN, z->tzid);
	if (opt->is_offset_only && opt->is_offset_only(opt->cookie, z->tzid))
		notes_add(t, "offset-only", z->line,
		    "only the offset of "
		    "the time zone '%.*s' is known, so it is read without "
		    "summer time; use an IANA name such as Europe/Berlin, or "
		    "set tzalias",
		    CSV_ZONE_SHOWN, z->tzid);
}

void
notes_zones(struct csv_table *t, const struct event_zones *zones,
    const struct csv_options *opt)
{
	size_t i;

	for (i = 0; i < zones->n; i++)
		note_zone(t, &zones->items[i], opt);
}

void
notes_status(struct csv_table *t, const struct event_maker *m)
{
	if (m->odd_status)
		notes_add(t, "odd-status", m->odd_line,
		    "the status '%.*s' "
		    "says nothing here, and rows with such words are booked; "
		    "write cancelled for what does not take place",
		    CSV_ZONE_SHOWN, m->odd_status);
}
