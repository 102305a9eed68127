/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "ics/calendar.h"
#include "sync/input.h"
#include "sync/reader.h"

/* Files that stay open. */
#define OPEN_MAX_FILES 32
/* Bytes that are read before their memory is given back. */
#define DROP_BYTES ((size_t)4 << 20)

struct reader_view {
	struct scan_file *file;
	struct view view;
	size_t dropped;
	bool good;
};

static void
close_views(struct reader *rd)
{
	size_t i;

	for (i = 0; i < rd->views.n; i++) {
		if (rd->views.items[i]->good)
			view_close(&rd->views.items[i]->view);
		free(rd->views.items[i]);
	}
	rd->views.n = 0;
}

static struct reader_view *
find(const struct reader *rd, const struct scan_file *f)
{
	size_t i;

	for (i = rd->views.n; i > 0; i--)
		if (rd->views.items[i - 1]->file == f)
			return rd->views.items[i - 1];
	return NULL;
}

void
reader_next(struct reader *rd, const struct scan_file *f, size_t off)
{
	struct reader_view *v;

	arena_free(&rd->scratch);
	if (rd->n_calendars > 1) {
		arena_free(&rd->memory);
		rd->calendar_file = NULL;
		rd->n_calendars = 0;
	}
	if (rd->views.n >= OPEN_MAX_FILES)
		close_views(rd);
	v = find(rd, f);
	/* The resident size must not grow with the file. */
	if (v && v->good && off > v->dropped + DROP_BYTES) {
		view_drop(&v->view, off);
		v->dropped = off;
	}
}

/*
 * What was planned from its first bytes is thrown away.  The next plan begins
 * with those that it has then; when it changes again, it is in doubt.
 */
static void
plan_anew(struct run *r, struct scan_file *f)
{
	if (run_changing(r, f->row.path) < 2) {
		*VEC_ADD(&r->changing) = arena_str(&r->arena_run, f->row.path);
		r->again = true;
	}
	f->open = true;
	catalog_doubt_changed(r, f);
}

static void
open_view(struct reader *rd, struct reader_view *v)
{
	struct scan_file *f = v->file;
	struct err ignored;

	if (input_open(rd->run, &v->view, f->calendar, f->row.path,
	    &ignored) == -1) {
		plan_anew(rd->run, f);
		return;
	}
	v->good = file_stamp_eq(&v->view.stamp, &f->row.stamp);
	if (v->good)
		return;
	view_close(&v->view);
	plan_anew(rd->run, f);
}

bool
reader_bytes(struct reader *rd, struct scan_file *f, struct slice *out)
{
	struct reader_view *v = find(rd, f);

	if (!v) {
		v = xcalloc(1, sizeof(*v));
		v->file = f;
		*VEC_ADD(&rd->views) = v;
		open_view(rd, v);
	}
	if (v->good)
		*out = v->view.bytes;
	return v->good && f->status == SCAN_READ;
}

const struct parse_calendar *
reader_calendar(struct reader *rd, const struct scan_file *f,
    struct slice bytes, uint32_t calendar)
{
	const struct cut_calendar *cal = &f->cut.calendars.items[calendar];

	if (rd->calendar_file == f && rd->calendar_index == calendar)
		return &rd->calendar;
	parse_calendar(slice_of(bytes.p + cal->off, cal->len),
	    &f->calendar->settings.tz_aliases, &rd->memory, &rd->calendar);
	rd->calendar_file = f;
	rd->calendar_index = calendar;
	rd->n_calendars++;
	return &rd->calendar;
}

void
reader_free(struct reader *rd)
{
	close_views(rd);
	VEC_FREE(&rd->views);
	arena_free(&rd->scratch);
	arena_free(&rd->memory);
}
