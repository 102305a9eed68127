/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/intl.h"
#include "csv/plain.h"
#include "csv/times.h"
#include "csv/when.h"
#include "ics/line.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define STAMP_SIZE 32
#define DAY 86400

/* --- what the cells say --------------------------------------------------- */

static void
load(const struct columns *c, const struct csv_record *row,
    enum column date, enum column when, struct moment_cell *out)
{
	struct slice d = columns_cell(c, row, date);
	struct slice t = columns_cell(c, row, when);

	*out = (struct moment_cell){ 0 };
	str_add(&out->text, d);
	if (d.n && t.n)
		str_addc(&out->text, ' ');
	str_add(&out->text, t);
}

static void
understand(struct moment_cell *m, struct orders *o, enum order_column column,
    uint32_t line)
{
	m->when = when_read(str_slice(&m->text), o->allowed[column]);
	orders_note(o, column, &m->when, line);
}

/* A time without an offset gets that of its row. */
static void
set_offset(struct csv_when *w, int64_t offset)
{
	if (w->kind != WHEN_LOCAL)
		return;
	w->kind = WHEN_OFFSET;
	w->offset = offset;
}

/*
 * The end is a time alone: on the day, and by the clock, of the start.
 */
static void
complete_end(const struct csv_when *start, struct csv_when *end)
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

/* What people call a zone that no table of zones has. */
static struct slice
zone_of(struct slice text, char buf[ZONE_SIZE])
{
	static const char *const beijing[] = { "北京时间", "中国标准时间",
		"中国时间", "上海", "北京", "東八區", "东八区" };
	size_t i, n = 0, empty;

	if (columns_says(text, beijing, LEN(beijing)))
		return SLICE("Asia/Shanghai");
	for (i = 0; i < text.n && n < ZONE_SIZE; i += empty ? empty : 1) {
		empty = blank_empty_at(slice_from(text, i));
		if (!empty)
			buf[n++] = text.p[i];
	}
	return i < text.n ? text : slice_of(buf, n);
}

void
times_read(struct times *t, const struct columns *c,
    const struct csv_record *row, struct slice zone, struct orders *o)
{
	struct slice own = columns_cell(c, row, COLUMN_TIMEZONE);
	int64_t offset;
	bool fixed = own.n && when_offset(own, &offset);

	*t = (struct times){ .zone = zone };
	if (own.n)
		t->zone = zone_of(own, t->zone_text);
	t->all_day = columns_cell(c, row, COLUMN_ALL_DAY);
	load(c, row, COLUMN_START_DATE, COLUMN_START, &t->start);
	load(c, row, COLUMN_END_DATE, COLUMN_END, &t->end);
	understand(&t->start, o, ORDER_START, row->line);
	understand(&t->end, o, ORDER_END, row->line);
	if (fixed)
		set_offset(&t->start.when, offset);
	complete_end(&t->start.when, &t->end.when);
	if (fixed)
		set_offset(&t->end.when, offset);
}

void
times_free(struct times *t)
{
	str_free(&t->start.text);
	str_free(&t->end.text);
}

/* --- whole days ----------------------------------------------------------- */

enum answer { ANSWER_NONE, ANSWER_NO, ANSWER_YES, ANSWER_BAD };

static enum answer
answer(struct slice text)
{
	static const char *const yes[] = { "true", "yes", "y", "x", "1", "on",
		"是", "真", "√", "✓", "✔", "☑", "ja", "wahr", "j",
		"vrai", "oui", "verdadero", "sí", "ein", "オン", "开" };
	static const char *const no[] = { "false", "no", "n", "0", "off", "-",
		"否", "假", "×", "✗", "☐", "nein", "falsch",
		"faux", "non", "falso", "aus", "オフ", "关" };

	return !text.n ? ANSWER_NONE
	    : columns_says(text, yes, LEN(yes)) ? ANSWER_YES
	    : columns_says(text, no, LEN(no)) ? ANSWER_NO : ANSWER_BAD;
}

static bool
has_date(const struct csv_when *w)
{
	return w->kind == WHEN_DATE || w->kind == WHEN_LOCAL ||
	    w->kind == WHEN_OFFSET;
}

static void
to_day(struct csv_when *w)
{
	w->at.hour = w->at.minute = w->at.second = 0;
	w->kind = WHEN_DATE;
	w->offset = 0;
}

/* An end at midnight ends the day before, unless that is before the start. */
static void
to_last_day(struct csv_when *end, const struct csv_when *start)
{
	bool midnight = end->kind != WHEN_DATE && !end->at.hour &&
	    !end->at.minute && !end->at.second;

	to_day(end);
	if (midnight && clock_from_civil(&end->at) >
	    clock_from_civil(&start->at))
		end->at = clock_to_civil(clock_from_civil(&end->at) - DAY);
}

/*
 * An event of whole days has the times 0:00 and 0:00 of the day after its
 * last in Outlook's export, others leave them out, and some write the same
 * midnight twice for one day.  What has no end is one day.
 */
static void
to_days(struct times *t)
{
	struct csv_when *start = &t->start.when, *end = &t->end.when;

	if (!has_date(start))
		return;
	to_day(start);
	if (!t->end.text.n || end->kind == WHEN_TIME)
		*end = *start;
	else if (has_date(end))
		to_last_day(end, start);
}

/* --- the lines ------------------------------------------------------------ */

/*
 * A row that is no event: its start or end says so to people who mend it,
 * and is no time to any reader.
 */
static void
add_bad(struct arena *a, struct str *out, struct csv_row *of,
    enum column column, const struct str *text, const char *why)
{
	struct str value = { 0 }, shown = { .max = 80 };

	str_addf(&value, "%s (%s)", str_text(text), why);
	line_put(out, column == COLUMN_END ? "DTEND" : "DTSTART",
	    str_slice(&value));
	str_free(&value);
	if (of->why)
		return;		/* one fault of a row is reported */
	blank_show(&shown, str_slice(text));
	of->why = text->n ? arena_printf(a, "'%s' %s",
	    str_text(&shown), why) : arena_str(a, why);
	of->column = columns_name(column);
	str_free(&shown);
}

/* Excel's form of a time in a cell that has no format: "46359.4166666667". */
static bool
is_serial(struct slice text)
{
	const char *blank = memchr(text.p, ' ', text.n);
	const char *dot;
	size_t i, n;

	/* A date and a time of its own each have one. */
	if (blank)
		text.n = (size_t)(blank - text.p);
	dot = memchr(text.p, '.', text.n);
	n = dot ? (size_t)(dot - text.p) : text.n;

	for (i = 0; i < text.n; i++)
		if (text.p + i != dot && (text.p[i] < '0' || text.p[i] > '9'))
			return false;
	return n == 5 && text.p[0] >= '3' && text.p[0] <= '5';
}

/* Why a cell is no start or end; NULL: it may be one. */
static const char *
fault(const struct moment_cell *c)
{
	static const char *const why[] = {
		[WHEN_BAD] = N_("is no existing date and time; write it as "
		    "2026-12-01 09:00"),
		[WHEN_UNDECIDED] = N_("can be read in two ways; write it as "
		    "2026-12-01 09:00, or say with --dates in which order "
		    "such dates are written"),
		[WHEN_WEEKDAY] = N_("is on another weekday; correct one of "
		    "the two"),
		[WHEN_HOUR] = N_("can mean two times of the day; write it with "
		    "24 hours, as 2026-12-01 00:00 or 2026-12-01 12:00"),
		[WHEN_SPAN] = N_("has a start and an end, or an offset; write "
		    "start and end in two columns, and an offset behind "
		    "seconds, as 10:00:00-05:00"),
		[WHEN_TIME] = N_("has no date; write it as 2026-12-01 09:00"),
		[WHEN_OFFSET] = NULL,
	};

	if (!c->text.n)
		return _("there is none; write it as 2026-12-01 09:00");
	if (c->when.kind == WHEN_BAD && is_serial(str_slice(&c->text)))
		return _("is a number of days as Excel counts them; format its "
		    "column as date and time there, and save it again");
	return why[c->when.kind] ? intl_text(why[c->when.kind]) : NULL;
}

/* The end of a day is no start. */
static const char *
start_fault(const struct moment_cell *c)
{
	const char *why = fault(c);

	return why || c->when.at.hour < 24 ? why
	    : _("is the end of a day; write 00:00 of the next one");
}

/* Why it is no end of what begins so, by the clocks of both. */
static const char *
end_fault(const struct moment_cell *start, const struct moment_cell *end)
{
	bool day = start->when.kind == WHEN_DATE;
	const char *why = fault(end);

	if (!end->text.n)
		return _(
		    "there is none; write it as 10:00 or 2026-12-01 10:00");
	if (end->when.kind == WHEN_TIME && day)
		return _("has a time, and the start has none");
	if (why || start_fault(start))
		return why;
	if (day != (end->when.kind == WHEN_DATE))
		return day ? _("has a time, and the start has none")
		    : _("has no time, and the start has one");
	if (start->when.kind == end->when.kind &&
	    clock_from_civil(&end->when.at) - end->when.offset <
	    clock_from_civil(&start->when.at) - start->when.offset)
		return _("is before the start; correct one of them");
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
	line_put(out, name, slice_str(text));
}

static void
add_time(struct str *out, const char *name, const struct csv_when *w,
    struct slice zone)
{
	char text[CLOCK_TEXT];
	int64_t at = clock_from_civil(&w->at);

	clock_ical(at - w->offset, text);
	if (w->kind == WHEN_LOCAL)
		text[strlen(text) - 1] = '\0';	/* without the Z */
	if (w->kind == WHEN_LOCAL && zone.n)
		line_put_zoned(out, name, zone, slice_str(text));
	else
		line_put(out, name, slice_str(text));
}

/* A moment that is one; a day is `days' days later in the calendar. */
static void
add_moment(struct str *out, const char *name, const struct csv_when *w,
    struct slice zone, int days)
{
	if (w->kind == WHEN_DATE)
		add_date(out, name, w->at, days);
	else
		add_time(out, name, w, zone);
}

void
times_add(struct times *t, struct str *out, struct csv_row *of,
    struct arena *a)
{
	enum answer whole = answer(t->all_day);
	struct str said = { 0 };
	const char *bad_start, *bad_end;
	bool no_end;

	if (whole == ANSWER_YES)
		to_days(t);
	no_end = whole == ANSWER_YES && !t->end.text.n;
	bad_start = start_fault(&t->start);
	bad_end = no_end ? NULL : end_fault(&t->start, &t->end);
	if (whole == ANSWER_BAD) {
		str_add(&said, t->all_day);
		add_bad(a, out, of, COLUMN_ALL_DAY, &said, _("is neither yes "
		    "nor no"));
	} else if (bad_start) {
		add_bad(a, out, of, COLUMN_START, &t->start.text, bad_start);
	} else {
		add_moment(out, "DTSTART", &t->start.when, t->zone, 0);
	}
	if (bad_end)
		add_bad(a, out, of, COLUMN_END, &t->end.text, bad_end);
	else if (!bad_start)
		add_moment(out, "DTEND", &t->end.when, t->zone, 1);
	str_free(&said);
}
