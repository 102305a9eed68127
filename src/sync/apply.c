/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/out.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "store/issued.h"
#include "store/operations.h"
#include "store/store.h"
#include "sync/apply.h"
#include "sync/client.h"
#include "sync/outcome.h"

/* Intents that share a commit, and calls that wait for an answer at a time. */
#define BATCH 32
#define WINDOW 64
/*
 * Pages of the state that recording an answer changes at most: in ten trees
 * (three tables and their indexes) a leaf, what it splits into and what is
 * above.  The text of the request comes on top.  An intent shares its pages
 * with others.
 */
#define ANSWER_PAGES 32
#define INTENT_PAGES 12
#define TEXT_PAGE 512

/* --- what goes out ----------------------------------------------------- */

static const struct {
	enum operation_verb verb;
	enum api_op op;
} calls[] = {
	[ACTION_CREATE] = { OPERATION_APPLY, API_APPLY },
	[ACTION_UPDATE] = { OPERATION_UPDATE, API_UPDATE },
	[ACTION_RENEW] = { OPERATION_UPDATE, API_UPDATE },
	[ACTION_DELETE] = { OPERATION_DELETE, API_DELETE },
};

/* Links that exist come first, then new ones, deletions at the end. */
static void
fill_queue(struct applier *ap)
{
	static const enum action_kind order[] = { ACTION_RENEW,
		ACTION_UPDATE, ACTION_CREATE, ACTION_DELETE };
	struct item *it;
	size_t i, pass;

	for (pass = 0; pass < sizeof(order) / sizeof(*order); pass++) {
		for (i = 0; i < ap->run->items.n; i++) {
			it = ap->run->items.items[i];
			if (it->act.kind == order[pass] &&
			    it->act.result == RESULT_PLANNED)
				outcome_enqueue(ap, it, it->act.kind,
				    it->act.changed);
		}
	}
}

/* Before anything is sent for one. */
static int
give_up_shared(struct run *r, struct err *e)
{
	struct item *it;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		if (it->act.result == RESULT_PLANNED &&
		    (it->act.kind == ACTION_RENEW ||
		    it->act.kind == ACTION_UPDATE ||
		    it->act.kind == ACTION_DELETE) &&
		    outcome_give_up(r, it, e) == -1)
			return -1;
	}
	return 0;
}

static void
make_body(struct job *job)
{
	const struct action *act = &job->item->act;

	str_clear(&job->body);
	if (job->kind == ACTION_CREATE)
		request_apply_body(&job->body, act->want, act->end_time);
	else if (job->kind != ACTION_DELETE)
		request_update_body(&job->body, act->want ? act->want
		    : &act->booking.held, job->fields, act->end_time);
}

static const char *
request_text(struct run *r, const struct action *act)
{
	struct str s = { 0 };
	const char *text;

	request_write(&s, act->want ? act->want : &act->booking.held);
	text = arena_dup(&r->arena, str_text(&s), s.n);
	str_free(&s);
	return text;
}

/* A lost answer may have prolonged it. */
static int
foresee(struct run *r, const struct booking *b, int64_t end_time,
    struct err *e)
{
	const struct issued_row row = { "", b->reserve_id, b->uid, end_time };

	return end_time > b->end_time ? issued_put(r->store, &row, e) : 0;
}

/* Only what this tool made is deleted. */
static int
check_made(struct run *r, const struct booking *b, struct err *e)
{
	bool made;

	if (operations_made(r->store, b->reserve_id, &made, e) == -1)
		return -1;
	return made ? 0 : err_set(e, ERR_STATE, "the state has no record that "
	    "this tool made reservation %s; it is not deleted",
	    b->reserve_id);
}

/* What is sent is in doubt until its answer is recorded.  A renewal is not: it
 * stays due. */
static int
intend_change(struct run *r, struct job *job, struct err *e)
{
	const struct action *act = &job->item->act;
	struct booking *b = &job->item->act.booking;
	bool longer = act->want && act->end_time &&
	    act->want->until != b->held.until;
	size_t f;

	job->held = b->held;
	if (job->kind == ACTION_DELETE || longer)
		b->held.until = BOOKING_IN_DOUBT;
	for (f = 0; f < REQUEST_FIELDS; f++)
		if (job->fields & 1u << f)
			b->held.field[f] = REQUEST_IN_DOUBT;
	return job->kind == ACTION_DELETE || longer || job->fields
	    ? bookings_put(r->store, b, e) : bookings_intend(r->store, b, e);
}

/* The intent: what is about to be asked for, and of which booking. */
static int
intend(struct applier *ap, struct job *job, struct err *e)
{
	struct run *r = ap->run;
	struct booking *b = &job->item->act.booking;

	b->updated = r->now;
	if (job->kind == ACTION_CREATE) {
		b->state = BOOKING_CREATING;
		if (!b->id)
			b->created = r->now;
		if (bookings_put(r->store, b, e) == -1)
			return -1;
	} else if ((job->kind == ACTION_DELETE ? check_made(r, b, e)
	    : foresee(r, b, job->item->act.end_time, e)) == -1 ||
	    intend_change(r, job, e) == -1) {
		return -1;
	}
	job->op = (struct operation){ .verb = calls[job->kind].verb,
		.calendar = b->calendar, .uid = b->uid,
		.recurrence_id = b->recurrence_id, .booking = b->id,
		.started = r->now, .end_time = job->item->act.end_time,
		.run = r->id };
	if (job->kind != ACTION_CREATE)
		job->op.reserve_id = b->reserve_id;
	if (job->kind != ACTION_DELETE)
		job->op.request = request_text(r, &job->item->act);
	return operations_begin(r->store, &job->op, e);
}

static void
send_job(struct applier *ap, struct job *job)
{
	make_body(job);
	job->call = (struct api_call){ .op = calls[job->kind].op,
		.body = str_slice(&job->body), .cookie = job };
	if (job->kind != ACTION_CREATE)
		job->call.reserve_id = job->item->act.booking.reserve_id;
	api_submit(ap->api, &job->call);
	ap->under_way++;
	ap->pages += job->pages;
}

static size_t
answer_pages(const struct job *job)
{
	const struct action *act = &job->item->act;
	const struct request *told = act->want ? act->want
	    : &act->booking.held;
	size_t i, n = 0;

	for (i = 0; i < REQUEST_FIELDS; i++)
		n += told->field[i] ? strlen(told->field[i]) : 0;
	return ANSWER_PAGES + n / TEXT_PAGE;
}

/*
 * The end of the next batch: as many jobs as the state's disk has room for,
 * with all answers that are to come.
 */
static size_t
batch_end(struct applier *ap, struct err *e)
{
	size_t n = ap->queue.n - ap->next, i, pages;
	struct job *job;

	for (n = n < BATCH ? n : BATCH; n; n /= 2) {
		pages = ap->pages + n * INTENT_PAGES;
		for (i = ap->next; i < ap->next + n; i++) {
			job = ap->queue.items[i];
			pages += job->pages = answer_pages(job);
		}
		if (room_take(ap->run->store, pages, e) == 0)
			break;
	}
	return ap->next + n;
}

/* Commit the intents of the next jobs at once, then send them. */
static int
send_batch(struct applier *ap, struct err *e)
{
	struct store *s = ap->run->store;
	size_t from = ap->next, end = batch_end(ap, e), i;
	int rc;

	if (end == from)	/* answers may bring room with them */
		return ap->under_way ? 0 : -1;
	rc = store_begin(s, e);
	for (; rc == 0 && ap->next < end; ap->next += rc == 0)
		rc = intend(ap, ap->queue.items[ap->next], e);
	if (store_end(s, rc, "intents", e) == -1)
		return -1;
	for (i = from; i < ap->next; i++)
		send_job(ap, ap->queue.items[i]);
	return 0;
}

/* --- what came back ---------------------------------------------------- */

/* The end_time that comes back is another one than was asked for when it is
 * this much earlier: clocks differ, and servers round. */
#define EARLY ((int64_t)3600)

/* It is renewed in time, as long as runs come; a renewal that did not help is
 * told each time, since then the link dies.  before: its end until now. */
static void
tell_early_end(struct run *r, const struct job *job, int64_t before)
{
	const struct action *act = &job->item->act;
	int64_t asked = job->op.end_time, got = job->call.reserve.end_time;
	struct problem p = { .kind = "early-end", .file = act->file,
		.calendar = act->booking.calendar, .uid = act->booking.uid,
		.line = act->line };
	char end[CLOCK_TEXT], want[CLOCK_TEXT];

	if (job->call.outcome != API_OK || !got || got >= asked - EARLY ||
	    (job->kind == ACTION_RENEW && got > before))
		return;
	p.message = arena_printf(&r->arena, job->kind == ACTION_RENEW
	    ? _("renewed, but the reservation still ends at %s and not at %s, "
	    "as asked: the link is dead then, and a later run makes another")
	    : _("done, but the reservation ends at %s and not at %s, as asked: "
	    "runs renew it, so let one come before that"),
	    clock_rfc3339(got, end), clock_rfc3339(asked, want));
	run_problem(r, &p);
}

/* The answer, the booking and the journal in one transaction. */
static int
record(struct applier *ap, struct job *job, struct err *e)
{
	struct run *r = ap->run;
	struct booking *b = &job->item->act.booking;
	const char *before = b->reserve_id;
	int64_t end = b->end_time;
	int known = outcome_look_up(r, job, e), rc;

	ap->pages -= job->pages;
	job->op.outcome = outcome_judge(ap, job);
	tell_early_end(r, job, end);
	job->op.error = job->call.error;
	job->op.log_id = job->call.log_id;
	job->op.ended = r->clock->wall(r->clock);
	b->updated = job->op.ended;
	if (before && b->reserve_id && strcmp(before, b->reserve_id) != 0)
		b->former = before;
	str_free(&job->body);
	if (known == -1)
		return -1;
	rc = store_begin(r->store, e);
	if (rc == 0)
		rc = operations_end(r->store, &job->op, e);
	if (rc == 0)
		rc = outcome_issue(r, b, before, e);
	if (rc == 0)
		rc = bookings_put(r->store, b, e);
	return store_end(r->store, rc, "answer", e);
}

/* --- the loop ---------------------------------------------------------- */

static void
give_up_rest(struct applier *ap)
{
	struct err why = { 0 };
	struct item *it;

	api_stopped(ap->api, &why);
	for (; ap->next < ap->queue.n; ap->next++) {
		it = ap->queue.items[ap->next]->item;
		if (why.code == ERR_FAILED) {
			outcome_not_tried(ap, it);
			continue;
		}
		item_result(it, RESULT_FAILED);
		it->act.error.message = arena_str(&ap->run->arena, why.msg);
		ap->run->totals.failed++;
		run_exit(ap->run, ERR_FAILED);
	}
}

/* The state can't take it; somebody must know of it nevertheless. */
static void
tell_unrecorded(struct applier *ap, struct job *job)
{
	struct run *r = ap->run;
	struct action *act = &job->item->act;
	const struct booking *b = &act->booking;
	struct problem p = { .kind = "not-recorded", .exit = ERR_FAILED,
		.calendar = b->calendar, .file = act->file, .uid = b->uid,
		.line = act->line };

	if (job->kind != ACTION_CREATE || job->call.outcome != API_OK)
		return;
	item_result(job->item, RESULT_UNKNOWN);
	r->totals.created--;
	r->totals.unknown++;
	p.message = arena_printf(&r->arena, _("reservation %s with the link %s "
	    "was made and could not be recorded: keep a note of it, since "
	    "the next run makes another"), b->reserve_id,
	    b->url ? b->url : "(none)");
	run_problem(r, &p);
}

/*
 * When the state can't be written any more nothing is sent, but the answers
 * to what was sent are still taken.
 */
static int
loop(struct applier *ap, struct err *e)
{
	struct api_call *call;
	struct err again;
	int rc = 0;

	for (;;) {
		if (api_stopped(ap->api, NULL) != ERR_NONE)
			give_up_rest(ap);
		if (rc == 0 && ap->next < ap->queue.n &&
		    ap->under_way + BATCH <= WINDOW)
			rc = send_batch(ap, e);
		if (!api_next(ap->api, &ap->run->arena, &call))
			break;
		ap->under_way--;
		ap->done++;
		if (record(ap, call->cookie, rc ? &again : e) == -1) {
			tell_unrecorded(ap, call->cookie);
			rc = -1;
		}
		client_progress(ap->run, ap->started, ap->done, ap->queue.n);
	}
	room_take(ap->run->store, 0, &again);
	return rc;
}

static void
free_bodies(struct applier *ap)
{
	size_t i;

	for (i = 0; i < ap->queue.n; i++)
		str_free(&ap->queue.items[i]->body);
	VEC_FREE(&ap->queue);
}

int
apply_actions(struct run *r, struct err *e)
{
	struct applier ap = { .run = r };
	int rc;

	if (give_up_shared(r, e) == -1)
		return -1;
	fill_queue(&ap);
	if (ap.queue.n == 0) {
		VEC_FREE(&ap.queue);
		return 0;
	}
	ap.started = r->clock->mono(r->clock);
	rc = client_open(r, &ap.api, e);
	if (rc == 0)
		rc = loop(&ap, e);
	out_progress_end();
	if (ap.api)
		client_tell_stop(r);
	free_bodies(&ap);
	return rc;
}
