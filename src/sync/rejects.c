/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ics/cut.h"
#include "sync/input.h"
#include "sync/item.h"
#include "sync/rejects.h"

struct lines VEC(uint32_t);

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* The lines of a file at which something failed, sorted. */
static void
failed_lines(const struct run *r, const struct scan_file *f,
    struct lines *lines)
{
	const struct problem *p;
	const struct item *it;
	size_t i;

	for (i = 0; i < r->problems.n; i++) {
		p = &r->problems.items[i];
		if (p->exit && p->line && p->file &&
		    strcmp(p->file, f->row.path) == 0)
			*VEC_ADD(lines) = p->line;
	}
	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		if (it->plan.spot.file == f &&
		    (it->act.result == RESULT_FAILED ||
		    it->act.result == RESULT_UNKNOWN))
			*VEC_ADD(lines) = it->act.line;
	}
	VEC_SORT(lines, by_number);
}

/* Whether one of the lines is from `from` to before `to`. */
static bool
has_line(const struct lines *lines, uint32_t from, uint32_t to)
{
	size_t i = VEC_LOWER(lines, &from, by_number);

	return i < lines->n && lines->items[i] < to;
}

/* A file while its rejects are taken out. */
struct sieve {
	struct run *r;
	const struct scan_file *f;
	struct slice bytes;
	struct cut cut;
	bool *rejected;		/* of each event */
	struct rejects *out;
};

static const struct cut_event *
event_at(const struct sieve *s, size_t i)
{
	return &s->cut.events.items[i];
}

/* The rest of the line that an event's last line ends is not another's. */
static uint32_t
lines_in(struct slice text)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n ? n : 1;
}

static void
judge(struct sieve *s, const struct lines *lines)
{
	const struct cut_event *ev;
	size_t i, j, bad;

	for (i = 0; i < s->cut.events.n; i++) {
		if (event_at(s, i)->follower)
			continue;
		bad = 0;
		for (j = i;; j = ev->next) {
			ev = event_at(s, j);
			bad += has_line(lines, ev->line, ev->line +
			    lines_in(cut_slice(s->bytes, ev)));
			if (!ev->next)
				break;
		}
		s->out->n += bad;
		for (j = i; bad; j = ev->next) {
			ev = event_at(s, j);
			s->rejected[j] = true;
			if (!ev->next)
				break;
		}
	}
}

static bool
calendar_has_any(const struct sieve *s, uint32_t calendar)
{
	size_t i;

	for (i = 0; i < s->cut.events.n; i++)
		if (s->rejected[i] && event_at(s, i)->calendar == calendar)
			return true;
	return false;
}

/* Each VCALENDAR with a reject, without its other events. */
static void
add_ics(struct sieve *s)
{
	const struct cut_calendar *cal;
	const struct cut_event *ev;
	uint32_t at;
	size_t i, c;

	for (c = 0; c < s->cut.calendars.n; c++) {
		cal = &s->cut.calendars.items[c];
		if (!calendar_has_any(s, (uint32_t)c))
			continue;
		at = cal->off;
		for (i = 0; i < s->cut.events.n; i++) {
			ev = event_at(s, i);
			if (ev->calendar != c || s->rejected[i])
				continue;
			str_add(&s->out->ics, slice_of(s->bytes.p + at,
			    ev->off - at));
			at = ev->off + ev->len;
		}
		str_add(&s->out->ics, slice_of(s->bytes.p + at,
		    cal->off + cal->len - at));
		if (s->out->ics.p[s->out->ics.n - 1] != '\n')
			str_adds(&s->out->ics, "\r\n");
	}
}

/* The last row of a table may have no line end. */
static void
end_row(struct str *out, const struct csv_table *t, struct slice row)
{
	if (csv_is_ended(t, row))
		return;
	str_add(out, slice_of(t->cr, t->width));
	str_add(out, slice_of(t->lf, t->width));
}

static void
add_rows(struct sieve *s, const struct csv_table *t)
{
	struct slice bytes = input_table_bytes(s->r, s->f->row.path);
	struct str *out = &s->out->csv;
	const struct csv_row *row;
	size_t i;

	if (out->n == 0) {
		str_add(out, t->header);
		memcpy(s->out->encoding, t->encoding, sizeof(t->encoding));
	} else if (!slice_starts(str_slice(out), t->header) ||
	    strcmp(s->out->encoding, t->encoding) != 0) {
		s->out->mixed = true;
	}
	for (i = 0; i < s->cut.events.n && i < t->rows.n; i++) {
		row = &t->rows.items[i];
		if (!s->rejected[i])
			continue;
		s->out->n_rows++;
		s->out->n_alike += row->alike;
		if (s->out->mixed)
			continue;
		str_add(out, slice_of(bytes.p + row->off, row->len));
		end_row(out, t, slice_of(bytes.p + row->off, row->len));
	}
}

static void
sieve(struct run *r, const struct scan_file *f, struct rejects *out)
{
	struct sieve s = { .r = r, .f = f, .out = out };
	struct lines lines = { 0 };
	const struct csv_table *t;
	struct view view;
	struct err ignored;

	failed_lines(r, f, &lines);
	if (lines.n == 0 || f->status != SCAN_READ ||
	    input_open(r, &view, f->calendar, f->row.path, &ignored) == -1) {
		VEC_FREE(&lines);
		return;
	}
	s.bytes = view.bytes;
	cut_bytes(&s.cut, view.bytes, NULL);
	s.rejected = xcalloc(s.cut.events.n + 1, sizeof(*s.rejected));
	judge(&s, &lines);
	add_ics(&s);
	t = input_table(r, f->row.path);
	if (t)
		add_rows(&s, t);
	free(s.rejected);
	cut_free(&s.cut);
	view_close(&view);
	VEC_FREE(&lines);
}

void
rejects_collect(struct run *r, struct rejects *out)
{
	const struct scan *sc;
	size_t i, j;

	*out = (struct rejects){ 0 };
	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		for (j = 0; j < sc->files.n; j++)
			sieve(r, sc->files.items[j], out);
	}
}

void
rejects_free(struct rejects *out)
{
	str_free(&out->ics);
	str_free(&out->csv);
}
