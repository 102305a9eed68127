/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"
#include "conf/calendar.h"
#include "csv/workbook.h"
#include "ics/calendar.h"
#include "ics/splice.h"
#include "ics/vtimezone.h"
#include "ics/zone.h"
#include "ics/zone_system.h"
#include "sync/encoding.h"
#include "sync/input.h"

static struct input *
find(const struct run *r, const char *path)
{
	struct input *in;
	size_t i;

	/* The last one is asked for most. */
	for (i = r->inputs.n; i-- > 0;) {
		in = r->inputs.items[i];
		if (strcmp(in->path, path) == 0)
			return in;
	}
	return NULL;
}

static struct input *
add(struct run *r, const char *path)
{
	struct input *in = xcalloc(1, sizeof(*in));

	in->path = xstrdup(path);
	in->fd = -1;
	*VEC_ADD(&r->inputs) = in;
	return in;
}

static void
clear_table(struct input *in)
{
	csv_table_free(&in->csv);
	in->csv = (struct csv_table){ 0 };
	str_free(&in->bytes);
}

void
input_free(struct input *in)
{
	clear_table(in);
	codec_close(&in->codec);
	if (in->fd != -1)
		close(in->fd);
	free(in->path);
	free(in);
}

bool
input_is_table(const struct run *r, const char *path)
{
	const struct input *in = find(r, path);

	return in ? in->table : calendar_is_table(path);
}

const struct csv_table *
input_table(const struct run *r, const char *path)
{
	const struct input *in = find(r, path);

	return in && in->table ? &in->csv : NULL;
}

struct slice
input_table_bytes(const struct run *r, const char *path)
{
	return str_slice(&find(r, path)->bytes);
}

/* --- standard input ------------------------------------------------------ */

/* Opened by this name it is read from its beginning, as often as needed. */
static const char *
real_path(const struct input *in, char buf[32])
{
	if (in->fd == -1)
		return in->path;
	snprintf(buf, 32, "/dev/fd/%d", in->fd);
	return buf;
}

int
input_read_stdin(struct run *r, struct err *e)
{
	struct input *in = add(r, INPUT_STDIN);
	struct view view;
	char path[32];

	if (file_copy_stdin(&in->fd, VIEW_SIZE_MAX, e) == -1 ||
	    view_open(&view, real_path(in, path), e) == -1)
		return -1;
	in->table = !utf16_begins_calendar(view.bytes);
	view_close(&view);
	return 0;
}

/* --- tables --------------------------------------------------------------- */

/* Of a table in a file: the same as long as the file is. */
static int64_t
dtstamp(const struct run *r, const struct input *in)
{
	return in->fd == -1 ? in->stamp.mtime_ns / 1000000000 : r->now;
}

/* A plan may be made twice: what was reported is not reported again. */
static bool
is_told(const struct run *r, const char *kind, const char *path)
{
	const struct problem *p;
	size_t i;

	for (i = 0; i < r->problems.n; i++) {
		p = &r->problems.items[i];
		if (p->file && strcmp(p->file, path) == 0 &&
		    strcmp(p->kind, kind) == 0)
			return true;
	}
	return false;
}

/* What a table is read as, and what of it is not read. */
static void
tell_notes(struct run *r, const struct input *in)
{
	const struct csv_note *n;
	struct problem p;
	size_t i;

	for (i = 0; i < in->csv.notes.n; i++) {
		n = &in->csv.notes.items[i];
		p = (struct problem){ .kind = n->kind, .file = in->path,
			.line = n->line, .message = n->message };
		if (!is_told(r, n->kind, in->path))
			run_problem(r, &p);
	}
}

/* The system's zone as a TZID; NULL, so that times stay floating. */
static const char *
nameable_system(void)
{
	return zone_system() && zone_find(slice_str(zone_system_name()))
	    ? zone_system_name() : NULL;
}

/* A zone of the table as a VTIMEZONE of its calendar. */
static bool
add_zone(void *cookie, struct str *out, const char *tzid, int64_t from)
{
	const struct zone *z = zone_table_find(cookie, slice_str(tzid));

	return z && vtimezone_write(out, z, tzid, from);
}

static bool
is_unsigned(void *cookie, const char *tzid)
{
	return zone_table_unsigned(cookie, slice_str(tzid));
}

static bool
is_offset_only(void *cookie, const char *tzid)
{
	return zone_table_offset_only(cookie, slice_str(tzid));
}

/* Names of the calendars that sync takes care of, but for this one. */
static void
list_calendars(struct run *r, const struct calendar *but,
    struct csv_options *opt)
{
	const struct calendars *all = &r->conf->calendars;
	const char **names = arena_alloc(&r->arena, (all->n + 1) *
	    sizeof(*names));
	const struct calendar *cal;
	size_t i;

	for (i = 0; i < all->n; i++) {
		cal = &all->items[i];
		if (!cal->kept && !(but && strcmp(but->name, cal->name) == 0))
			names[opt->n_calendars++] = cal->name;
	}
	opt->calendars = names;
}

static int
convert(struct run *r, struct input *in, const struct calendar *cal,
    const struct view *view, struct err *e)
{
	struct csv_options opt = { .encoding = cal ? cal->encoding : NULL,
		.dates = cal ? cal->dates : NULL, .add_zone = add_zone,
		.is_unsigned = is_unsigned, .is_offset_only = is_offset_only };

	if (in->csv.ics.n && file_stamp_eq(&in->stamp, &view->stamp)) {
		tell_notes(r, in);
		return 0;
	}
	clear_table(in);
	in->stamp = view->stamp;
	opt.stamp = dtstamp(r, in);
	opt.zone = cal && cal->settings.timezone ? cal->settings.timezone
	    : nameable_system();
	opt.cookie = (void *)(uintptr_t)zone_table_new(SLICE(""), cal
	    ? &cal->settings.tz_aliases : NULL, &r->arena);
	list_calendars(r, cal, &opt);
	str_add(&in->bytes, view->bytes);
	if (!view_intact(view))
		return err_set(e, ERR_SOURCE, "%s: it changed while it was "
		    "being read; try again", in->path);
	if (csv_convert(&in->csv, str_slice(&in->bytes), &opt, e) == 0) {
		tell_notes(r, in);
		return 0;
	}
	err_wrap(e, "%s", in->path);
	clear_table(in);
	return -1;
}

/* --- calendars that are not in UTF-8 ------------------------------------- */

static size_t
decode(void *cookie, struct slice raw, struct str *out)
{
	return codec_decode(cookie, raw, out);
}

static void
tell_encoding(struct run *r, const struct calendar *cal, const char *path,
    const struct encoding *enc)
{
	struct problem p = { .calendar = cal->name, .file = path };
	const char *name = enc->name;

	if (enc->assumed && !is_told(r, "assumed-encoding", path)) {
		p.kind = "assumed-encoding";
		p.message = encoding_assumption(enc, &r->arena);
		run_problem(r, &p);
	}
	if (!enc->bad_lines || !name || is_told(r, "bad-bytes", path))
		return;
	p.kind = "bad-bytes";
	p.line = enc->first;
	p.message = arena_printf(&r->arena, P_("%zu line holds bytes that are "
	    "not %s; these are read as U+FFFD", "%zu lines, of which this is "
	    "the first, hold bytes that are not %s; these are read as U+FFFD",
	    enc->bad_lines), enc->bad_lines, name);
	run_problem(r, &p);
}

/* What is known of a calendar's texts, until the file is another. */
static void
look_at_texts(struct run *r, const struct calendar *cal, const char *path,
    const struct view *view)
{
	struct encoding enc = encoding_find(view->bytes, cal->encoding);
	struct input *in = find(r, path);
	struct err ignored;

	tell_encoding(r, cal, path, &enc);
	if (in)
		codec_close(&in->codec);
	if (in)
		in->foreign = false;
	if (enc.utf8)
		return;
	if (!in)
		in = add(r, path);
	in->foreign = true;
	in->text = (struct parse_text){ enc.name, decode, &in->codec };
	/* Of an encoding that nobody knows ASCII is sure. */
	codec_open(&in->codec, enc.name ? enc.name : "US-ASCII", &ignored);
}

const struct parse_text *
input_text(const struct run *r, const char *path)
{
	const struct input *in = find(r, path);

	return in && in->foreign ? &in->text : NULL;
}

const char *
input_encoded(struct run *r, const char *path, const char *text)
{
	struct input *in = find(r, path);
	struct str out = { 0 };
	const char *copy = NULL;

	if (!text || !in || !in->foreign)
		return text;
	if (codec_encode(&in->codec, slice_str(text), &out) == 0)
		copy = arena_dup(&r->arena, str_text(&out), out.n);
	str_free(&out);
	return copy;
}

const struct utf16 *
input_utf16(const struct run *r, const char *path)
{
	const struct input *in = find(r, path);

	return in && in->utf16.name ? &in->utf16 : NULL;
}

/* The text of a file in UTF-16 or UTF-32 in place of its bytes. */
static int
open_utf16(struct input *in, const struct utf16 *u, struct view *view,
    struct err *e)
{
	if (!in->utf16.name || !file_stamp_eq(&in->stamp, &view->stamp)) {
		str_free(&in->bytes);
		in->utf16 = *u;
		in->stamp = view->stamp;
		if (utf16_read(u, view->bytes, &in->bytes, e) == -1) {
			in->utf16.name = NULL;
			return err_wrap(e, "%s", in->path);
		}
	}
	if (!view_intact(view))
		return err_set(e, ERR_SOURCE, "%s: it changed while it was "
		    "being read; try again", in->path);
	view_lend(view, str_slice(&in->bytes));
	return 0;
}

/* --- opening ------------------------------------------------------------- */

static int
open_table(struct run *r, struct input *in, const struct calendar *cal,
    struct view *view, struct err *e)
{
	if (cal && !cal->output && cal->settings.write_back)
		return err_set(e, ERR_SOURCE, "%s: a table is never edited; "
		    "import it, or give its calendar an output", in->path);
	if (convert(r, in, cal, view, e) == -1)
		return -1;
	view_lend(view, str_slice(&in->csv.ics));
	return 0;
}

/* A server's calendars are in UTF-8; what it has else is not sent back. */
static bool
is_sent_back(const struct calendar *cal)
{
	return cal && cal->url && !cal->output;
}

static int
open_calendar(struct run *r, const struct calendar *cal, const char *path,
    struct view *view, struct err *e)
{
	const struct utf16 u = utf16_find(view->bytes);
	struct input *in = find(r, path);

	if (u.name && !is_sent_back(cal)) {
		if (!in)
			in = add(r, path);
		return open_utf16(in, &u, view, e);
	}
	if (in)
		in->utf16.name = NULL;
	if (cal)
		look_at_texts(r, cal, path, view);
	return 0;
}

int
input_open(struct run *r, struct view *view, const struct calendar *cal,
    const char *path, struct err *e)
{
	struct input *in = find(r, path);
	const char *other;
	char buf[32];
	int rc;

	if (view_open(view, in ? real_path(in, buf) : path, e) == -1)
		return -1;
	other = workbook_name(view->bytes);
	if (!other && !in && input_is_table(r, path) &&
	    !utf16_begins_calendar(view->bytes)) {
		in = add(r, path);
		in->table = true;
	}
	if (other)
		rc = err_set(e, ERR_SOURCE, "%s: %s", path, _(other));
	else if (in && in->table)
		rc = open_table(r, in, cal, view, e);
	else
		rc = open_calendar(r, cal, path, view, e);
	if (rc == -1)
		view_close(view);
	return rc;
}

uint32_t
input_line(const struct run *r, const char *path, uint32_t line)
{
	const struct csv_table *t = input_table(r, path);
	const struct csv_row *row = t ? csv_row_at(t, line) : NULL;

	return row ? row->line : line;
}

/* Whether it is about what a row that is no event has in place of a time. */
static bool
is_time(const struct problem *p)
{
	return p->property && (strcmp(p->property, "DTSTART") == 0 ||
	    strcmp(p->property, "DTEND") == 0);
}

/* Notes name lines of the table already. */
static bool
is_note(const struct csv_table *t, const char *kind)
{
	size_t i;

	for (i = 0; i < t->notes.n; i++)
		if (strcmp(t->notes.items[i].kind, kind) == 0)
			return true;
	return false;
}

void
input_place_problems(struct run *r)
{
	const struct csv_table *t;
	const struct csv_row *row;
	struct problem *p;
	const char *column;
	size_t i;

	for (i = 0; r->inputs.n && i < r->problems.n; i++) {
		p = &r->problems.items[i];
		t = p->file ? input_table(r, p->file) : NULL;
		if (t && is_note(t, p->kind))
			continue;
		row = t && p->line ? csv_row_at(t, p->line) : NULL;
		column = t && p->property ? csv_column(p->property) : NULL;
		if (row && row->why && is_time(p)) {
			p->message = row->why;
			column = row->column;
			p->property = NULL;
		}
		if (row)
			p->line = row->line;
		if (column)
			p->property = column;
	}
}

void
input_leave_out(const struct run *r, const char *path, struct edit_list *edits)
{
	const struct csv_table *t = input_table(r, path);
	const struct edit *ed = edits->items, *end = ed + edits->n;
	struct edit_list all = { 0 };
	const struct csv_row *row;
	struct edit out;
	size_t i;

	for (i = 0; t && i < t->rows.n; i++) {
		row = &t->rows.items[i];
		out = row->why ? (struct edit){ row->ics_off, row->ics_len,
			SLICE(""), true } : (struct edit){ row->secret_off,
			row->secret_len, SLICE(""), false };
		if (!out.len)
			continue;
		for (; ed < end && ed->off < out.off; ed++)
			*VEC_ADD(&all) = *ed;
		while (ed < end && ed->off < out.off + out.len)
			ed++;
		*VEC_ADD(&all) = out;
	}
	for (; ed < end; ed++)
		*VEC_ADD(&all) = *ed;
	VEC_FREE(edits);
	*edits = all;
}
