/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "csv/blank.h"
#include "csv/content.h"
#include "csv/event.h"
#include "csv/when.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define STAMP_SIZE 32

/* A start or an end: the date's and the time's column, joined. */
struct moment_cell {
	struct str text;
	struct when when;
};

static struct slice
cell(const struct event_maker *m, const struct record *row, enum column c)
{
	return columns_cell(m->columns, row, c);
}

static void
load(const struct event_maker *m, const struct record *row,
    enum column date, enum column when, struct moment_cell *out)
{
	struct slice d = cell(m, row, date), t = cell(m, row, when);

	*out = (struct moment_cell){ 0 };
	str_add(&out->text, d);
	if (d.n && t.n)
		str_addc(&out->text, ' ');
	str_add(&out->text, t);
	out->when = when_read(str_slice(&out->text));
}

/*
 * The end is a time alone: on the day, and by the clock, of the start.
 */
static void
complete_end(const struct when *start, struct when *end)
{
	if (end->kind != WHEN_TIME ||
	    (start->kind != WHEN_LOCAL && start->kind != WHEN_OFFSET))
		return;
	end->at.year = start->at.year;
	end->at.month = start->at.month;
	end->at.day = start->at.day;
	end->offset = start->offset;
	end->kind = start->kind;
}

/*
 * A row that is no event: its start or end says so to people who mend it,
 * and is no time to any reader.
 */
static void
add_bad(const struct event_maker *m, struct str *out, struct csv_row *of,
    enum column column, const struct str *text, const char *why)
{
	struct str value = { 0 }, shown = { .max = 80 };

	str_addf(&value, "%s (%s)", str_text(text), why);
	content_raw(out, column == COLUMN_END ? "DTEND" : "DTSTART",
	    str_slice(&value));
	str_free(&value);
	if (of->why)
		return;		/* one fault of a row is told */
	str_plain(&shown, str_slice(text));
	of->why = text->n ? arena_printf(m->arena, "'%s' %s",
	    str_text(&shown), why) : arena_str(m->arena, why);
	of->column = columns_name(column);
	str_free(&shown);
}

#define EXAMPLE "write it as 2026-12-01 09:00"

/* Why a cell is no start or end; NULL: it may be one. */
static const char *
fault(const struct moment_cell *c)
{
	if (!c->text.n)
		return "there is none; " EXAMPLE;
	if (c->when.kind == WHEN_TIME)
		return "has no date; " EXAMPLE;
	if (c->when.kind == WHEN_YEAR_LAST)
		return "can be read in two ways; " EXAMPLE;
	if (c->when.kind == WHEN_BAD)
		return "is no existing date and time; " EXAMPLE;
	return NULL;
}

/* Why it is no end of what begins so, by the clocks of both. */
static const char *
end_fault(const struct moment_cell *start, const struct moment_cell *end)
{
	bool day = start->when.kind == WHEN_DATE;
	const char *why = fault(end);

	if (!end->text.n)
		return "there is none; write it as 10:00 or 2026-12-01 10:00";
	if (end->when.kind == WHEN_TIME && day)
		return "has a time, and the start has none";
	if (why || fault(start))
		return why;
	if (day != (end->when.kind == WHEN_DATE))
		return day ? "has a time, and the start has none"
		    : "has no time, and the start has one";
	if (start->when.kind == end->when.kind &&
	    clock_from_civil(&end->when.at) - end->when.offset <
	    clock_from_civil(&start->when.at) - start->when.offset)
		return "is before the start; correct one of them";
	return NULL;
}

static void
add_date(struct str *out, const char *property, struct civil c, int days)
{
	char name[32], text[STAMP_SIZE];

	c.day += days;
	c = clock_to_civil(clock_from_civil(&c));
	snprintf(name, sizeof(name), "%s;VALUE=DATE", property);
	snprintf(text, sizeof(text), "%04d%02d%02d", c.year, c.month, c.day);
	content_raw(out, name, slice_str(text));
}

static void
add_time(struct str *out, const char *name, const struct when *w,
    struct slice zone)
{
	char text[CLOCK_TEXT];
	int64_t at = clock_from_civil(&w->at);

	clock_ical(at - w->offset, text);
	if (w->kind == WHEN_LOCAL)
		text[strlen(text) - 1] = '\0';	/* without the Z */
	if (w->kind == WHEN_LOCAL && zone.n)
		content_zoned(out, name, zone, slice_str(text));
	else
		content_raw(out, name, slice_str(text));
}

/* A moment that is one; a day is `days' days later in the calendar. */
static void
add_moment(struct str *out, const char *name, const struct when *w,
    struct slice zone, int days)
{
	if (w->kind == WHEN_DATE)
		add_date(out, name, w->at, days);
	else
		add_time(out, name, w, zone);
}

static void
add_times(const struct event_maker *m, struct str *out, struct csv_row *of,
    const struct moment_cell *start, struct moment_cell *end,
    struct slice zone)
{
	const char *bad_start = fault(start), *bad_end;

	complete_end(&start->when, &end->when);
	bad_end = end_fault(start, end);
	if (bad_start)
		add_bad(m, out, of, COLUMN_START, &start->text, bad_start);
	else
		add_moment(out, "DTSTART", &start->when, zone, 0);
	if (bad_end)
		add_bad(m, out, of, COLUMN_END, &end->text, bad_end);
	else
		add_moment(out, "DTEND", &end->when, zone, 1);
}

/* A row that is none: why stands in place of its start. */
static bool
add_fault(const struct event_maker *m, const struct record *row,
    struct str *out, struct csv_row *of)
{
	if (row->fault)
		of->why = arena_printf(m->arena, "%s; correct the row",
		    row->fault);
	else if (row->fields > m->columns->n)
		of->why = arena_printf(m->arena, "the row has %zu cells and "
		    "the header %zu; put a cell that has a separator in it "
		    "between quotation marks", row->fields, m->columns->n);
	else
		return false;
	content_raw(out, "DTSTART", slice_str(of->why));
	return true;
}

/* A UID is one line: others would not get it back as they wrote it. */
static const char *
own_uid(const struct event_maker *m, struct slice text)
{
	struct str uid = { 0 };
	const char *copy;
	size_t i;

	for (i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= ' ' && text.p[i] != 0x7f)
			str_addc(&uid, text.p[i]);
	text = blank_trim(str_slice(&uid));
	copy = arena_dup(m->arena, text.p, text.n);
	str_free(&uid);
	return copy;
}

static const char *
uid_of(struct event_maker *m, const struct record *row,
    const struct moment_cell *start, const struct moment_cell *end)
{
	struct slice uid = cell(m, row, COLUMN_UID);
	const struct slice texts[] = {
		cell(m, row, COLUMN_SUMMARY), str_slice(&start->text),
		str_slice(&end->text), cell(m, row, COLUMN_TIMEZONE),
	};

	const char *own = own_uid(m, uid);

	return own[0] ? own : uids_derive(&m->uids, texts, LEN(texts));
}

static void
add_texts(const struct event_maker *m, const struct record *row,
    struct str *out, struct csv_row *of)
{
	static const struct {
		enum column column;
		const char *name;
	} texts[] = {
		{ COLUMN_SUMMARY, "SUMMARY" },
		{ COLUMN_LOCATION, "LOCATION" },
		{ COLUMN_DESCRIPTION, "DESCRIPTION" },
		{ COLUMN_OWNER, "X-ICSRESERVE-OWNER" },
		{ COLUMN_HOSTS, "X-ICSRESERVE-HOSTS" },
	};
	struct slice v;
	size_t i;

	for (i = 0; i < LEN(texts); i++) {
		v = cell(m, row, texts[i].column);
		/* An empty title is for the caller to refuse. */
		if (v.n || texts[i].column == COLUMN_SUMMARY)
			content_text(out, texts[i].name, v);
	}
	v = cell(m, row, COLUMN_PASSWORD);
	if (!v.n)
		return;
	of->secret_off = (uint32_t)out->n;
	content_text(out, "X-ICSRESERVE-PASSWORD", v);
	of->secret_len = (uint32_t)out->n - of->secret_off;
}

void
event_make(struct event_maker *m, const struct record *row, struct str *out,
    struct csv_row *of)
{
	struct slice zone = cell(m, row, COLUMN_TIMEZONE);
	struct moment_cell start, end;

	load(m, row, COLUMN_START_DATE, COLUMN_START, &start);
	load(m, row, COLUMN_END_DATE, COLUMN_END, &end);
	of->uid = uid_of(m, row, &start, &end);
	of->alike = !cell(m, row, COLUMN_UID).n && strchr(of->uid, '-');
	content_raw(out, "BEGIN", SLICE("VEVENT"));
	content_text(out, "UID", slice_str(of->uid));
	content_raw(out, "DTSTAMP", slice_str(m->stamp));
	if (!add_fault(m, row, out, of))
		add_times(m, out, of, &start, &end, zone.n ? zone : m->zone);
	add_texts(m, row, out, of);
	content_raw(out, "END", SLICE("VEVENT"));
	str_free(&start.text);
	str_free(&end.text);
}
