/* SPDX-License-Identifier: MIT */
#ifndef ICSR_TESTS_CSV_FIXTURE_H
#define ICSR_TESTS_CSV_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "csv/convert.h"
#include "ics/cut.h"
#include "ics/parse.h"

/* A table, converted, and what the program reads in it then. */

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define HEAD "summary,start,end\n"
#define TIMES "2026-12-01 09:00,2026-12-01 10:00"

/* What the last convert() gave; freed by done(). */
static struct csv_table table;
static struct cut cut;
static struct arena arena;
static struct event ev;
static struct parse_fault fault;
static struct err error;

static inline int
convert_with(struct slice bytes, const char *encoding, const char *dates)
{
	/* 2026-11-22T00:00:00Z */
	const struct csv_options opt = { .encoding = encoding,
		.dates = dates, .stamp = 1795305600 };

	error = (struct err){ 0 };
	return csv_convert(&table, bytes, &opt, &error);
}

static inline int
convert_as(struct slice bytes, const char *encoding)
{
	return convert_with(bytes, encoding, NULL);
}

static inline const struct csv_row *
row(size_t i)
{
	return &table.rows.items[i];
}

/* Converted, cut, and as many events as rows. */
static inline void
convert_dated(const char *text, const char *dates)
{
	const struct cut_event *c;
	size_t i;

	if (convert_with(slice_str(text), NULL, dates) == -1)
		fail_msg("'%s': %s", text, error.msg);
	cut_bytes(&cut, str_slice(&table.ics), NULL);
	assert_int_equal(cut.reason, CUT_FINE);
	assert_int_equal(cut.calendars.n, 1);
	assert_int_equal(cut.events.n, table.rows.n);
	for (i = 0; i < table.rows.n; i++) {
		c = &cut.events.items[i];
		assert_int_equal(row(i)->ics_off, c->off);
		assert_int_equal(row(i)->ics_len, c->len);
		assert_int_equal(row(i)->ics_line, c->line);
		assert_ptr_equal(csv_row_at(&table, c->line), row(i));
		assert_ptr_equal(csv_row_at(&table, c->line + 1), row(i));
		assert_true(row(i)->ics_len > 0 && row(i)->len > 0);
	}
	assert_null(csv_row_at(&table, 1));
	assert_null(csv_row_at(&table, table.end_line));
}

static inline void
convert(const char *text)
{
	convert_dated(text, NULL);
}

static inline void
done(void)
{
	cut_free(&cut);
	csv_table_free(&table);
	arena_free(&arena);
}

/* The event of row i, as the program reads it. */
static inline int
parse(size_t i)
{
	static const struct parse_context ctx = {
		.timezone = "Asia/Shanghai", .default_duration = 3600,
	};

	error = (struct err){ 0 };
	return parse_event(cut_slice(str_slice(&table.ics),
	    &cut.events.items[i]), &ctx, &arena, &ev,
	    &fault, &error);
}

static inline bool
has(const char *line)
{
	return strstr(str_text(&table.ics), line) != NULL;
}

/* What is told under a kind; nothing is an empty message. */
static inline const struct csv_note *
note(const char *kind)
{
	static const struct csv_note none = { .message = "" };
	const struct csv_note *n;
	size_t i;

	for (i = 0; i < table.notes.n; i++) {
		n = &table.notes.items[i];
		if (strcmp(n->kind, kind) == 0)
			return n;
	}
	return &none;
}

/* Each row's DTSTART and DTEND without the names, joined: "a-b|c-d". */
static inline const char *
times(void)
{
	static char out[2048];
	struct slice rest = str_slice(&table.ics), line;
	char *to = out;

	out[0] = '\0';
	while (slice_line(&rest, &line)) {
		line = slice_trim(line);
		if (slice_starts(line, SLICE("DTSTART")))
			to += snprintf(to, 200, "%s%.*s",
			    to == out ? "" : "|", (int)line.n - 7,
			    line.p + 7);
		else if (slice_starts(line, SLICE("DTEND")))
			to += snprintf(to, 200, " %.*s", (int)line.n - 5,
			    line.p + 5);
	}
	return out;
}

static inline void
expect_line(const char *text, const char *line)
{
	convert(text);
	if (!has(line))
		fail_msg("'%s': no '%s' in\n%s", text, line,
		    str_text(&table.ics));
	done();
}

static inline void
expect(const char *text, const char *dates, const char *want)
{
	convert_dated(text, dates);
	if (strcmp(times(), want) != 0)
		fail_msg("'%s': '%s', not '%s'", text, times(), want);
	done();
}

#endif
