/* SPDX-License-Identifier: MIT */
#include <csv.h>
#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"
#include "csv/limits.h"
#include "csv/record.h"

/* What libcsv's callbacks fill in. */
struct filling {
	struct csv_record *rec;
	size_t n;		/* fields so far */
	bool ended;
};

static void
fault(struct csv_record *rec, const char *why)
{
	if (!rec->fault)
		rec->fault = why;
}

static void
on_field(void *text, size_t n, void *data)
{
	struct filling *f = data;
	struct csv_record *rec = f->rec;

	f->n++;
	if (n)
		rec->fields = f->n;
	if (rec->ends.n >= CSV_COLUMNS_MAX)
		return;		/* counted, and then refused by the count */
	if (n > CSV_CELL_MAX)
		fault(rec, _("a cell longer than 64 KiB"));
	else if (n)
		str_add(&rec->text, slice_of(text, n));
	*VEC_ADD(&rec->ends) = rec->text.n;
}

static void
on_row(int c, void *data)
{
	struct filling *f = data;

	(void)c;
	f->ended = true;
}

void
record_open(struct record_reader *r, struct decode *lines, char delimiter)
{
	r->lines = lines;
	r->csv = xcalloc(1, sizeof(*r->csv));
	csv_init(r->csv, CSV_STRICT);
	csv_set_delim(r->csv, (unsigned char)delimiter);
	csv_set_realloc_func(r->csv, xrealloc);
	/* A quotation mark that is never closed makes one long cell: with
	 * libcsv's blocks of 128 bytes that would be millions of copies. */
	csv_set_blk_size(r->csv, CSV_CELL_MAX);
}

void
record_close(struct record_reader *r)
{
	if (r->csv)
		csv_free(r->csv);
	free(r->csv);
	r->csv = NULL;
}

void
record_free(struct csv_record *rec)
{
	str_free(&rec->text);
	VEC_FREE(&rec->ends);
	*rec = (struct csv_record){ 0 };
}

/*
 * One line with its end, whatever that was.  Behind a fault the rest of
 * the line is passed over, and the record ends with it.
 */
static void
feed(struct record_reader *r, struct filling *f, struct slice text)
{
	size_t n = csv_parse(r->csv, text.p, text.n, on_field, on_row, f);

	if (n == text.n)
		n += csv_parse(r->csv, "\n", 1, on_field, on_row, f);
	if (n == text.n + 1)
		return;
	fault(f->rec, _("a quotation mark in the wrong place"));
	csv_fini(r->csv, NULL, NULL, NULL);
	f->ended = true;
}

static void
start(struct csv_record *rec, const struct decode_line *l)
{
	str_clear(&rec->text);
	rec->ends.n = 0;
	rec->line = l->line;
	rec->off = l->off;
	rec->len = 0;
	rec->fields = 0;
	rec->fault = NULL;
}

/* From its first line on; 1, or -1. */
static int
read_record(struct record_reader *r, struct csv_record *rec,
    struct decode_line *l, struct err *e)
{
	struct filling f = { .rec = rec };
	int rc = 1;

	start(rec, l);
	while (rc == 1) {
		feed(r, &f, l->text);
		rec->len = l->off + l->len - rec->off;
		if (f.ended)
			return 1;
		rc = decode_next(r->lines, l, e);
	}
	return rc == -1 ? -1 : err_set(e, ERR_SOURCE, "line %u: a quotation "
	    "mark begins a cell there that is not closed until the end of "
	    "the table; add the second one", rec->line);
}

int
record_next(struct record_reader *r, struct csv_record *rec, struct err *e)
{
	struct decode_line l;
	int rc;

	while ((rc = decode_next(r->lines, &l, e)) == 1) {
		/* libcsv says nothing of a blank line. */
		if (!slice_trim(l.text).n)
			continue;
		if (read_record(r, rec, &l, e) == -1)
			return -1;
		if (rec->fields || rec->fault)
			return 1;
	}
	return rc;
}

struct slice
record_cell(const struct csv_record *rec, size_t i)
{
	size_t begin;

	if (i >= rec->ends.n)
		return SLICE("");
	begin = i ? rec->ends.items[i - 1] : 0;
	return slice_of(str_text(&rec->text) + begin,
	    rec->ends.items[i] - begin);
}

char
record_delimiter(struct slice line)
{
	static const char known[] = ",;\t";
	size_t count[sizeof(known)] = { 0 }, i, best = 0;
	bool quoted = false;
	const char *which;

	for (i = 0; i < line.n; i++) {
		which = line.p[i] ? strchr(known, line.p[i]) : NULL;
		if (line.p[i] == '"')
			quoted = !quoted;
		else if (which && !quoted)
			count[which - known]++;
	}
	for (i = 1; known[i]; i++)
		if (count[i] > count[best])
			best = i;
	return known[best];
}
