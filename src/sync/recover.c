/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/step.h"
#include "base/temp.h"
#include "ics/cut.h"
#include "plan/show.h"
#include "store/bookings.h"
#include "store/operations.h"
#include "sync/input.h"
#include "sync/output.h"
#include "sync/recover.h"
#include "sync/verify.h"

/* --- a run that was stopped ----------------------------------------------- */

static void
tell_unknown(struct run *r, const struct operation *op)
{
	struct problem p = {
		.kind = "unknown-outcome",
		.calendar = op->calendar, .uid = op->uid,
		.message = _("an earlier run was stopped before the answer to "
		    "its create was recorded: a reservation may exist that "
		    "nobody knows; it expires by itself"),
	};

	run_problem(r, &p);
}

/* A create may have happened.  That another call may have is in its booking
 * from the intent on. */
static int
doubt_booking(struct run *r, const struct operation *op, struct err *e)
{
	struct bookings found = { 0 };
	struct booking *b;
	int rc = bookings_by_id(r->store, op->booking, &r->arena, &found, e);

	b = found.items;
	if (rc == 0 && found.n && op->verb == OPERATION_APPLY &&
	    b->state == BOOKING_CREATING) {
		b->state = BOOKING_UNKNOWN;
		b->updated = r->now;
		rc = bookings_put(r->store, b, e);
	}
	VEC_FREE(&found);
	return rc;
}

static int
close_operation(struct run *r, struct operation *op, struct err *e)
{
	op->outcome = OPERATION_UNKNOWN;
	op->ended = r->now;
	op->error.message = _("the run was stopped before the answer");
	if (op->verb == OPERATION_APPLY)
		tell_unknown(r, op);
	if (doubt_booking(r, op, e) == -1)
		return -1;
	return operations_end(r->store, op, e);
}

static int
close_operations(struct run *r, const struct operations *ops, struct err *e)
{
	size_t i;
	int rc = store_begin(r->store, e);

	for (i = 0; rc == 0 && i < ops->n; i++)
		rc = close_operation(r, &ops->items[i], e);
	return store_end(r->store, rc, "recover", e);
}

/* One that can't be removed is reported, and tried again in the next run. */
static bool
remove_temp(struct run *r, const struct file_row *f)
{
	struct err why = { 0 };
	struct problem p = { .kind = "leftover", .calendar = f->calendar,
		.file = f->temp, .message = why.msg, .exit = ERR_FAILED };

	if (step("temp-remove") == 0 && (unlink(f->temp) == 0 ||
	    errno == ENOENT || errno == ENOTDIR))
		return true;
	err_errno(&why, ERR_FAILED, "a leftover of a stopped run can't be "
	    "removed");
	run_problem(r, &p);
	return false;
}

static int
remove_temps(struct run *r, const struct file_rows *files, struct err *e)
{
	const struct file_row *f;
	size_t i;
	int rc;

	if (!files->n)
		return 0;
	rc = store_begin(r->store, e);
	for (i = 0; rc == 0 && i < files->n; i++) {
		f = &files->items[i];
		if (remove_temp(r, f))
			rc = files_set_temp(r->store, f->id, NULL, e);
	}
	return store_end(r->store, rc, "temps", e);
}

static int
recover_run(struct run *r, struct err *e)
{
	struct operations ops = { 0 };
	struct file_rows files = { 0 };
	int rc = operations_unfinished(r->store, &r->arena, &ops, e);

	/* What another run is at, that run closes. */
	if (rc == 0 && ops.n && !r->other_run)
		rc = close_operations(r, &ops, e);
	if (rc == 0 && !r->dry_run)
		rc = files_with_temp(r->store, &r->arena, &files, e);
	if (rc == 0)
		rc = remove_temps(r, &files, e);
	VEC_FREE(&ops);
	VEC_FREE(&files);
	return rc;
}

/* --- what no row names ---------------------------------------------------- */

/* The beginning of the names that temporary files for this one have. */
static const char *
temp_begin(const struct scan_file *f, struct arena *a)
{
	const char *path = f->row.path;
	struct str begin = { 0 };
	char *real = NULL, one[1];

	if (f->calendar->output)
		path = output_path(a, f);
	else if (readlink(path, one, sizeof(one)) != -1)
		real = realpath(path, NULL);
	file_dirname(&begin, real ? real : path);
	str_adds(&begin, "/" FILE_TEMP_BEGIN);
	path = arena_str(a, str_text(&begin));
	str_free(&begin);
	free(real);
	return path;
}

static void
add_folder(const struct scan_file *f, struct texts *begins, struct arena *a)
{
	const char *begin;

	if (f->status != SCAN_READ || f->row.config ||
	    (input_is_stdin(f->row.path) && !f->calendar->output))
		return;
	begin = temp_begin(f, a);
	if (!begins->n || strcmp(begins->items[begins->n - 1], begin) != 0)
		*VEC_ADD(begins) = begin;
}

void
recover_folders(const struct run *r)
{
	struct texts begins = { 0 };
	struct arena a = { 0 };
	size_t i, j;

	for (i = 0; i < r->scans.n; i++)
		for (j = 0; j < r->scans.items[i]->files.n; j++)
			add_folder(r->scans.items[i]->files.items[j], &begins,
			    &a);
	VEC_SORT(&begins, vec_by_text);
	for (i = 0; i < begins.n; i++)
		if (i == 0 || strcmp(begins.items[i - 1], begins.items[i]) != 0)
			temp_sweep(begins.items[i], FILE_TEMP_END);
	VEC_FREE(&begins);
	arena_free(&a);
}

/* --- a state that was put back -------------------------------------------- */

static void
tell_pending(struct run *r, size_t n)
{
	struct problem p = { .kind = "not-asked" };

	p.message = arena_printf(&r->arena, P_("the state was put back from a "
	    "copy: a run first asks the server for its %zu reservation, and "
	    "may plan something else then", "the state was put back from a "
	    "copy: a run first asks the server for its %zu reservations, and "
	    "may plan something else then", n), n);
	run_problem(r, &p);
}

static void
tell_unasked(struct run *r, const struct finding *f)
{
	const struct booking *b = &f->booking;
	struct problem p = { .kind = "not-asked", .exit = ERR_FAILED,
		.calendar = b->calendar, .uid = b->uid };
	struct str text = { 0 };

	str_adds(&text, _("the state was put back from a copy, and the server "
	    "does not say what it has: "));
	if (f->query.error.message)
		show_error(&text, &f->query.error);
	else	/* nothing was sent */
		str_adds(&text, _("no id of it is recorded"));
	p.message = str_text(&text);
	run_problem(r, &p);
	str_free(&text);
}

static void
keep_unasked(struct run *r, const struct findings *findings)
{
	/* That the run has stopped was reported already. */
	bool stopped = r->api && api_stopped(r->api, NULL) != ERR_NONE;
	const struct finding *f;
	size_t i;

	for (i = 0; i < findings->n; i++) {
		f = &findings->items[i];
		if (verify_known(f))
			continue;
		*VEC_ADD(&r->unasked) = cut_uid_key(slice_str(f->booking.uid));
		if (!stopped)
			tell_unasked(r, f);
	}
}

static int
ask_restored(struct run *r, struct err *e)
{
	struct bookings asked = { 0 };
	struct findings findings = { 0 };
	int rc = bookings_asked(r->store, &r->arena, &asked, e);

	if (rc == 0 && asked.n && r->dry_run) {
		tell_pending(r, asked.n);
	} else if (rc == 0 && asked.n) {
		rc = verify_ask(r, &asked, &findings, e);
		if (rc == 0)
			rc = verify_learn(r, &findings, e);
		keep_unasked(r, &findings);
	}
	VEC_FREE(&asked);
	VEC_FREE(&findings);
	return rc;
}

int
recover(struct run *r, struct err *e)
{
	return recover_run(r, e) == -1 ? -1 : ask_restored(r, e);
}
