/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "csv/content.h"
#include "csv/convert.h"
#include "csv/event.h"
#include "csv/limits.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

/* What is open while a table is read. */
struct conversion {
	struct csv_table *table;
	struct decode lines;
	struct record_reader reader;
	struct record record;
	struct columns columns;
	struct event_maker maker;
	uint32_t ics_line;	/* of the line that is written next */
};

/*
 * The first line with something in it tells the delimiter: by itself, or as
 * Excel has it, in a line "sep=;" in front of the header.
 */
static int
find_delimiter(struct conversion *c, char *delimiter, struct err *e)
{
	const struct slice sep = SLICE("sep=");
	struct decode_line l = { 0 };
	int rc;

	while ((rc = decode_next(&c->lines, &l, e)) == 1 &&
	    !slice_trim(l.text).n)
		;
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
	*delimiter = record_delimiter(l.text);
	decode_rewind(&c->lines);
	return 0;
}

static int
read_header(struct conversion *c, struct slice bytes, struct err *e)
{
	struct csv_table *t = c->table;
	const struct record *r = &c->record;
	int rc = record_next(&c->reader, &c->record, e);

	if (rc == -1)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_SOURCE, "the table is empty; its first "
		    "row has to name the columns");
	t->header = slice_of(bytes.p, (size_t)r->off + r->len);
	return columns_read(&c->columns, r, &t->ignored, &t->arena, e);
}

static void
count_lines(struct conversion *c, size_t from)
{
	struct slice rest = slice_from(str_slice(&c->table->ics), from), line;

	while (slice_line(&rest, &line))
		c->ics_line++;
}

static int
add_row(struct conversion *c, struct err *e)
{
	struct csv_table *t = c->table;
	size_t begin = t->ics.n;
	struct csv_row *row;

	if (t->rows.n == CSV_ROWS_MAX)
		return err_set(e, ERR_SOURCE, "line %u: more than %d rows; "
		    "split the table", c->record.line, CSV_ROWS_MAX);
	row = vec_add(&t->rows);
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

static int
read_rows(struct conversion *c, struct err *e)
{
	int rc;

	while ((rc = record_next(&c->reader, &c->record, e)) == 1)
		if (add_row(c, e) == -1)
			return -1;
	return rc;
}

static int
run(struct conversion *c, struct slice bytes, const struct csv_options *opt,
    struct err *e)
{
	char delimiter = ',', stamp[CLOCK_TEXT];
	struct str *ics = &c->table->ics;

	if (decode_open(&c->lines, bytes, opt->encoding, e) == -1 ||
	    find_delimiter(c, &delimiter, e) == -1)
		return -1;
	snprintf(c->table->encoding, sizeof(c->table->encoding), "%s",
	    c->lines.name);
	memcpy(c->table->lf, c->lines.lf, sizeof(c->table->lf));
	memcpy(c->table->cr, c->lines.cr, sizeof(c->table->cr));
	c->table->width = c->lines.width;
	record_open(&c->reader, &c->lines, delimiter);
	if (read_header(c, bytes, e) == -1)
		return -1;
	c->maker.stamp = clock_ical(opt->stamp, stamp);
	c->maker.zone = slice_str(opt->zone ? opt->zone : "");
	content_raw(ics, "BEGIN", SLICE("VCALENDAR"));
	content_raw(ics, "VERSION", SLICE("2.0"));
	content_raw(ics, "PRODID", SLICE("-//icsreserve//csv//EN"));
	c->ics_line = 1;
	count_lines(c, 0);
	if (read_rows(c, e) == -1)
		return -1;
	c->table->end_line = c->ics_line;
	content_raw(ics, "END", SLICE("VCALENDAR"));
	return ics->over ? err_set(e, ERR_SOURCE, "the table is too large; "
	    "split it") : 0;
}

int
csv_convert(struct csv_table *t, struct slice bytes,
    const struct csv_options *opt, struct err *e)
{
	struct conversion c = { .table = t };
	int rc;

	*t = (struct csv_table){
		.ics.max = UINT32_MAX,
		.rows = VEC_OF(struct csv_row),
		.ignored = VEC_OF(const char *),
	};
	if (bytes.n > CSV_FILE_MAX)
		return err_set(e, ERR_SOURCE, "the table has more than %zu "
		    "bytes; split it", CSV_FILE_MAX);
	c.maker = (struct event_maker){ .columns = &c.columns,
		.uids.arena = &t->arena, .arena = &t->arena };
	rc = run(&c, bytes, opt, e);
	uids_free(&c.maker.uids);
	record_close(&c.reader);
	record_free(&c.record);
	decode_close(&c.lines);
	if (rc == -1)
		csv_table_free(t);
	return rc;
}

void
csv_table_free(struct csv_table *t)
{
	str_free(&t->ics);
	vec_free(&t->rows);
	vec_free(&t->ignored);
	arena_free(&t->arena);
	*t = (struct csv_table){ 0 };
}

const struct csv_row *
csv_row_at(const struct csv_table *t, uint32_t ics_line)
{
	const struct csv_row *rows = t->rows.items;
	size_t from = 0, to = t->rows.n, mid;
	uint32_t n;

	/* The last row that begins there or before. */
	while (from < to) {
		mid = from + (to - from) / 2;
		if (rows[mid].ics_line <= ics_line)
			from = mid + 1;
		else
			to = mid;
	}
	if (!from)
		return NULL;
	n = from < t->rows.n ? rows[from].ics_line : t->end_line;
	return ics_line < n ? &rows[from - 1] : NULL;
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
