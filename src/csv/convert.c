/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "csv/convert.h"
#include "csv/event.h"
#include "csv/limits.h"
#include "csv/plain.h"
#include "ics/line.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define DAY 86400

/* What is open while a table is read. */
struct conversion {
	struct csv_table *table;
	struct decode lines;
	struct record_reader reader;
	struct csv_record record;
	struct columns columns;
	struct event_maker maker;
	struct orders orders;	/* of dates */
	struct str ignored;	/* columns */
	uint32_t header_line;
	int titles;		/* rows above it */
	size_t occurrences, elsewhere;	/* rows that are left out */
	uint32_t first_occurrence, first_elsewhere;	/* the first's line */
	const struct csv_options *opt;
	uint32_t ics_line;	/* of the line that is written next */
};

/* The next line with something in it; 0 at the end. */
static int
next_line(struct conversion *c, struct decode_line *l, struct err *e)
{
	int rc;

	while ((rc = decode_next(&c->lines, l, e)) == 1 &&
	    !blank_trim(l->text).n)
		;
	return rc;
}

/*
 * The first line with something in it tells the delimiter: by itself, or as
 * Excel has it, in a line "sep=;" in front of the header.  A line "#TYPE ..."
 * in front of it is PowerShell's.
 */
static int
find_delimiter(struct conversion *c, char *delimiter, struct err *e)
{
	const struct slice sep = SLICE("sep=");
	struct decode_line l = { 0 };
	struct decode before = c->lines;
	int i, rc = next_line(c, &l, e);

	if (rc == 1 && slice_starts(l.text, SLICE("#TYPE "))) {
		before.off = c->lines.off;
		before.line = c->lines.line;
		rc = next_line(c, &l, e);
	}
	if (rc == -1)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_SOURCE, "the table is empty; its first "
		    "row has to name the columns");
	if (l.text.n == sep.n + 1 && slice_istarts(l.text, sep) &&
	    strchr(",;\t", l.text.p[sep.n])) {
		*delimiter = l.text.p[sep.n];
		return 0;
	}
	for (i = 0; rc == 1 && i < CSV_TITLE_ROWS_MAX; i++) {
		/* A title above the header has none. */
		*delimiter = record_delimiter(l.text);
		if (memchr(l.text.p, *delimiter, l.text.n))
			break;
		rc = next_line(c, &l, e);
	}
	if (rc == -1)
		return -1;
	c->lines.off = before.off;
	c->lines.line = before.line;
	return 0;
}

/* The next row as the header; what is wrong with it, with the first of them. */
static int
try_header(struct conversion *c, struct slice bytes, struct err *e)
{
	const struct csv_record *r = &c->record;
	int rc = record_next(&c->reader, &c->record, e);

	if (rc == -1)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_SOURCE, "the table is empty; its first "
		    "row has to name the columns");
	str_clear(&c->ignored);
	c->header_line = r->line;
	c->table->header = slice_of(bytes.p, (size_t)r->off + r->len);
	return columns_read(&c->columns, r, &c->ignored, e);
}

/* People write a title above it. */
static int
read_header(struct conversion *c, struct slice bytes, struct err *e)
{
	struct err other;

	if (try_header(c, bytes, e) == 0)
		return 0;
	while (++c->titles <= CSV_TITLE_ROWS_MAX)
		if (try_header(c, bytes, &other) == 0)
			return 0;
	return -1;
}

static void
count_lines(struct conversion *c, size_t from)
{
	struct slice rest = slice_from(str_slice(&c->table->ics), from), line;

	while (slice_line(&rest, &line))
		c->ics_line++;
}

/* Whether another calendar has the row's event. */
static bool
is_elsewhere(const struct conversion *c)
{
	struct slice name = columns_cell(&c->columns, &c->record,
	    COLUMN_CALENDAR);
	size_t i;

	for (i = 0; name.n && i < c->opt->n_calendars; i++)
		if (slice_eq(name, slice_str(c->opt->calendars[i])))
			return true;
	return false;
}

/* A row of a table of ours that is no event to be booked from here. */
static bool
leave_out(struct conversion *c)
{
	bool elsewhere = is_elsewhere(c);
	size_t *n = elsewhere ? &c->elsewhere : &c->occurrences;

	/* What is one of a series would be an event of its own. */
	if (!elsewhere && !columns_cell(&c->columns, &c->record,
	    COLUMN_RECURRENCE_ID).n)
		return false;
	if ((*n)++ == 0)
		*(elsewhere ? &c->first_elsewhere : &c->first_occurrence) =
		    c->record.line;
	return true;
}

static int
add_row(struct conversion *c, struct err *e)
{
	struct csv_table *t = c->table;
	size_t begin = t->ics.n;
	struct csv_row *row;

	if (leave_out(c))
		return 0;
	if (t->rows.n == CSV_ROWS_MAX)
		return err_set(e, ERR_SOURCE, "line %u: more than %d rows; "
		    "split the table", c->record.line, CSV_ROWS_MAX);
	row = VEC_ADD(&t->rows);
	row->line = c->record.line;
	row->off = c->record.off;
	row->len = c->record.len;
	row->ics_off = (uint32_t)begin;
	row->ics_line = c->ics_line;
	event_make(&c->maker, &c->record, &t->ics, row);
	row->ics_len = (uint32_t)(t->ics.n - begin);
	count_lines(c, begin);
	return 0;
}

/* Some programs leave out the last line end, but none the last cells too. */
static bool
is_cut_off(const struct conversion *c)
{
	const struct csv_record *last = &c->record;
	const struct csv_rows *rows = &c->table->rows;

	if (csv_is_ended(c->table, slice_of(c->lines.bytes.p + last->off,
	    last->len)))
		return false;
	return !rows->n || rows->items[rows->n - 1].why ||
	    last->ends.n < c->columns.n;
}

static int
read_rows(struct conversion *c, struct err *e)
{
	int rc;

	while ((rc = record_next(&c->reader, &c->record, e)) == 1)
		if (add_row(c, e) == -1)
			return -1;
	c->table->cut_off = is_cut_off(c);
	return rc;
}

/* Where the rows begin, for a second reading. */
struct row_place {
	size_t off, ics;
	uint32_t line, ics_line;
};

/*
 * The rows, and once more when dates of the first reading tell in which
 * order the numbers of others stand.
 */
static int
read_all(struct conversion *c, const struct csv_options *opt, struct err *e)
{
	struct csv_table *t = c->table;
	struct row_place rows = { c->lines.off, t->ics.n, c->lines.line,
		c->ics_line };

	orders_init(&c->orders);
	if (read_rows(c, e) == -1)
		return -1;
	if (!orders_decide(&c->orders, orders_word(opt->dates)))
		return 0;
	c->lines.off = rows.off;
	c->lines.line = rows.line;
	c->ics_line = rows.ics_line;
	t->ics.n = rows.ics;
	t->ics.over = false;
	t->rows.n = 0;
	c->occurrences = c->elsewhere = 0;
	event_forget_uids(&c->maker);
	return read_rows(c, e);
}

/* --- what is reported ---------------------------------------------------- */

static void
note_orders(struct conversion *c, const struct csv_options *opt)
{
	const struct orders *o = &c->orders;
	struct csv_table *t = c->table;

	if (o->undecided && o->decided_by)
		event_note(t, "dates-by-column",
		    o->decided_by, "dates as 12/1/2026 "
		    "are read in the order that the date in this row has");
	if (o->undecided && o->both)
		event_note(t, "dates-both-ways", 0, "a column has dates of "
		    "both orders, month first and day first; those that can be "
		    "read in two ways are left out");
	if (o->against)
		event_note(t, "dates-against",
		    o->decided_by, "the dates stand in "
		    "another order than '%s', which is not followed",
		    opt->dates);
}

static void
note_encoding(struct conversion *c)
{
	const struct decode *d = &c->lines;

	if (d->assumed && d->others[0])
		event_note(c->table, "assumed-encoding", 0, "it is not in "
		    "UTF-8; read as %s, but it may be in %s: look at the "
		    "titles. --encoding names another", d->name, d->others);
	else if (d->assumed)
		event_note(c->table, "assumed-encoding", 0, "it is not in "
		    "UTF-8; read as %s. --encoding names another", d->name);
}

static void
note_all(struct conversion *c, const struct csv_options *opt)
{
	struct csv_table *t = c->table;

	note_encoding(c);
	if (c->lines.twice)
		event_note(t, "encoded-twice", 1, "another program took it "
		    "for windows-1252 and wrote that as UTF-8, which is "
		    "undone; open it as UTF-8 there");
	if (c->titles)
		event_note(t, "title-rows", c->header_line, "this row names "
		    "the columns; what stands above it is left out");
	if (c->ignored.n)
		event_note(t, "ignored-columns",
		    c->header_line, "columns that mean "
		    "nothing here are left out: %s", str_text(&c->ignored));
	if (c->occurrences)
		event_note(t, "occurrences", c->first_occurrence,
		    P_("%zu row is left out: it is an occurrence of a series; "
		    "import its calendar", "%zu rows, of which this is the "
		    "first, are left out: they are occurrences of a series; "
		    "import its calendar", c->occurrences), c->occurrences);
	if (c->elsewhere)
		event_note(t, "elsewhere", c->first_elsewhere,
		    P_("%zu row is left out: its column 'calendar' names a "
		    "calendar that `icsreserve sync' takes care of", "%zu "
		    "rows, this one first, are left out: their column "
		    "'calendar' names a calendar that `icsreserve sync' takes "
		    "care of", c->elsewhere), c->elsewhere);
	note_orders(c, opt);
	event_notes(&c->maker, t, opt);
}

/* Put the VTIMEZONEs in front of the events, which move. */
static void
add_zones(struct conversion *c, const struct csv_options *opt, size_t at)
{
	struct csv_table *t = c->table;
	struct str zones = { 0 }, rest = { 0 };
	const struct event_zone *z;
	struct csv_row *row;
	size_t i;
	uint32_t lines = c->ics_line;

	for (i = 0; opt->add_zone && i < c->maker.zones.n; i++) {
		z = &c->maker.zones.items[i];
		opt->add_zone(opt->cookie, &zones, z->tzid, z->from - DAY);
	}
	str_add(&rest, slice_from(str_slice(&t->ics), at));
	t->ics.n = at;
	str_add(&t->ics, str_slice(&zones));
	count_lines(c, at);
	str_add(&t->ics, str_slice(&rest));
	lines = c->ics_line - lines;
	for (i = 0; i < t->rows.n; i++) {
		row = &t->rows.items[i];
		row->ics_off += (uint32_t)zones.n;
		row->ics_line += lines;
		if (row->secret_len)
			row->secret_off += (uint32_t)zones.n;
	}
	str_free(&zones);
	str_free(&rest);
}

static void
begin(struct conversion *c, const struct csv_options *opt, char stamp[])
{
	struct str *ics = &c->table->ics;

	c->maker.stamp = clock_ical(opt->stamp, stamp);
	c->maker.zone = slice_str(opt->zone ? opt->zone : "");
	line_put(ics, "BEGIN", SLICE("VCALENDAR"));
	line_put(ics, "VERSION", SLICE("2.0"));
	line_put(ics, "PRODID", SLICE("-//icsreserve//csv//EN"));
	c->ics_line = 1;
	count_lines(c, 0);
}

static int
run(struct conversion *c, struct slice bytes, const struct csv_options *opt,
    struct err *e)
{
	char delimiter = ',', stamp[CLOCK_TEXT];
	struct csv_table *t = c->table;
	size_t at;

	if (decode_open(&c->lines, bytes, opt->encoding, e) == -1 ||
	    find_delimiter(c, &delimiter, e) == -1)
		return -1;
	snprintf(t->encoding, sizeof(t->encoding), "%s", c->lines.name);
	memcpy(t->lf, c->lines.lf, sizeof(t->lf));
	memcpy(t->cr, c->lines.cr, sizeof(t->cr));
	t->width = c->lines.width;
	record_open(&c->reader, &c->lines, delimiter);
	if (read_header(c, bytes, e) == -1)
		return -1;
	begin(c, opt, stamp);
	at = t->ics.n;
	if (read_all(c, opt, e) == -1)
		return -1;
	if (c->maker.zones.n && opt->add_zone)
		add_zones(c, opt, at);
	t->end_line = c->ics_line;
	line_put(&t->ics, "END", SLICE("VCALENDAR"));
	note_all(c, opt);
	return t->ics.over ? err_set(e, ERR_SOURCE, "the table is too large; "
	    "split it") : 0;
}

int
csv_convert(struct csv_table *t, struct slice bytes,
    const struct csv_options *opt, struct err *e)
{
	struct conversion c = { .table = t, .opt = opt };
	int rc;

	*t = (struct csv_table){ .ics.max = UINT32_MAX };
	if (bytes.n > CSV_FILE_MAX)
		return err_set(e, ERR_SOURCE, "the table has more than %zu "
		    "bytes; split it", CSV_FILE_MAX);
	c.maker = (struct event_maker){ .columns = &c.columns,
		.arena = &t->arena, .orders = &c.orders };
	rc = run(&c, bytes, opt, e);
	event_forget_uids(&c.maker);
	record_close(&c.reader);
	record_free(&c.record);
	decode_close(&c.lines);
	str_free(&c.ignored);
	VEC_FREE(&c.maker.zones);
	if (rc == -1)
		csv_table_free(t);
	return rc;
}

void
csv_table_free(struct csv_table *t)
{
	str_free(&t->ics);
	VEC_FREE(&t->rows);
	VEC_FREE(&t->notes);
	arena_free(&t->arena);
	*t = (struct csv_table){ 0 };
}

static int
by_ics_line(const void *key, const void *item)
{
	uint32_t line = *(const uint32_t *)key;
	const struct csv_row *row = item;

	return (line > row->ics_line) - (line < row->ics_line);
}

const struct csv_row *
csv_row_at(const struct csv_table *t, uint32_t ics_line)
{
	const struct csv_row *rows = t->rows.items;
	const uint32_t next = ics_line + 1;
	size_t from = VEC_LOWER(&t->rows, &next, by_ics_line);
	uint32_t n = from < t->rows.n ? rows[from].ics_line : t->end_line;

	/* The last row that begins there or before. */
	return from && ics_line < n ? &rows[from - 1] : NULL;
}

bool
csv_is_ended(const struct csv_table *t, struct slice raw)
{
	const char *end;

	if (raw.n < t->width)
		return false;
	end = raw.p + raw.n - t->width;
	return memcmp(end, t->lf, t->width) == 0 ||
	    memcmp(end, t->cr, t->width) == 0;
}

const char *
csv_column(const char *property)
{
	static const struct {
		const char *property;
		enum column column;
	} from[] = {
		{ "UID", COLUMN_UID }, { "SUMMARY", COLUMN_SUMMARY },
		{ "DTSTART", COLUMN_START }, { "DTEND", COLUMN_END },
		{ "TZID", COLUMN_TIMEZONE },
		{ "LOCATION", COLUMN_LOCATION },
		{ "DESCRIPTION", COLUMN_DESCRIPTION },
		{ "X-ICSRESERVE-OWNER", COLUMN_OWNER },
		{ "X-ICSRESERVE-HOSTS", COLUMN_HOSTS },
		{ "X-ICSRESERVE-PASSWORD", COLUMN_PASSWORD },
	};
	size_t i;

	for (i = 0; i < LEN(from); i++)
		if (slice_ieq(slice_str(property),
		    slice_str(from[i].property)))
			return columns_name(from[i].column);
	return NULL;
}
