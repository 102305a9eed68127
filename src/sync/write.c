/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/out.h"
#include "base/replace.h"
#include "base/temp.h"
#include "base/view.h"
#include "ics/cut.h"
#include "ics/splice.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/input.h"
#include "sync/output.h"
#include "sync/wishes.h"
#include "sync/write.h"

/* So many files share the commit before they are replaced. */
#define BATCH 64

/* What is to become of one file. */
struct job {
	struct scan_file *file;
	struct vec items;		/* struct item *, by offset */
	struct vec edits;		/* struct edit */
	const char *target;		/* the file itself, links resolved */
	const char *temp;
};

bool
write_is_due(const struct run *r, struct item *it)
{
	const struct booking *b = item_booking(it);

	if (!it->file || it->file->status != SCAN_READ || !r->write_back ||
	    !b->id || (it->leader && it->leader->wish == WISH_LEAVE))
		return false;
	/* The command to cancel takes our lines out in any case. */
	if (!it->settings->write_back && !it->forget)
		return false;
	if (it->wish == WISH_LINES)
		return compare_alive(b, r->now);
	return it->wish == WISH_BARE ||
	    (it->wish == WISH_NOTHING && !compare_alive(b, r->now));
}

static void
blame(struct run *r, struct job *job, const char *kind, const char *why)
{
	struct problem p = { .kind = kind,
		.calendar = job->file->calendar->name,
		.file = job->file->row.path, .message = why,
		.exit = ERR_FAILED };

	job->file->open = true;
	r->totals.failed++;
	run_problem(r, &p);
}

/* --- planning a file's edits ------------------------------------------- */

static bool
same_lines(const struct own_line *a, const struct own_line *b)
{
	return strcmp(a->component, b->component) == 0 &&
	    strcmp(a->name, b->name) == 0 && strcmp(a->text, b->text) == 0;
}

/*
 * Until the file is replaced both the old and the new lines are ours: a
 * run that is stopped in between must know either.
 */
static int
put_old_and_new(struct run *r, struct item *it, struct err *e)
{
	const struct own_place at = wishes_place(it);
	struct vec all = VEC_OF(struct own_line);
	const struct own_line *l;
	size_t i, j, old = 0;
	int rc = own_lines_of(r->store, &at, &r->arena, &all, e);

	/* Behind its own stand those of the master. */
	while (old < all.n && strcmp(VEC_AT(&all, struct own_line,
	    old).component, it->component) == 0)
		old++;
	for (i = 0, all.n = old; rc == 0 && i < it->lines.n; i++) {
		l = &VEC_AT(&it->lines, struct own_line, i);
		for (j = 0; j < old; j++)
			if (same_lines(l, &VEC_AT(&all, struct own_line, j)))
				break;
		if (j == old)
			*(struct own_line *)vec_add(&all) = *l;
	}
	if (rc == 0)
		rc = own_lines_put(r->store, &at, all.items, all.n, e);
	vec_free(&all);
	return rc;
}

static int
plan_item(struct run *r, struct job *job, struct item *it,
    const struct view *view, struct err *e)
{
	struct wish_target t = { view->bytes, it->off, it->len, &r->arena };

	size_t before = job->edits.n;
	const struct edit *ed;

	it->lines = (struct vec)VEC_OF(struct own_line);
	if (wishes_plan(r, it, &t, &job->edits, &it->lines, e) == -1)
		return -1;
	if (job->file->calendar->output)
		return 0;	/* the source holds no line of ours */
	if (job->edits.n > before) {
		ed = &VEC_AT(&job->edits, struct edit, before);
		if (ed->component && ed->text.n)
			it->key = splice_key(ed->text);
	}
	return put_old_and_new(r, it, e);
}

static const char *
new_temp(struct run *r, const char *target)
{
	struct str begin = { 0 }, temp = { 0 };
	const char *name;

	file_dirname(&begin, target);
	str_adds(&begin, "/.icsreserve-");
	temp_name(&temp, str_text(&begin), ".tmp");
	name = arena_str(&r->arena, str_text(&temp));
	str_free(&begin);
	str_free(&temp);
	return name;
}

static const char *
resolved(struct run *r, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = arena_str(&r->arena, real ? real : path);

	free(real);
	return copy;
}

/* The file as it was scanned, or a word to the user. */
static bool
open_as_read(struct run *r, struct job *job, struct view *view)
{
	struct err why;

	if (input_open(r, view, job->file->calendar, job->file->row.path,
	    &why) == -1) {
		blame(r, job, "unreadable", why.msg);
		return false;
	}
	if (file_stamp_eq(&view->stamp, &job->file->row.stamp))
		return true;
	blame(r, job, "changed-meanwhile", "it changed while the run was "
	    "working; it is left as it is and taken up in the next run");
	view_close(view);
	return false;
}

/* The file says what the items of the job wish. */
static void
mark_written(struct job *job)
{
	struct item *it;
	size_t i;

	for (i = 0; i < job->items.n; i++) {
		it = VEC_AT(&job->items, struct item *, i);
		it->written = !it->open;
		if (it->act.kind == ACTION_WRITE)
			it->act.result = it->open ? RESULT_FAILED
			    : RESULT_OK;
	}
}

/* When the folder can't be made, writing into it says so. */
static const char *
output_target(struct run *r, const struct scan_file *f)
{
	const char *path = output_path(&r->arena, f);
	struct str folder = { 0 };
	struct err ignored;

	file_dirname(&folder, path);
	file_mkdirs(str_text(&folder), &ignored);
	str_free(&folder);
	return path;
}

static int
plan_job(struct run *r, struct job *job, struct err *e)
{
	struct view view;
	size_t i;
	int rc = 0;

	if (!open_as_read(r, job, &view))
		return 0;
	for (i = 0; rc == 0 && i < job->items.n; i++)
		rc = plan_item(r, job, VEC_AT(&job->items, struct item *, i),
		    &view, e);
	view_close(&view);
	if (rc == -1)
		return -1;
	if (job->file->calendar->output) {
		job->target = output_target(r, job->file);
		input_leave_out(r, job->file->row.path, &job->edits);
	} else if (job->edits.n) {
		job->target = resolved(r, job->file->row.path);
	} else {
		mark_written(job);	/* it says so already */
	}
	if (!job->target)
		return 0;
	job->temp = new_temp(r, job->target);
	return files_set_temp(r->store, job->file->row.id, job->temp, e);
}

/* --- replacing it ------------------------------------------------------ */

static int
put_bytes(void *cookie, struct slice bytes, struct err *e)
{
	return replace_write(cookie, bytes, e);
}

static int
by_key(const void *a, const void *b)
{
	const struct cut_event *x = a, *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* What the items' VEVENTs are now; those taken out are none. */
static void
take_digests(struct job *job, struct cut *new)
{
	const struct cut_event *found;
	struct cut_event probe = { 0 };
	struct item *it;
	size_t i;

	vec_sort(&new->events, by_key);
	for (i = 0; i < job->items.n; i++) {
		it = VEC_AT(&job->items, struct item *, i);
		probe.key = it->key;
		found = new->events.n ? bsearch(&probe, new->events.items,
		    new->events.n, sizeof(probe), by_key) : NULL;
		it->digest = found ? found->digest : 0;
	}
}

/* The new bytes differ from the old ones by the edits and nothing else. */
static int
check(struct job *job, const struct view *before, struct err *e)
{
	struct view after;
	struct cut old, new;
	bool fine;

	if (view_open(&after, job->temp, e) == -1)
		return -1;
	cut_bytes(&old, before->bytes, before);
	fine = splice_verify(&(struct splice_pair){ before->bytes,
	    after.bytes, before, &after }, &old, &job->edits, &new) &&
	    view_intact(before);
	/* What is settled is the source's bytes, not an output's. */
	if (fine && !job->file->calendar->output)
		take_digests(job, &new);
	cut_free(&old);
	cut_free(&new);
	view_close(&after);
	return fine ? 0 : err_set(e, ERR_FAILED, "the new bytes of %s are "
	    "not what was planned, so they were not written; please report "
	    "this", job->target);
}

static int
replace_file(struct job *job, const struct view *view, struct err *e)
{
	bool elsewhere = job->file->calendar->output != NULL, changed;
	struct replace rep;
	struct splice_sink sink = { put_bytes, &rep, view };
	int rc;

	if (replace_open(&rep, job->target, job->temp, view, e) == -1)
		return -1;
	rc = splice_bytes(view->bytes, &job->edits, &sink, e);
	if (rc == 0)
		rc = check(job, view, e);
	if (rc == 0)
		rc = replace_commit(&rep, elsewhere ? NULL :
		    &job->file->row.stamp, &changed, e);
	replace_abort(&rep);
	if (rc == 0 && !elsewhere && !file_stat(job->target,
	    &job->file->row.stamp))
		job->file->open = true;
	return rc;
}

static void
run_job(struct run *r, struct job *job)
{
	struct view view;
	struct err why;

	if (!job->target || !open_as_read(r, job, &view))
		return;
	if (job->file->calendar->output &&
	    output_is_current(job->target, view.bytes, &job->edits)) {
		mark_written(job);
	} else if (replace_file(job, &view, &why) == 0) {
		mark_written(job);
		r->totals.files_written++;
		out_say(OUT_VERBOSE, "%s: written", job->target);
	} else {
		blame(r, job, "not-written", why.msg);
	}
	view_close(&view);
}

/* --- all files --------------------------------------------------------- */

static int
run_batch(struct run *r, struct job *jobs, size_t n, struct err *e)
{
	size_t i;

	if (store_begin(r->store, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		if (plan_job(r, &jobs[i], e) == -1) {
			store_rollback(r->store);
			return -1;
		}
	}
	if (store_commit(r->store, "write-intents", e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		run_job(r, &jobs[i]);
	return 0;
}

static int
by_file_then_offset(const void *x, const void *y)
{
	const struct item *a = *(struct item *const *)x;
	const struct item *b = *(struct item *const *)y;
	int order = strcmp(a->file->row.path, b->file->row.path);

	if (order)
		return order;
	if (a->off != b->off)
		return a->off < b->off ? -1 : 1;
	/* What is put in stands before what was there, by its time. */
	if (!a->len != !b->len)
		return a->len ? 1 : -1;
	return strcmp(a->component, b->component);
}

static struct job *
job_of(struct vec *jobs, struct scan_file *f)
{
	struct job *job;

	if (jobs->n) {
		job = &VEC_AT(jobs, struct job, jobs->n - 1);
		if (job->file == f)
			return job;
	}
	job = vec_add(jobs);
	job->file = f;
	job->items = (struct vec)VEC_OF(struct item *);
	job->edits = (struct vec)VEC_OF(struct edit);
	return job;
}

static void
collect(struct run *r, struct vec *jobs)
{
	struct vec items = VEC_OF(struct item *);
	size_t i;

	for (i = 0; i < r->items.n; i++)
		if (write_is_due(r, run_item(r, i)))
			*(struct item **)vec_add(&items) = run_item(r, i);
	vec_sort(&items, by_file_then_offset);
	for (i = 0; i < items.n; i++)
		*(struct item **)vec_add(&job_of(jobs, VEC_AT(&items,
		    struct item *, i)->file)->items) =
		    VEC_AT(&items, struct item *, i);
	vec_free(&items);
}

/* An output is a whole copy, also of files without a link. */
static void
collect_copies(struct run *r, struct vec *jobs)
{
	struct scan_file *f;
	struct scan *sc;
	size_t i, j, k, n = jobs->n;

	for (i = 0; i < r->scans.n; i++) {
		sc = VEC_AT(&r->scans, struct scan *, i);
		for (j = 0; sc->calendar->output && j < sc->files.n; j++) {
			f = VEC_AT(&sc->files, struct scan_file *, j);
			for (k = 0; k < n; k++)
				if (VEC_AT(jobs, struct job, k).file == f)
					break;
			if (k == n && f->status == SCAN_READ &&
			    r->write_back && sc->calendar->settings.write_back)
				job_of(jobs, f);
		}
	}
}

int
write_files(struct run *r, struct err *e)
{
	struct vec jobs = VEC_OF(struct job);
	struct job *all;
	size_t i, n;
	int rc = 0;

	collect(r, &jobs);
	collect_copies(r, &jobs);
	all = jobs.items;
	for (i = 0; rc == 0 && i < jobs.n; i += n) {
		n = jobs.n - i < BATCH ? jobs.n - i : BATCH;
		rc = run_batch(r, all + i, n, e);
	}
	for (i = 0; i < jobs.n; i++) {
		vec_free(&all[i].items);
		vec_free(&all[i].edits);
	}
	vec_free(&jobs);
	return rc;
}
