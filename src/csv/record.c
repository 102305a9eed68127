/* SPDX-License-Identifier: MIT */
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "charset/codec.h"
#include "charset/detect.h"
#include "csv/limits.h"
#include "csv/record.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

/* By its lines; the first that is not UTF-8 goes to *first. */
static const char *
by_lines(struct decode *to, uint32_t *first)
{
	struct slice bytes = to->bytes;
	struct detect d = { 0 };
	uint32_t number = 0;
	struct slice line;
	const char *name;

	while (slice_line(&bytes, &line))
		detect_line(&d, line, ++number);
	name = detect_name(&d);
	*first = d.first;
	memcpy(to->others, d.others, sizeof(to->others));
	detect_free(&d);
	return name;
}

/*
 * Find the encoding out; `assumed' when the bytes don't prove it.  "": it
 * can't be told, because of line *first.
 */
static const char *
find_out(struct decode *d, uint32_t *first)
{
	struct slice bytes = d->bytes;
	const char *name = detect_mark(bytes);

	if (!name && bytes.n && memchr(bytes.p, '\0', bytes.n))
		name = detect_utf16(bytes);
	if (name)
		return name;
	if (detect_all_utf8(bytes))
		return "UTF-8";
	name = by_lines(d, first);
	d->assumed = name && strcmp(name, "UTF-8") != 0;
	return name ? name : "";
}

/*
 * A name without byte order leaves it to the mark, as those who write such
 * files do; without a mark it is that of Windows.
 */
static const char *
with_order(const char *name, struct slice bytes)
{
	static const struct {
		const char *name, *as;
	} names[] = {
		{ "UTF8", "UTF-8" },
		{ "UTF16", "UTF-16LE" }, { "UTF-16", "UTF-16LE" },
		{ "UCS2", "UTF-16LE" }, { "UCS-2", "UTF-16LE" },
		{ "UNICODE", "UTF-16LE" },
		{ "UTF32", "UTF-32LE" }, { "UTF-32", "UTF-32LE" },
		{ "UCS4", "UTF-32LE" }, { "UCS-4", "UTF-32LE" },
	};
	const char *mark = detect_mark(bytes);
	size_t i;

	for (i = 0; i < LEN(names); i++) {
		if (!slice_ieq(slice_str(name), slice_str(names[i].name)))
			continue;
		/* UTF-16 or UTF-32: the same family as the mark's. */
		return mark && strncmp(mark, names[i].as, 6) == 0
		    ? mark : names[i].as;
	}
	return name;
}

/* Learn what line ends look like, by writing some. */
static int
learn_ends(struct decode *d, struct err *e)
{
	struct str lf = { 0 }, cr = { 0 };
	size_t n;

	codec_encode(&d->codec, SLICE("\n"), &lf);
	codec_encode(&d->codec, SLICE("\r"), &cr);
	n = lf.n == cr.n && (lf.n == 1 || lf.n == 2 || lf.n == 4) ? lf.n : 0;
	memcpy(d->lf, str_text(&lf), n);
	memcpy(d->cr, str_text(&cr), n);
	str_free(&lf);
	str_free(&cr);
	if (!n)
		return err_set(e, ERR_USAGE, "tables in the encoding '%s' "
		    "can't be read; convert it to UTF-8", d->name);
	d->width = n;
	return 0;
}

/* U+FEFF as windows-1252 shows its bytes, in UTF-8; perhaps in quotes. */
static bool
is_twice(struct slice bytes)
{
	const struct slice mark = SLICE("\xc3\xaf\xc2\xbb\xc2\xbf");

	return slice_starts(bytes, mark) || (bytes.n && bytes.p[0] == '"' &&
	    slice_starts(slice_from(bytes, 1), mark));
}

/*
 * A byte that windows-1252 leaves free, as the character that stands for it:
 * U+0080 to U+009F, or with LibreOffice U+F180 to U+F19F; '\0': none.
 */
static char
free_byte(struct slice c)
{
	unsigned char last = (unsigned char)c.p[c.n - 1];
	bool one = (c.n == 2 && c.p[0] == '\xc2') ||
	    (c.n == 3 && memcmp(c.p, "\xef\x86", 2) == 0);

	return one && last < 0xa0 ? c.p[c.n - 1] : '\0';
}

/* The bytes that a line had; false when it had none such. */
static bool
undo(struct decode *d, struct slice line)
{
	size_t n;
	char c;

	str_clear(&d->text);
	for (; line.n; line = slice_from(line, n)) {
		n = str_utf8(line);
		if (!n)
			return false;
		c = free_byte(slice_of(line.p, n));
		if (c)
			str_addc(&d->text, c);
		else if (codec_encode(&d->codec, slice_of(line.p, n),
		    &d->text))
			return false;
	}
	return detect_all_utf8(str_slice(&d->text));
}

int
decode_open(struct decode *d, struct slice bytes, const char *encoding,
    struct err *e)
{
	uint32_t first = 0;

	*d = (struct decode){ .bytes = bytes, .width = 1, .lf = "\n",
		.cr = "\r" };
	d->name = encoding ? with_order(encoding, bytes)
	    : find_out(d, &first);
	if (!encoding && !*d->name)
		return err_set(e, ERR_SOURCE, "line %u: its bytes are in no "
		    "encoding that can be told; name it with --encoding, as "
		    "gb18030, windows-1250, windows-1251, koi8-r or cp932",
		    first);
	d->utf8 = slice_ieq(slice_str(d->name), SLICE("UTF-8"));
	d->twice = !encoding && d->utf8 && is_twice(bytes);
	if (d->twice)
		return codec_open(&d->codec, "windows-1252", e);
	if (d->utf8)
		return 0;
	return codec_open(&d->codec, d->name, e) == 0 ? learn_ends(d, e) : -1;
}

void
decode_close(struct decode *d)
{
	codec_close(&d->codec);
	str_free(&d->text);
	*d = (struct decode){ 0 };
}

static bool
at(const struct decode *d, size_t i, const char *end)
{
	return d->bytes.n - i >= d->width && d->bytes.p[i] == end[0] &&
	    memcmp(d->bytes.p + i, end, d->width) == 0;
}

/* The next line's bytes, and behind its end. */
static void
cut_line(struct decode *d, struct slice *raw)
{
	size_t i = d->off, n = d->bytes.n, end = 0;

	while (i < n && !at(d, i, d->lf) && !at(d, i, d->cr))
		i += n - i < d->width ? n - i : d->width;
	*raw = slice_of(d->bytes.p + d->off, i - d->off);
	if (i < n)
		end = at(d, i, d->cr) && n - i > d->width &&
		    at(d, i + d->width, d->lf) ? 2 * d->width : d->width;
	d->off = i + end;
}

static int
undecodable(const struct decode *d, struct err *e)
{
	return err_set(e, ERR_SOURCE, "line %u: its bytes are not %s; name "
	    "the encoding with --encoding", d->line, d->name);
}

int
decode_next(struct decode *d, struct decode_line *l, struct err *e)
{
	size_t begin = d->off;
	struct slice raw;

	if (d->off >= d->bytes.n)
		return 0;
	cut_line(d, &raw);
	*l = (struct decode_line){ .text = raw, .line = ++d->line,
		.off = (uint32_t)begin, .len = (uint32_t)(d->off - begin) };
	if (!d->utf8) {
		str_clear(&d->text);
		if (codec_decode(&d->codec, raw, &d->text))
			return undecodable(d, e);
		l->text = str_slice(&d->text);
	} else if (!detect_all_utf8(raw)) {
		return undecodable(d, e);
	} else if (d->twice) {
		if (!undo(d, raw))
			return err_set(e, ERR_SOURCE, "line %u: another "
			    "program took the table for windows-1252 and "
			    "broke it; open it as UTF-8 there", d->line);
		l->text = str_slice(&d->text);
	}
	if (l->line == 1 && slice_starts(l->text, SLICE_BOM))
		l->text = slice_from(l->text, SLICE_BOM.n);
	if (l->text.n && memchr(l->text.p, '\0', l->text.n))
		return err_set(e, ERR_SOURCE, "line %u: a NUL byte; this is "
		    "no table, or one in UTF-16 (--encoding utf-16)",
		    d->line);
	return 1;
}

/* --- records -------------------------------------------------------------- */

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
