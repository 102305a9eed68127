/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sync/file_jobs.h"
#include "sync/input.h"
#include "sync/output.h"

static int
by_file_then_offset(const void *v, const void *w)
{
	const struct item *a = *(struct item *const *)v;
	const struct item *b = *(struct item *const *)w;
	const struct spot *x = &a->plan.spot, *y = &b->plan.spot;
	int order = strcmp(x->file->row.path, y->file->row.path);

	if (order)
		return order;
	if (x->off != y->off)
		return x->off < y->off ? -1 : 1;
	/* What is put in stands before what was there, by its time. */
	if (!x->len != !y->len)
		return x->len ? 1 : -1;
	return strcmp(x->component, y->component);
}

static struct file_job *
job_of(struct file_jobs *jobs, struct scan_file *f)
{
	struct file_job *job;

	if (jobs->n && jobs->items[jobs->n - 1].file == f)
		return &jobs->items[jobs->n - 1];
	job = VEC_ADD(jobs);
	job->file = f;
	return job;
}

static void
collect(struct run *r, struct file_jobs *jobs)
{
	struct items items = { 0 };
	struct item *it;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		if (file_edits_due(r, it) && !it->plan.spot.file->barred)
			*VEC_ADD(&items) = it;
	}
	VEC_SORT(&items, by_file_then_offset);
	for (i = 0; i < items.n; i++)
		*VEC_ADD(&job_of(jobs, items.items[i]->plan.spot.file)->items)
		    = items.items[i];
	VEC_FREE(&items);
}

/* An output is a whole copy, also of files without a link. */
static void
collect_copies(struct run *r, struct file_jobs *jobs)
{
	struct scan_file *f;
	struct scan *sc;
	size_t i, j, k, n = jobs->n;

	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		for (j = 0; sc->calendar->output && j < sc->files.n; j++) {
			f = sc->files.items[j];
			for (k = 0; k < n; k++)
				if (jobs->items[k].file == f)
					break;
			if (k == n && f->status == SCAN_READ && !f->barred &&
			    r->write_back && sc->calendar->settings.write_back)
				job_of(jobs, f);
		}
	}
}

void
file_jobs_collect(struct run *r, struct file_jobs *jobs)
{
	collect(r, jobs);
	collect_copies(r, jobs);
}

void
file_jobs_free(struct file_jobs *jobs)
{
	size_t i;

	for (i = 0; i < jobs->n; i++) {
		VEC_FREE(&jobs->items[i].items);
		VEC_FREE(&jobs->items[i].edits);
	}
	VEC_FREE(jobs);
}

void
file_jobs_blame(struct run *r, const struct file_job *job, const char *kind,
    const char *why)
{
	struct problem p = { .kind = kind,
		.calendar = job->file->calendar->name,
		.file = job->file->row.path, .message = why,
		.exit = ERR_FAILED };

	job->file->open = true;
	r->totals.failed++;
	run_problem(r, &p);
}

/* --- how many files ------------------------------------------------------- */

/* Whether an event is to get a link that nobody knows yet. */
static bool
is_fresh(const struct run *r, const struct item *it)
{
	return r->write_back && it->plan.settings->write_back &&
	    action_brings_link(&it->act) &&
	    it->act.result == RESULT_PLANNED;
}

/* Mark the files that the plan itself says will be written; returns how many
 * these are. */
static int64_t
mark_planned(struct run *r)
{
	const struct item *it;
	struct scan_file *f;
	int64_t n = 0;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		f = r->items.items[i]->plan.spot.file;
		if (f)
			f->counted = false;
	}
	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		f = it->plan.spot.file;
		if (!f || f->counted || f->barred || (f->calendar->output
		    ? !is_fresh(r, it) : it->plan.perhaps ||
		    it->outcome.edit != EDIT_WANTED || file_edits_wait(it)))
			continue;
		f->counted = true;
		n++;
	}
	return n;
}

/* Whether the plan has not settled if the file is to be written: it has a copy
 * elsewhere, or an event in it may carry already what it is to carry. */
static bool
is_unsettled(const struct file_job *job)
{
	bool perhaps = job->file->calendar->output;
	size_t i;

	for (i = 0; i < job->items.n; i++)
		perhaps |= job->items.items[i]->plan.perhaps;
	return perhaps && !job->file->counted && !job->file->blamed;
}

/* Whether the file, or its copy elsewhere, would be another one. */
static int
would_differ(struct run *r, struct file_job *job, bool *differs,
    struct err *e)
{
	const struct scan_file *f = job->file;
	const bool output = f->calendar->output;
	struct view view;
	struct err why;
	size_t i, n = 0;
	int rc;

	*differs = false;
	if (input_open(r, &view, f->calendar, f->row.path, &why) == -1)
		return 0;
	for (i = 0; i < job->items.n; i++)
		if (!output || item_booking(job->items.items[i])->url)
			job->items.items[n++] = job->items.items[i];
	job->items.n = n;
	rc = file_edits_plan(r, job, &view, e);
	*differs = rc == 0 && (output ? !output_is_current(output_path(
	    &r->arena, f), view.bytes, &job->edits) : job->edits.n > 0);
	view_close(&view);
	return rc;
}

int
file_jobs_count(struct run *r, int64_t *n, struct err *e)
{
	struct file_jobs jobs = { 0 };
	const struct scan_file *f;
	bool differs;
	size_t i;
	int rc = 0;

	*n = mark_planned(r);
	file_jobs_collect(r, &jobs);
	for (i = 0; rc == 0 && i < jobs.n; i++) {
		f = jobs.items[i].file;
		if (!is_unsettled(&jobs.items[i]))
			continue;
		rc = would_differ(r, &jobs.items[i], &differs, e);
		if (rc == 0 && differs && f->fixed)
			file_jobs_blame(r, &jobs.items[i], "not-written",
			    f->fixed);
		else
			*n += rc == 0 && differs;
	}
	file_jobs_free(&jobs);
	return rc;
}
