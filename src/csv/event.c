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
 * A text that is no date here must not be one to the event's reader, who
 * takes 20261201T090000 and would not look into the zone's column.
 */
static void
add_bad(struct str *out, const char *name, struct slice text,
    const char *why)
{
	struct str value = { 0 };
	size_t i = 0;

	str_add(&value, text);
	/* Control characters will be left out. */
	while (i < text.n && ((unsigned char)text.p[i] <= ' ' ||
	    strchr("0123456789TtZz\x7f", text.p[i])))
		i++;
	if (!why && text.n && i == text.n)
		why = "is no date here";
	if (why)
		str_addf(&value, " (%s)", why);
	content_raw(out, name, str_slice(&value));
	str_free(&value);
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

static void
add_start(struct str *out, const struct moment_cell *c, struct slice zone)
{
	if (c->when.kind == WHEN_DATE)
		add_date(out, "DTSTART", c->when.at, 0);
	else if (c->when.kind == WHEN_LOCAL || c->when.kind == WHEN_OFFSET)
		add_time(out, "DTSTART", &c->when, zone);
	else
		add_bad(out, "DTSTART", str_slice(&c->text), NULL);
}

/* Both are dates alone, or both have a time; else it is not clear what is
 * meant. */
static void
add_end(struct str *out, const struct moment_cell *start,
    const struct moment_cell *c, struct slice zone)
{
	bool day = start->when.kind == WHEN_DATE;
	struct slice text = str_slice(&c->text);
	int64_t days = clock_from_civil(&c->when.at) -
	    clock_from_civil(&start->when.at);

	if (c->when.kind == WHEN_BAD || c->when.kind == WHEN_TIME)
		add_bad(out, "DTEND", text, c->when.kind == WHEN_TIME && day
		    ? "the start has no time" : NULL);
	else if (c->when.kind != WHEN_DATE && day)
		add_bad(out, "DTEND", text, "the start has no time");
	else if (c->when.kind == WHEN_DATE && !day)
		add_bad(out, "DTEND", text, "the start has a time");
	else if (day && days < 0)
		add_bad(out, "DTEND", text, "before the start");
	else if (day)
		add_date(out, "DTEND", c->when.at, 1);
	else
		add_time(out, "DTEND", &c->when, zone);
}

static void
add_times(struct str *out, const struct moment_cell *start,
    struct moment_cell *end, struct slice zone)
{
	complete_end(&start->when, &end->when);
	add_start(out, start, zone);
	add_end(out, start, end, zone);
}

/* A row that is none: why stands in place of its start. */
static bool
add_fault(const struct event_maker *m, const struct record *row,
    struct str *out)
{
	char why[80];

	if (row->fault)
		snprintf(why, sizeof(why), "%s", row->fault);
	else if (row->fields > m->columns->n)
		snprintf(why, sizeof(why), "%zu cells, but %zu columns",
		    row->fields, m->columns->n);
	else
		return false;
	content_raw(out, "DTSTART", slice_str(why));
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
    struct str *out)
{
	static const struct {
		enum column column;
		const char *name;
	} texts[] = {
		{ COLUMN_SUMMARY, "SUMMARY" },
		{ COLUMN_DESCRIPTION, "DESCRIPTION" },
		{ COLUMN_OWNER, "X-ICSRESERVE-OWNER" },
		{ COLUMN_HOSTS, "X-ICSRESERVE-HOSTS" },
		{ COLUMN_PASSWORD, "X-ICSRESERVE-PASSWORD" },
	};
	struct slice v;
	size_t i;

	for (i = 0; i < LEN(texts); i++) {
		v = cell(m, row, texts[i].column);
		/* An empty title is for the caller to refuse. */
		if (v.n || texts[i].column == COLUMN_SUMMARY)
			content_text(out, texts[i].name, v);
	}
}

const char *
event_make(struct event_maker *m, const struct record *row, struct str *out)
{
	struct moment_cell start, end;
	const char *uid;

	load(m, row, COLUMN_START_DATE, COLUMN_START, &start);
	load(m, row, COLUMN_END_DATE, COLUMN_END, &end);
	uid = uid_of(m, row, &start, &end);
	content_raw(out, "BEGIN", SLICE("VEVENT"));
	content_text(out, "UID", slice_str(uid));
	content_raw(out, "DTSTAMP", slice_str(m->stamp));
	if (!add_fault(m, row, out))
		add_times(out, &start, &end,
		    cell(m, row, COLUMN_TIMEZONE));
	add_texts(m, row, out);
	content_raw(out, "END", SLICE("VEVENT"));
	str_free(&start.text);
	str_free(&end.text);
	return uid;
}
