/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "ics/own.h"
#include "plan/compare.h"
#include "plan/show.h"
#include "store/bookings.h"
#include "store/issued.h"
#include "sync/outcome.h"

/* --- one id or link for two events ---------------------------------------- */

/* The first booking beside b that lives and has the id; NULL: none. */
static int
find_same_id(struct run *r, const struct booking *b, const char *reserve_id,
    const struct booking **other, struct err *e)
{
	struct bookings found = { 0 };
	const struct booking *at;
	struct booking *first = NULL;
	size_t i;
	int rc = bookings_by_reserve_id(r->store, reserve_id, &r->arena,
	    &found, e);

	for (i = 0; rc == 0 && i < found.n; i++) {
		at = &found.items[i];
		if (at->id == b->id || !compare_alive(at, r->now) ||
		    (first && first->id < at->id))
			continue;
		if (!first)
			first = ARENA_NEW(&r->arena, struct booking);
		*first = *at;
	}
	*other = first;
	VEC_FREE(&found);
	return rc;
}

int
outcome_same_link(struct run *r, const struct booking *b, const char *url,
    const struct booking **other, struct err *e)
{
	struct issued_rows rows = { 0 };
	const struct issued_row *row;
	const char *key = url ? own_link_key(slice_str(url), &r->arena) : NULL;
	size_t i;
	int rc = key ? issued_by_link(r->store, key, &r->arena, &rows, e) : 0;

	*other = NULL;
	for (i = 0; rc == 0 && i < rows.n && !*other; i++) {
		row = &rows.items[i];
		if (row->until > r->now && (!b->reserve_id ||
		    strcmp(row->reserve_id, b->reserve_id) != 0))
			rc = find_same_id(r, b, row->reserve_id, other, e);
	}
	VEC_FREE(&rows);
	return rc;
}

const char *
outcome_name(struct run *r, const struct booking *other)
{
	return *other->recurrence_id
	    ? arena_printf(&r->arena, _("UID %s, RECURRENCE-ID %s, of "
		"calendar %s"), other->uid, other->recurrence_id,
		other->calendar)
	    : arena_printf(&r->arena, _("UID %s of calendar %s"), other->uid,
		other->calendar);
}

/* --- what an answer says -------------------------------------------------- */

void
outcome_enqueue(struct applier *ap, struct item *it, enum action_kind kind,
    unsigned fields)
{
	struct job *job = ARENA_NEW(&ap->run->arena, struct job);

	*job = (struct job){ .item = it, .kind = kind, .fields = fields };
	*VEC_ADD(&ap->queue) = job;
}

static const char *
or_else(const char *text, const char *other)
{
	return text && *text ? text : other;
}

/* The password that the server tells is not the one that was wanted. */
static bool
password_is_off(const struct action *act, const char *password)
{
	struct request told = act->booking.held;
	struct str json = { 0 };
	bool off = false;

	if (password && act->want && act->want->field[REQUEST_PASSWORD]) {
		str_json(&json, slice_str(password));
		told.field[REQUEST_PASSWORD] = str_text(&json);
		off = request_diff(&told, act->want) & 1u << REQUEST_PASSWORD;
	}
	str_free(&json);
	return off;
}

static void
tell(struct run *r, const struct action *act, const char *kind,
    int exit, const char *message)
{
	struct problem p = { .kind = kind, .file = act->file,
		.calendar = act->booking.calendar, .uid = act->booking.uid,
		.line = act->line, .message = message, .exit = exit };

	run_problem(r, &p);
}

/* People may hold the old one: the new one is reported, too. */
static void
tell_change(struct run *r, struct job *job, const char *old)
{
	const struct action *act = &job->item->act;
	const struct booking *b = &act->booking;

	if (!old || !b->url || strcmp(old, b->url) == 0)
		return;
	r->totals.links_changed++;
	tell(r, act, "link-changed", 0, arena_printf(&r->arena, _("the link "
	    "was %s and is %s now; give the new one to everybody who has the "
	    "old one"), old, b->url));
}

/* What is odd about an answer to a call that was done. */
static void
tell_answer(struct run *r, const struct job *job, const char *kind,
    const char *what)
{
	tell(r, &job->item->act, kind, 0, arena_printf(&r->arena,
	    _("done, but the server's answer has %s"), what));
}

static void
take_reserve(struct run *r, struct job *job, const struct api_reserve *got)
{
	struct action *act = &job->item->act;
	struct booking *b = &act->booking;
	const char *old = b->url;

	if (job->same_link)
		tell_answer(r, job, "equal-links", arena_printf(&r->arena,
		    b->url ? _("the link of %s; nothing of it is taken over")
		    : _("the link of %s: the two have one meeting, and `%s` "
		    "tells what the server has"), outcome_name(r,
		    job->same_link), "icsreserve show"));
	b->meeting_no = or_else(got->meeting_no, b->meeting_no);
	/* A bad link must not take the place of a good one. */
	if (!b->url || (got->url && own_link_allowed(got->url,
	    &job->item->plan.settings->link_hosts)))
		b->url = or_else(got->url, b->url);
	else if (got->url)
		tell_answer(r, job, "bad-link",
		    _("a link that is not on a host of link_hosts; the "
		    "recorded one is kept"));
	b->live_link = or_else(got->live_link, b->live_link);
	b->app_link = or_else(got->app_link, b->app_link);
	/* An answer without the reservation does not say that it has none. */
	if (job->item->plan.settings->write_password && (got->id ||
	    got->password || !b->password ||
	    job->fields & 1u << REQUEST_PASSWORD))
		b->password = or_else(got->password, "");
	if (job->kind != ACTION_CREATE)
		tell_change(r, job, old);
	if (got->odd)
		tell_answer(r, job, "odd-answer",
		    arena_printf(&r->arena,
		    _("no usable %s; the value sent or known before is kept"),
		    got->odd));
	if (got->invalid_hosts)
		tell_answer(r, job, "invalid-hosts", arena_printf(&r->arena,
		    _("hosts that it does not know: %s"), got->invalid_hosts));
}

static void
created(struct run *r, struct job *job)
{
	struct action *act = &job->item->act;
	struct booking *b = &act->booking;
	const struct api_reserve *got = &job->call.reserve;
	const char *old = b->url;

	b->state = BOOKING_LIVE;
	b->url = b->app_link = b->live_link = b->meeting_no = NULL;
	b->reserve_id = got->id;
	b->end_time = got->end_time ? got->end_time : act->end_time;
	b->held = *act->want;
	take_reserve(r, job, got);
	tell_change(r, job, old);
	act->bad_link = !b->url || !own_link_allowed(b->url,
	    &job->item->plan.settings->link_hosts);
	job->op.reserve_id = b->reserve_id;
	r->totals.created++;
}

static void
updated(struct run *r, struct job *job)
{
	struct action *act = &job->item->act;
	struct booking *b = &act->booking;
	const struct api_reserve *got = &job->call.reserve;
	size_t f;

	if (act->end_time)
		b->end_time = got->end_time ? got->end_time : act->end_time;
	for (f = 0; act->want && f < REQUEST_FIELDS; f++)
		if (job->fields & 1u << f)
			b->held.field[f] = act->want->field[f];
	if (act->want)
		b->held.until = act->want->until;
	else if (b->held.until == BOOKING_IN_DOUBT)
		b->held.until = b->end_time;
	take_reserve(r, job, got);
	if (job->kind == ACTION_RENEW)
		r->totals.renewed++;
	else
		r->totals.updated++;
}

static void
ended(struct run *r, struct job *job)
{
	job->item->act.booking.state = BOOKING_ENDED;
	if (job->kind == ACTION_DELETE)
		r->totals.deleted++;
}

static void
want_anew(struct run *r, struct item *it, enum action_kind kind)
{
	struct action *act = &it->act, *ended;
	int64_t reach = r->now + COMPARE_REACH;

	if (kind == ACTION_DELETE) {
		ended = ARENA_NEW(&r->arena, struct action);
		*ended = *act;
		it->ended = ended;
	}
	item_again(it, ACTION_CREATE);
	act->end_time = act->want->until < reach ? act->want->until : reach;
}

static void
make_anew(struct applier *ap, struct job *job)
{
	want_anew(ap->run, job->item, job->kind);
	outcome_enqueue(ap, job->item, ACTION_CREATE, 0);
}

static void
succeeded(struct applier *ap, struct job *job)
{
	struct action *act = &job->item->act;
	bool off;

	if (job->kind == ACTION_CREATE)
		created(ap->run, job);
	else if (job->kind == ACTION_DELETE)
		ended(ap->run, job);
	else
		updated(ap->run, job);
	item_result(job->item, RESULT_OK);
	act->booking.error = (struct api_error){ 0 };
	if (job->kind == ACTION_DELETE && act->want)
		make_anew(ap, job);
	off = job->kind != ACTION_DELETE &&
	    password_is_off(act, job->call.reserve.password);
	/* Once: a server that never takes it must not be asked for ever. */
	if (off && !(job->fields & 1u << REQUEST_PASSWORD) &&
	    job->kind != ACTION_CREATE) {
		/* Stopped before that, the next run sees the difference. */
		act->booking.held.field[REQUEST_PASSWORD] = NULL;
		act->end_time = 0;
		outcome_enqueue(ap, job->item, ACTION_UPDATE,
		    1u << REQUEST_PASSWORD);
	}
}

/* That the run has stopped is reported once, not for each unsent call. */
static void
tell_failure(struct applier *ap, const struct job *job)
{
	struct str text = { 0 };

	if (job->call.outcome == API_NOT_DONE &&
	    api_stopped(ap->api, NULL) != ERR_NONE)
		return;
	show_error(&text, &job->call.error);
	tell(ap->run, &job->item->act, job->same_id ? "equal-ids"
	    : job->call.outcome == API_REFUSED ? "refused"
	    : job->call.outcome == API_UNKNOWN ? "unknown-outcome"
	    : "not-done", ERR_FAILED, str_text(&text));
	str_free(&text);
}

static void
failed(struct applier *ap, struct job *job, enum booking_state after)
{
	struct run *r = ap->run;
	struct action *act = &job->item->act;

	if (job->kind == ACTION_CREATE)
		act->booking.state = after;
	else if (job->call.outcome == API_REFUSED)
		act->booking.held = job->held;
	act->booking.error = job->call.error;
	act->error = job->call.error;
	if (after == BOOKING_UNKNOWN) {
		item_result(job->item, RESULT_UNKNOWN);
		r->totals.unknown++;
	} else {
		item_result(job->item, RESULT_FAILED);
		r->totals.failed++;
	}
	run_exit(r, ERR_FAILED);
	tell_failure(ap, job);
}

void
outcome_not_tried(struct applier *ap, struct item *it)
{
	if (it->act.booking.state == BOOKING_CREATING)
		it->act.booking.state = BOOKING_WANTED;
	item_open(it);
	ap->run->totals.not_tried++;
}

/* The reservation is not there any more. */
static void
was_gone(struct applier *ap, struct job *job)
{
	struct action *act = &job->item->act;

	ended(ap->run, job);
	item_result(job->item, RESULT_OK);
	if (job->kind == ACTION_DELETE) {
		if (act->want)
			make_anew(ap, job);
		return;
	}
	item_open(job->item);
	if (!act->want) {
		act->note = _("the reservation is gone");
		return;
	}
	act->note = _("the reservation was gone; the link changes");
	make_anew(ap, job);
}

enum operation_outcome
outcome_judge(struct applier *ap, struct job *job)
{
	switch (job->call.outcome) {
	case API_OK:
		succeeded(ap, job);
		return OPERATION_OK;
	case API_GONE:
		was_gone(ap, job);
		return OPERATION_GONE;
	case API_REFUSED:
		failed(ap, job, BOOKING_WANTED);
		return OPERATION_REFUSED;
	case API_UNKNOWN:
		failed(ap, job, BOOKING_UNKNOWN);
		return OPERATION_UNKNOWN;
	case API_NOT_DONE:
		if (api_stopped(ap->api, NULL) == ERR_FAILED)
			outcome_not_tried(ap, job->item);
		else
			failed(ap, job, BOOKING_WANTED);
		return OPERATION_NOT_DONE;
	}
	abort();
}

static void
doubt_create(struct run *r, struct job *job)
{
	struct api_call *call = &job->call;

	call->outcome = API_UNKNOWN;
	call->error = (struct api_error){ .log_id = call->log_id };
	call->error.message = arena_printf(&r->arena, _("the server answers "
	    "with the id %s, which is the reservation of %s already: this "
	    "event gets no link from it, and nothing is deleted; a "
	    "reservation may exist that nobody knows, which expires by itself; "
	    "`%s` tells whether the other one is still as it was"),
	    call->reserve.id, outcome_name(r, job->same_id),
	    "icsreserve verify");
}

int
outcome_look_up(struct run *r, struct job *job, struct err *e)
{
	struct api_reserve *got = &job->call.reserve;
	struct booking b = job->item->act.booking;

	if (job->call.outcome != API_OK || job->kind == ACTION_DELETE)
		return 0;
	if (job->kind == ACTION_CREATE) {
		b.reserve_id = got->id;
		b.url = NULL;
		if (find_same_id(r, &b, got->id, &job->same_id, e) == -1)
			return -1;
		if (job->same_id) {
			doubt_create(r, job);
			return 0;
		}
	}
	if ((!b.url || !got->url || strcmp(b.url, got->url) != 0) &&
	    outcome_same_link(r, &b, got->url, &job->same_link, e) == -1)
		return -1;
	/* It speaks of another reservation. */
	if (job->same_link && b.url)
		*got = (struct api_reserve){ 0 };
	return 0;
}

static void
tell_given_up(struct run *r, const struct item *it,
    const struct booking *other)
{
	tell(r, &it->act, "equal-ids", 0, arena_printf(&r->arena, it->act.want
	    ? _("the reservation %s is that of %s as well, and is left to it: "
	    "this event gets another one")
	    : _("the reservation %s is that of %s as well, and is left to it: "
	    "it is not deleted"), it->act.booking.reserve_id,
	    outcome_name(r, other)));
}

/* What both update stays with the first; none is deleted under the other. */
int
outcome_give_up(struct run *r, struct item *it, struct err *e)
{
	struct booking *b = &it->act.booking;
	enum action_kind kind = it->act.kind;
	const struct booking *other;
	int rc;

	if (find_same_id(r, b, b->reserve_id, &other, e) == -1)
		return -1;
	if (!other || (kind != ACTION_DELETE && other->id > b->id))
		return 0;
	tell_given_up(r, it, other);
	b->state = BOOKING_ENDED;
	b->updated = r->now;
	rc = store_begin(r->store, e);
	if (rc == 0)
		rc = bookings_put(r->store, b, e);
	if (store_end(r->store, rc, "given-up", e) == -1)
		return -1;
	item_result(it, RESULT_OK);
	if (it->act.want)
		want_anew(r, it, kind);
	return 0;
}

/* --- what is issued ------------------------------------------------------- */

static int
issue(struct run *r, const struct booking *b, struct err *e)
{
	struct issued_row row = { "", b->reserve_id, b->uid, b->end_time };
	const char *key = b->url ? own_link_key(slice_str(b->url), &r->arena)
	    : NULL;

	if (issued_put(r->store, &row, e) == -1)
		return -1;
	row.link = key;
	return key ? issued_put(r->store, &row, e) : 0;
}

int
outcome_issue(struct run *r, const struct booking *b, const char *before,
    struct err *e)
{
	const struct booking *other = NULL;
	bool over = before && (b->state == BOOKING_ENDED || !b->reserve_id ||
	    strcmp(before, b->reserve_id) != 0);

	if (over && find_same_id(r, b, before, &other, e) == -1)
		return -1;
	if (over && !other) {
		*VEC_ADD(&r->ended) = hash_bytes(slice_str(before));
		if (issued_end(r->store, before, e) == -1)
			return -1;
	}
	return b->state == BOOKING_LIVE && b->reserve_id ? issue(r, b, e) : 0;
}
