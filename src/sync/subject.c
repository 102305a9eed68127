/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/own.h"
#include "ics/splice.h"
#include "plan/compare.h"
#include "plan/meeting.h"
#include "store/bookings.h"
#include "sync/remark.h"
#include "sync/input.h"
#include "sync/subject.h"
#include "sync/wishes.h"

void
subject_init(struct subject *s, struct examination *x, uint32_t index)
{
	const struct cut_event *cut = &VEC_AT(&x->cut->events,
	    struct cut_event, index);

	*s = (struct subject){ .x = x, .cut = cut };
	s->item = (struct item){
		.settings = &x->scan->calendar->settings,
		.file = x->file,
		.component = "",
		.off = cut->off,
		.len = cut->len,
		.key = cut->key,
		.digest = cut->digest,
		.act = { .file = x->file->row.path, .line = cut->line },
	};
}

/* --- what is told ------------------------------------------------------ */

void
subject_leave_open(struct subject *s)
{
	s->x->file->open = true;
	*(uint64_t *)vec_add(&s->x->file->settled) =
	    examine_seen(s->cut->digest);
	*(uint64_t *)vec_add(&s->x->scan->standing) = s->cut->key;
}

void
subject_tell(struct subject *s, const struct parse_fault *fault,
    const char *message)
{
	struct problem p = {
		.kind = fault->kind,
		.calendar = s->x->scan->calendar->name,
		.file = s->x->file->row.path,
		.uid = s->ev.uid,
		.property = fault->property,
		.line = s->cut->line + fault->line,
		.message = message,
		.exit = ERR_FAILED,
	};

	run_problem(s->x->run, &p);
	s->x->run->totals.failed++;
	s->refused = true;
	subject_leave_open(s);
}

static void
fail(struct subject *s, const char *kind, const char *message)
{
	struct parse_fault fault = { .kind = kind };

	subject_tell(s, &fault, message);
}

/* The lowest bit of a settled digest says that the event is skipped. */
void
subject_settle(struct subject *s, bool skipped)
{
	s->x->run->totals.skipped += skipped;
	s->x->file->row.skipped += skipped;
	if (skipped)
		*(uint64_t *)vec_add(&s->x->scan->skipped) = s->cut->key;
	if (s->item.digest)
		*(uint64_t *)vec_add(&s->x->file->settled) =
		    s->item.act.deferred ? examine_seen(s->item.digest)
		    : s->item.digest | skipped;
}

/* The UID as far as it can be read, to name the event by it. */
static void
read_uid(struct subject *s)
{
	const struct parse_context ctx = { 0 };
	struct parse_fault ignored;
	struct err why;

	parse_event(cut_slice(s->x->view->bytes, s->cut), &ctx,
	    &s->x->scratch, &s->ev, &ignored, &why);
}

bool
subject_refused(struct subject *s)
{
	enum cut_reason why = VEC_AT(&s->x->cut->calendars,
	    struct cut_calendar, s->cut->calendar).reason;

	if (s->cut->duplicate)
		read_uid(s);
	if (why == CUT_METHOD) {
		subject_settle(s, true);
		*(uint64_t *)vec_add(&s->x->scan->standing) = s->cut->key;
	} else if (why != CUT_FINE)
		s->x->file->open = true;	/* told with the file */
	else if (!s->cut->has_uid)
		fail(s, "no-uid", "the event has no UID, so it could not be "
		    "known again; give it one");
	else if (s->cut->duplicate)
		fail(s, "duplicate-uid", "its UID and RECURRENCE-ID stand "
		    "twice in this file; remove one of the two");
	else
		return false;
	s->refused = true;
	return true;
}

/* --- from bytes to an action ------------------------------------------- */

int
subject_parse(struct subject *s)
{
	struct examination *x = s->x;
	const struct cut_calendar *cal = &VEC_AT(&x->cut->calendars,
	    struct cut_calendar, s->cut->calendar);
	struct parse_context ctx = {
		.calendar = &x->calendar,
		.timezone = x->scan->calendar->settings.timezone,
		.default_duration =
		    x->scan->calendar->settings.default_duration,
		.text = input_text(x->run, x->file->row.path),
	};
	struct parse_fault fault = { 0 };
	struct err why;

	if (!x->calendar_known || x->calendar_index != s->cut->calendar) {
		parse_calendar(slice_of(x->view->bytes.p + cal->off, cal->len),
		    &x->scan->calendar->settings.tz_aliases, &x->memory,
		    &x->calendar);
		x->calendar_index = s->cut->calendar;
		x->calendar_known = true;
		x->n_memory++;
	}
	if (parse_event(cut_slice(x->view->bytes, s->cut), &ctx,
	    &x->scratch, &s->ev, &fault, &why) == 0) {
		if (s->ev.recurrence_id)
			s->item.component = s->ev.recurrence_id;
		return 0;
	}
	subject_tell(s, &fault, why.msg);
	return -1;
}

/* What the event says of itself, put into the booking. */
static void
fill_booking(struct subject *s)
{
	struct booking *b = &s->item.act.booking;

	if (s->booking)
		*b = *s->booking;
	if (!b->file)
		b->file = s->x->file->row.id;
	b->calendar = s->x->scan->calendar->name;
	b->uid = s->ev.uid;
	b->recurrence_id = s->ev.recurrence_id ? s->ev.recurrence_id : "";
	b->topic = meeting_topic(s->item.settings, &s->ev, &s->x->scratch);
	b->start = s->ev.start;
	b->end = s->ev.end;
	b->key = s->item.len ? s->item.key : s->cut->key;
	b->pattern = s->ev.recurrence ? s->ev.pattern : 0;
	b->sequence = s->ev.sequence;
	b->dtstamp = s->ev.dtstamp;
	/* When an expiry is to be sent the answer says what is held. */
	if (compare_alive(b, s->x->run->now) && !s->item.act.end_time &&
	    s->verdict.kind == VERDICT_BOOK)
		b->held.until = s->verdict.request.until;
	/* It is not renewed, as long as it is not chosen again. */
	if (s->verdict.kind == VERDICT_SKIP && b->held.until > b->end_time)
		b->held.until = b->end_time;
	if (!s->x->scan->calendar->settings.write_password)
		b->password = NULL;
	run_set_due(&s->item);
	if (s->verdict.kind == VERDICT_SKIP)
		b->due = 0;
}

/* Whether the file can take the link; a booking without one is no use. */
static bool
can_be_written(struct subject *s)
{
	const struct calendar *cal = s->x->scan->calendar;

	if (!s->x->run->write_back || !cal->settings.write_back ||
	    cal->output || s->x->file->writable)
		return true;
	fail(s, "not-writable", "the file can't be replaced (its folder is "
	    "read-only, or it has a second hard link), so the link could not "
	    "be written; mend that, or set [writeback] mode = none");
	return false;
}

static enum wish
wish_of(const struct subject *s)
{
	if (s->verdict.kind == VERDICT_BOOK)
		return WISH_LINES;
	if (s->verdict.kind == VERDICT_CANCELLED && s->booking)
		return WISH_NOTHING;
	return WISH_LEAVE;
}

static int
lines_differ(struct subject *s, bool *differ, struct err *e)
{
	struct examination *x = s->x;
	struct vec edits = VEC_OF(struct edit);
	struct vec lines = VEC_OF(struct own_line);
	struct wish_target t = { x->view->bytes, s->item.off, s->item.len,
		&x->scratch };
	int rc;

	/* Told when it is to be written. */
	*differ = s->item.wish == WISH_LINES && !wishes_link_good(&s->item);
	if (*differ)
		return 0;
	rc = wishes_plan(x->run, &s->item, &t, &edits, &lines, e);
	*differ = edits.n > 0;
	vec_free(&edits);
	vec_free(&lines);
	return rc;
}

static int
compare(struct subject *s, struct err *e)
{
	struct run *r = s->x->run;
	struct item *it = &s->item;
	bool differ;

	compare_event(it->settings, &s->verdict, s->booking, r->now,
	    &it->act);
	fill_booking(s);
	it->wish = wish_of(s);
	if (it->act.kind == ACTION_NONE && it->wish != WISH_LEAVE &&
	    it->act.booking.id && wishes_in_place(r, it) &&
	    (it->wish != WISH_LINES ||
	    compare_alive(&it->act.booking, r->now))) {
		if (lines_differ(s, &differ, e) == -1)
			return -1;
		if (differ)
			it->act.kind = ACTION_WRITE;
	}
	return 0;
}

/* What the scratch arena holds of the item goes to the run's. */
static void
keep_item(struct subject *s)
{
	struct arena *a = &s->x->run->arena;
	struct item *it = run_add_item(s->x->run);
	struct request *want;
	size_t i;

	*it = s->item;
	booking_keep(&it->act.booking, a);
	it->act.note = arena_str(a, it->act.note);
	it->component = arena_str(a, it->component);
	if (it->made.n)
		it->made.p = arena_dup(a, it->made.p, it->made.n);
	s->kept = it;
	if (it->follower || s->verdict.kind != VERDICT_BOOK)
		return;
	want = ARENA_NEW(a, struct request);
	want->until = s->verdict.request.until;
	for (i = 0; i < REQUEST_FIELDS; i++)
		want->field[i] = arena_str(a, s->verdict.request.field[i]);
	it->act.want = want;
}

static bool
row_differs(const struct booking *a, const struct booking *b)
{
	return a->file != b->file || a->start != b->start ||
	    a->end != b->end || a->key != b->key ||
	    a->sequence != b->sequence || a->dtstamp != b->dtstamp ||
	    a->held.until != b->held.until || a->due != b->due ||
	    a->pattern != b->pattern ||
	    (a->password && !b->password) || !a->topic ||
	    strcmp(a->topic, b->topic) != 0;
}

static void
defer(struct subject *s)
{
	struct file_row *row = &s->x->file->row;
	int64_t due = compare_reachable(s->verdict.needed);

	s->x->run->totals.deferred++;
	row->deferred++;
	if (!row->due || due < row->due)
		row->due = due;
}

static bool
is_elsewhere(const struct subject *s)
{
	return s->booking && s->booking->file &&
	    s->booking->file != s->x->file->row.id;
}

/*
 * A link in an event that another calendar has, or had, may be the one that
 * we wrote there: whether it moved here is known when all is scanned.
 */
static int
rule(struct subject *s, struct err *e)
{
	const struct booking_key key = { s->x->scan->calendar->name,
		s->ev.uid, s->item.component };
	struct vec others = VEC_OF(struct booking);
	struct examination *x = s->x;
	struct rules_input in = { s->item.settings, &x->run->directory,
		&s->ev, s->ours || (s->booking && s->booking->url),
		x->run->now };
	int rc = 0;

	rules_map(&in, &x->scratch, &s->verdict);
	if (!in.booked && s->verdict.kind == VERDICT_SKIP &&
	    strcmp(s->verdict.word, "existing-link") == 0)
		rc = bookings_elsewhere(x->run->store, &key, &x->scratch,
		    &others, e);
	if (others.n) {
		s->item.linked = true;
		in.booked = true;
		rules_map(&in, &x->scratch, &s->verdict);
	}
	vec_free(&others);
	return rc;
}

/* What the event says of itself is kept, without a call. */
static int
keep_row(struct subject *s, struct err *e)
{
	struct item *it = &s->item;

	if ((it->act.kind != ACTION_NONE && it->act.kind != ACTION_WRITE) ||
	    !s->booking || is_elsewhere(s) ||
	    !row_differs(s->booking, &it->act.booking))
		return 0;
	return bookings_put(s->x->run->store, &it->act.booking, e);
}

void
subject_keep_link(struct subject *s, const struct booking *row)
{
	if (!s->x->scan->calendar->output || s->kept || !row ||
	    !compare_alive(row, s->x->run->now))
		return;
	s->item.act.booking = *row;
	s->item.act.kind = ACTION_NONE;
	s->item.wish = WISH_LINES;
	s->item.open = true;
	s->verdict.kind = VERDICT_FAIL;
	keep_item(s);
}

static int
fail_verdict(struct subject *s, struct err *e)
{
	struct parse_fault fault = { .kind = s->verdict.word,
		.property = s->verdict.property };

	s->item.act.kind = ACTION_NONE;
	subject_tell(s, &fault, s->verdict.text);
	subject_keep_link(s, s->booking);
	return keep_row(s, e);
}

int
subject_conclude(struct subject *s, struct err *e)
{
	struct run *r = s->x->run;
	struct item *it = &s->item;

	remark_beside(s);
	if (s->verdict.kind == VERDICT_FAIL)
		return fail_verdict(s, e);
	if (s->verdict.kind == VERDICT_SKIP)
		remark_skip(s);
	if ((it->act.kind == ACTION_CREATE || it->act.kind == ACTION_WRITE) &&
	    !can_be_written(s))
		return 0;
	if (it->act.result == RESULT_UNKNOWN) {
		r->totals.unknown++;
		it->open = true;
		run_exit(r, ERR_FAILED);
	}
	if (keep_row(s, e) == -1)
		return -1;
	if (it->act.deferred)
		defer(s);
	else if (it->act.kind == ACTION_NONE && !is_elsewhere(s) &&
	    it->act.result == RESULT_PLANNED && !it->act.note &&
	    !(s->x->scan->calendar->output && it->wish == WISH_LINES)) {
		subject_settle(s, s->verdict.kind != VERDICT_BOOK);
		return 0;
	}
	keep_item(s);
	return 0;
}

int
subject_judge(struct subject *s, struct err *e)
{
	if (rule(s, e) == -1 || compare(s, e) == -1)
		return -1;
	remark_explain(s);
	return 0;
}

/* Lines that differ from the wish make it something to write. */
static int
wish_for(struct subject *s, enum wish wish, struct err *e)
{
	struct item *it = &s->item;
	bool differ = it->leader && it->leader->act.kind == ACTION_CREATE;

	it->wish = wish;
	if (wish == WISH_LEAVE || it->act.kind != ACTION_NONE ||
	    !wishes_in_place(s->x->run, it))
		return 0;
	if (!differ && lines_differ(s, &differ, e) == -1)
		return -1;
	it->act.kind = differ ? ACTION_WRITE : ACTION_NONE;
	return 0;
}

int
subject_follow(struct subject *s, enum wish wish, struct err *e)
{
	struct item *it = &s->item;

	it->follower = true;
	it->act.booking.recurrence_id = it->component;
	it->act.booking.start = s->ev.start;
	it->act.booking.end = s->ev.end;
	remark_explain(s);
	if (wish_for(s, wish, e) == -1)
		return -1;
	if (it->act.kind == ACTION_WRITE && !can_be_written(s))
		return 0;
	/* What is done to the leader may change the link. */
	if (it->act.kind == ACTION_NONE && !it->leader &&
	    !(s->x->scan->calendar->output && wish == WISH_LINES))
		subject_settle(s, false);
	else
		keep_item(s);
	return 0;
}

int
subject_end(struct subject *s, enum wish wish, struct err *e)
{
	s->verdict.kind = VERDICT_SKIP;		/* nothing is wanted */
	if (wish_for(s, wish, e) == -1)
		return -1;
	if (s->item.act.kind != ACTION_WRITE || can_be_written(s))
		keep_item(s);
	return 0;
}
