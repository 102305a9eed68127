/* SPDX-License-Identifier: MIT */
#include "sync/file_edits.h"
#include "sync/input.h"
#include "sync/output.h"
#include "sync/write_count.h"

/* Whether the copy of a file elsewhere would be another one. */
static int
copy_would_change(struct run *r, struct scan_file *f, bool *would,
    struct err *e)
{
	struct file_job job = { .file = f, .edits = VEC_OF(struct edit) };
	struct view view;
	struct err why;
	struct item *it;
	size_t i;
	int rc = 0;

	*would = false;
	for (i = 0; i < r->items.n && !*would; i++) {
		it = r->items.items[i];
		*would = it->plan.spot.file == f &&
		    it->act.kind == ACTION_CREATE &&
		    it->act.result == RESULT_PLANNED;
	}
	if (*would || input_open(r, &view, f->calendar, f->row.path, &why) ==
	    -1)
		return 0;
	for (i = 0; rc == 0 && i < r->items.n; i++) {
		it = r->items.items[i];
		if (it->plan.spot.file == f && file_edits_due(r, it) &&
		    item_booking(it)->url)
			rc = file_edits_plan(r, &job, it, &view, e);
	}
	input_leave_out(r, f->row.path, &job.edits);
	*would = rc == 0 && !output_is_current(output_path(&r->arena, f),
	    view.bytes, &job.edits);
	view_close(&view);
	vec_free(&job.edits);
	return rc;
}

static int
count_copies(struct run *r, const struct scan *sc, int64_t *n, struct err *e)
{
	struct scan_file *f;
	bool would;
	size_t i;

	for (i = 0; i < sc->files.n; i++) {
		f = sc->files.items[i];
		if (f->status != SCAN_READ)
			continue;
		if (copy_would_change(r, f, &would, e) == -1)
			return -1;
		*n += would;
	}
	return 0;
}

int
write_count(struct run *r, int64_t *n, struct err *e)
{
	const struct scan *sc;
	struct scan_file *f;
	size_t i;

	*n = 0;
	for (i = 0; i < r->items.n; i++) {
		f = r->items.items[i]->plan.spot.file;
		if (f)
			f->counted = false;
	}
	for (i = 0; i < r->items.n; i++) {
		f = r->items.items[i]->plan.spot.file;
		if (!f || f->counted || f->calendar->output ||
		    r->items.items[i]->edit != EDIT_WANTED ||
		    file_edits_wait(r->items.items[i]))
			continue;
		f->counted = true;
		++*n;
	}
	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		if (sc->calendar->output && r->write_back &&
		    sc->calendar->settings.write_back &&
		    count_copies(r, sc, n, e) == -1)
			return -1;
	}
	return 0;
}
