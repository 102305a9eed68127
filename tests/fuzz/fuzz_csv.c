/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "csv/convert.h"
#include "fuzz.h"
#include "ics/cut.h"
#include "ics/line.h"
#include "ics/parse.h"

/* Lines are none but those that are written. */
static void
check_lines(struct slice event)
{
	static const char *const known[] = { "BEGIN", "UID", "DTSTAMP",
		"DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION",
		"X-ICSRESERVE-OWNER", "X-ICSRESERVE-HOSTS",
		"X-ICSRESERVE-PASSWORD", "END" };
	char name[ICS_NAME_MAX];
	struct slice raw, line;
	size_t at = 0, n;

	while (line_next(&event, &raw)) {
		HOLD(line_name(raw, name));
		/* In this order, so none twice. */
		while (at < 12 && strcmp(name, known[at]) != 0)
			at++;
		HOLD(at++ < 12);
		while (slice_line(&raw, &line)) {
			HOLD(line.n > 1 && line.n <= ICS_FOLD_WIDTH + 1);
			HOLD(line.p[line.n - 1] == '\r');
			for (line.n--; line.n; line = slice_from(line, n)) {
				n = str_utf8(line);
				HOLD(n);
				HOLD((unsigned char)line.p[0] >= 0x20 ||
				    line.p[0] == '\t');
			}
		}
	}
}

static void
check_event(struct slice event, const struct csv_row *row, struct arena *a)
{
	const struct parse_context ctx = { .timezone = "Asia/Shanghai",
		.default_duration = 3600 };
	struct parse_fault fault;
	struct event ev;
	struct err e = { 0 };

	check_lines(event);
	/* It fails by a time, or by a UID that is too long. */
	if (parse_event(event, &ctx, a, &ev, &fault, &e) == -1)
		HOLD(strncmp(fault.kind, "bad-", 4) == 0 ||
		    strcmp(fault.kind, "unknown-timezone") == 0);
	else
		HOLD(!row->why);
	HOLD(ev.uid && strcmp(ev.uid, row->uid) == 0);
}

/* Rows are in order, within the bytes and disjoint, and so are events. */
static void
check_rows(const struct csv_table *t, const struct cut *c, struct slice bytes,
    struct arena *a)
{
	const struct cut_event *ev;
	const struct csv_row *row;
	size_t i, end = t->header.n;

	for (i = 0; i < c->events.n; i++) {
		row = &t->rows.items[i];
		ev = &c->events.items[i];
		HOLD(row->off >= end && row->len > 0 && row->line > 1);
		end = (size_t)row->off + row->len;
		HOLD(end <= bytes.n);
		HOLD(row->ics_off == ev->off && row->ics_len == ev->len);
		HOLD(row->ics_line == ev->line && ev->has_uid);
		HOLD(csv_row_at(t, ev->line) == row);
		HOLD(!row->secret_len || (row->secret_off > row->ics_off &&
		    row->secret_off + row->secret_len <
		    row->ics_off + row->ics_len));
		check_event(cut_slice(str_slice(&t->ics), ev), row, a);
	}
}

/* The header and one row are a table that says the same of that row. */
static void
check_alone(const struct csv_table *t, struct slice bytes,
    const struct csv_options *opt, size_t i)
{
	const struct csv_row *row = &t->rows.items[i];
	struct csv_table alone;
	struct str text = { 0 };
	struct err e = { 0 };

	str_add(&text, t->header);
	str_add(&text, slice_of(bytes.p + row->off, row->len));
	HOLD(csv_convert(&alone, str_slice(&text), opt, &e) == 0);
	HOLD(alone.rows.n == 1);
	csv_table_free(&alone);
	str_free(&text);
}

/* The first byte chooses the encoding, the rest is the table. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = { NULL, "utf-8", "gb18030",
		"utf-16", "utf-16be", "big5", "shift_jis", "iso-8859-1" };
	struct slice bytes;
	struct csv_options opt = { .stamp = 1795305600 };
	struct csv_table t;
	struct arena a = { 0 };
	struct err e = { 0 };
	struct cut c;

	if (!size)
		return 0;
	bytes = slice_of((const char *)data + 1, size - 1);
	opt.encoding = encodings[data[0] % 8];
	if (csv_convert(&t, bytes, &opt, &e) == -1) {
		HOLD(e.code == ERR_SOURCE && e.msg[0]);
		HOLD(!t.ics.n && !t.rows.n);
		return 0;
	}
	cut_bytes(&c, str_slice(&t.ics), NULL);
	HOLD(c.reason == CUT_FINE && c.calendars.n == 1);
	HOLD(c.events.n == t.rows.n);
	check_rows(&t, &c, bytes, &a);
	/* The encoding that a part of a table seems to have may differ. */
	if (opt.encoding && t.rows.n)
		check_alone(&t, bytes, &opt, t.rows.n - 1);
	cut_free(&c);
	csv_table_free(&t);
	arena_free(&a);
	return 0;
}
