/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/intl.h"
#include "base/out.h"
#include "base/replace.h"
#include "base/temp.h"
#include "base/trust.h"
#include "base/view.h"
#include "ics/cut.h"
#include "ics/override.h"
#include "ics/splice.h"
#include "plan/compare.h"
#include "sync/edits.h"
#include "sync/encoding.h"
#include "sync/file_edits.h"
#include "sync/file_jobs.h"
#include "sync/input.h"
#include "sync/output.h"
#include "sync/remote.h"
#include "sync/write.h"

/* Files that share a commit before they are replaced. */
#define BATCH 64

static const char *
new_temp(struct run *r, const char *target)
{
	struct str begin = { 0 }, temp = { 0 };
	const char *name;

	file_dirname(&begin, target);
	str_adds(&begin, "/" FILE_TEMP_BEGIN);
	temp_name(&temp, str_text(&begin), FILE_TEMP_END);
	name = arena_str(&r->arena, str_text(&temp));
	str_free(&begin);
	str_free(&temp);
	return name;
}

/* Where the file lies that is replaced; NULL and a word to the user when it,
 * or a link on the way, is not ours to follow. */
static const char *
find_target(struct run *r, struct file_job *job, const char *path)
{
	struct str real = { 0 };
	const char *target = NULL;
	struct err why;

	if (trust_target(path, &real, &why) == -1)
		file_jobs_blame(r, job, "not-written", why.msg);
	else if (job->file->calendar->output)
		target = path;
	else
		target = arena_str(&r->arena, str_text(&real));
	str_free(&real);
	return target;
}

/* The file as it was scanned, or a word to the user. */
static bool
open_as_read(struct run *r, struct file_job *job, struct view *view)
{
	struct err why;

	if (input_open(r, view, job->file->calendar, job->file->row.path,
	    &why) == -1) {
		file_jobs_blame(r, job, "unreadable", why.msg);
		return false;
	}
	if (file_stamp_eq(&view->stamp, &job->file->row.stamp))
		return true;
	file_jobs_blame(r, job, "changed-meanwhile", _("it changed while the "
	    "run was working; it is left as it is and taken up in the next "
	    "run"));
	view_close(view);
	return false;
}

/* What came of the edits of the job. */
static void
mark_edited(struct file_job *job, bool done)
{
	struct item *it;
	size_t i;

	for (i = 0; i < job->items.n; i++) {
		it = job->items.items[i];
		if (it->outcome.edit != EDIT_FAILED)
			item_edited(it, done);
	}
}

/* When the folder can't be made, writing into it says so. */
static const char *
output_target(struct run *r, struct file_job *job)
{
	const char *path = find_target(r, job, output_path(&r->arena,
	    job->file));
	struct str folder = { 0 };
	struct err ignored;

	if (!path)
		return NULL;
	file_dirname(&folder, path);
	file_mkdirs(str_text(&folder), &ignored);
	str_free(&folder);
	return path;
}

/* A leftover that could not be removed before would be forgotten. */
static bool
clear_temp(struct run *r, struct file_job *job)
{
	const char *temp = job->file->row.temp;
	struct err why = { 0 };

	if (!temp || unlink(temp) == 0 || errno == ENOENT || errno == ENOTDIR)
		return true;
	err_errno(&why, ERR_FAILED, "a leftover of a stopped run can't be "
	    "removed");
	file_jobs_blame(r, job, "leftover", why.msg);
	return false;
}

/* A file that is new to the cache gets its row now. */
static int
note_temp(struct run *r, struct file_job *job, struct err *e)
{
	struct file_row *row = &job->file->row;

	row->temp = job->temp;
	if (row->id)
		return files_set_temp(r->store, row->id, row->temp, e);
	row->trusted = false;
	row->config = 0;
	return files_put(r->store, row, e);
}

/* Bytes of ours in a calendar over the network are known as such before they
 * stand in its folder. */
static int
note_remote(struct run *r, struct file_job *job, const struct view *view,
    struct err *e)
{
	struct str bytes = { 0 };
	int rc = 0;

	if (job->edits.n && job->file->calendar->url &&
	    splice_text(view->bytes, &job->edits, &bytes, e) == 0)
		rc = remote_note(r, job->file->calendar, job->file->row.path,
		    hash_bytes(str_slice(&bytes)), e);
	str_free(&bytes);
	return rc;
}

static int
plan_job(struct run *r, struct file_job *job, struct err *e)
{
	struct view view;
	int rc;

	if (job->file->blamed || !open_as_read(r, job, &view)) {
		mark_edited(job, false);
		return 0;
	}
	rc = file_edits_plan(r, job, &view, e);
	if (rc == 0)
		rc = note_remote(r, job, &view, e);
	view_close(&view);
	if (rc == -1)
		return -1;
	if (!job->file->calendar->output && !job->edits.n) {
		mark_edited(job, true);	/* it says so already */
		return 0;
	}
	job->target = job->file->calendar->output ? output_target(r, job)
	    : find_target(r, job, job->file->row.path);
	if (!job->target || !clear_temp(r, job)) {
		mark_edited(job, false);
		job->target = NULL;
		return 0;
	}
	job->temp = new_temp(r, job->target);
	return note_temp(r, job, e);
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
take_digests(struct file_job *job, struct cut *new)
{
	const struct cut_event *found;
	struct cut_event probe = { 0 };
	struct item *it;
	size_t i;

	VEC_SORT(&new->events, by_key);
	for (i = 0; i < job->items.n; i++) {
		it = job->items.items[i];
		probe.key = it->key;
		found = VEC_FIND(&new->events, &probe, by_key);
		it->digest = found ? found->digest : 0;
	}
}

/* How the file at hand is written; NULL: as its text stands. */
static const struct utf16 *
utf16_of(const struct run *r, const struct file_job *job)
{
	return job->file->calendar->output ? NULL
	    : input_utf16(r, job->file->row.path);
}

/* What was written, as it will be read. */
static int
open_temp(const struct run *r, const struct file_job *job, struct view *view,
    struct str *text, struct err *e)
{
	const struct utf16 *u = utf16_of(r, job);

	if (view_open(view, job->temp, e) == -1)
		return -1;
	if (!u)
		return 0;
	if (utf16_read(u, view->bytes, text, e) == -1) {
		view_close(view);
		return -1;
	}
	view_lend(view, str_slice(text));
	return 0;
}

/* The new bytes differ from the old ones by the edits and nothing else. */
static int
check(const struct run *r, struct file_job *job, const struct view *before,
    struct err *e)
{
	struct view after;
	struct str text = { 0 };
	struct cut old, new;
	bool fine;

	if (open_temp(r, job, &after, &text, e) == -1) {
		str_free(&text);
		return -1;
	}
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
	str_free(&text);
	return fine ? 0 : err_set(e, ERR_FAILED, "the new bytes of %s are "
	    "not what was planned, so they were not written; please report "
	    "this", job->target);
}

static int
put_new(const struct run *r, const struct file_job *job,
    const struct view *view, struct replace *rep, struct err *e)
{
	const struct utf16 *u = utf16_of(r, job);
	struct str text = { 0 }, bytes = { 0 };
	int rc;

	if (!u)
		return splice_bytes(view->bytes, &job->edits,
		    &(struct splice_sink){ put_bytes, rep, view }, e);
	/* A piece of UTF-8 may end inside of a character. */
	rc = splice_text(view->bytes, &job->edits, &text, e);
	if (rc == 0) {
		utf16_write(u, str_slice(&text), &bytes);
		rc = replace_write(rep, str_slice(&bytes), e);
	}
	str_free(&text);
	str_free(&bytes);
	return rc;
}

static int
replace_file(const struct run *r, struct file_job *job,
    const struct view *view, struct err *e)
{
	bool elsewhere = job->file->calendar->output != NULL, changed;
	struct replace rep;
	int rc;

	if (replace_open(&rep, job->target, job->temp, view, e) == -1)
		return -1;
	rc = put_new(r, job, view, &rep, e);
	if (rc == 0)
		rc = check(r, job, view, e);
	if (rc == 0)
		rc = replace_commit(&rep, elsewhere ? NULL :
		    &job->file->row.stamp, &changed, e);
	/* Of what we wrote, not of what may stand there by now. */
	if (rc == 0 && !elsewhere)
		job->file->row.stamp = rep.stamp;
	replace_abort(&rep);
	return rc;
}

static void
run_job(struct run *r, struct file_job *job)
{
	struct view view;
	struct err why;

	if (!job->target)
		return;
	if (!open_as_read(r, job, &view)) {
		mark_edited(job, false);
		return;
	}
	if (job->file->calendar->output &&
	    output_is_current(job->target, view.bytes, &job->edits)) {
		mark_edited(job, true);
	} else if (replace_file(r, job, &view, &why) == 0) {
		mark_edited(job, true);
		r->totals.files_written++;
		out_say(OUT_VERBOSE, "%s: written", job->target);
	} else {
		file_jobs_blame(r, job, "not-written", why.msg);
		mark_edited(job, false);
	}
	view_close(&view);
}

/* --- all files --------------------------------------------------------- */

static int
run_batch(struct run *r, struct file_job *jobs, size_t n, struct err *e)
{
	size_t i, from = r->records.n;
	int rc = 0;

	if (store_begin(r->store, e) == -1)
		return -1;
	for (i = 0; rc == 0 && i < n; i++)
		rc = plan_job(r, &jobs[i], e);
	for (i = from; rc == 0 && i < r->records.n; i++)
		rc = edits_ahead(r, r->records.items[i], e);
	if (store_end(r->store, rc, "write-intents", e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		run_job(r, &jobs[i]);
	return 0;
}

int
write_files(struct run *r, struct err *e)
{
	struct file_jobs jobs = { 0 };
	size_t i, n;
	int rc = 0;

	file_jobs_collect(r, &jobs);
	for (i = 0; rc == 0 && i < jobs.n; i += n) {
		n = jobs.n - i < BATCH ? jobs.n - i : BATCH;
		rc = run_batch(r, jobs.items + i, n, e);
	}
	file_jobs_free(&jobs);
	return rc;
}
