/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/step.h"
#include "store/bookings.h"
#include "store/operations.h"
#include "sync/recover.h"

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
	struct vec found = VEC_OF(struct booking);
	struct booking *b;
	int rc = bookings_by_id(r->store, op->booking, &r->arena, &found, e);

	b = found.items;
	if (rc == 0 && found.n && op->verb == OPERATION_APPLY &&
	    b->state == BOOKING_CREATING) {
		b->state = BOOKING_UNKNOWN;
		b->updated = r->now;
		rc = bookings_put(r->store, b, e);
	}
	vec_free(&found);
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
close_operations(struct run *r, const struct vec *ops, struct err *e)
{
	size_t i;

	if (store_begin(r->store, e) == -1)
		return -1;
	for (i = 0; i < ops->n; i++) {
		if (close_operation(r, &VEC_AT(ops, struct operation, i),
		    e) == -1) {
			store_rollback(r->store);
			return -1;
		}
	}
	return store_commit(r->store, "recover", e);
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
remove_temps(struct run *r, const struct vec *files, struct err *e)
{
	const struct file_row *f;
	size_t i;

	if (files->n && store_begin(r->store, e) == -1)
		return -1;
	for (i = 0; i < files->n; i++) {
		f = &VEC_AT(files, struct file_row, i);
		if (remove_temp(r, f) &&
		    files_set_temp(r->store, f->id, NULL, e) == -1) {
			store_rollback(r->store);
			return -1;
		}
	}
	return files->n ? store_commit(r->store, "temps", e) : 0;
}

int
recover(struct run *r, struct err *e)
{
	struct vec ops = VEC_OF(struct operation);
	struct vec files = VEC_OF(struct file_row);
	int rc = operations_unfinished(r->store, &r->arena, &ops, e);

	/* What another run is at, that run closes. */
	if (rc == 0 && ops.n && !r->other_run)
		rc = close_operations(r, &ops, e);
	if (rc == 0 && !r->dry_run)
		rc = files_with_temp(r->store, &r->arena, &files, e);
	if (rc == 0)
		rc = remove_temps(r, &files, e);
	vec_free(&ops);
	vec_free(&files);
	return rc;
}
