/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/out.h"
#include "ics/own.h"
#include "ics/parse.h"
#include "ics/splice.h"
#include "plan/compare.h"
#include "plan/meeting.h"
#include "plan/rules.h"
#include "store/bookings.h"
#include "sync/examine.h"
#include "sync/people.h"
#include "sync/wishes.h"

/* So much is passed before its memory is given back. */
#define DROP_BYTES ((uint32_t)4 << 20)

/* One event on its way from bytes to an item. */
struct subject {
	struct examination *x;
	const struct cut_event *cut;
	uint32_t index;
	struct event ev;
	struct verdict verdict;
	struct booking *booking;	/* of the scratch arena, or NULL */
	struct item item;
};

static void
tell(struct subject *s, const struct parse_fault *fault, int status,
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
		.exit = status,
	};

	run_problem(s->x->run, &p);
	if (status) {
		s->x->run->totals.failed++;
		s->x->file->open = true;
		*(uint64_t *)vec_add(&s->x->file->settled) =
		    examine_seen(s->cut->digest);
		*(uint64_t *)vec_add(&s->x->scan->standing) = s->cut->key;
	}
}

static void
fail(struct subject *s, const char *kind, const char *message)
{
	struct parse_fault fault = { .kind = kind };

	tell(s, &fault, ERR_FAILED, message);
}

/* The lowest bit of a settled digest says that the event is skipped. */
static void
settle(struct subject *s, bool skipped)
{
	*(uint64_t *)vec_add(&s->x->file->settled) = s->cut->digest | skipped;
	s->x->run->totals.skipped += skipped;
	s->x->file->row.skipped += skipped;
}

static struct booking_mark *
first_mark(struct examination *x, uint64_t key)
{
	struct booking_mark *m = x->marks.items;
	size_t lo = 0, hi = x->marks.n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (m[mid].key < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < x->marks.n && m[lo].key == key ? &m[lo] : NULL;
}

/* The key is a digest: all that share it are seen. */
static bool
mark_seen(struct examination *x, uint64_t key)
{
	struct booking_mark *end = (struct booking_mark *)x->marks.items +
	    x->marks.n;
	struct booking_mark *first = first_mark(x, key), *m;

	for (m = first; m && m < end && m->key == key; m++)
		m->seen = true;
	return first != NULL;
}

static bool
is_settled(const struct examination *x, uint64_t digest)
{
	return x->settled.n && bsearch(&digest, x->settled.items,
	    x->settled.n, sizeof(uint64_t), hash_cmp);
}

/* Whether the very bytes stood in the file when it was last read. */
static bool
was_seen(const struct examination *x, uint64_t digest)
{
	return is_settled(x, digest) || is_settled(x, digest | 1) ||
	    is_settled(x, examine_seen(digest));
}

static bool
settle_as_known(struct subject *s)
{
	bool skipped = is_settled(s->x, s->cut->digest | 1);

	if (s->x->anew ||
	    run_is_due(s->x->scan, s->x->file->row.id, s->cut->key) ||
	    (!skipped && !is_settled(s->x, s->cut->digest)))
		return false;
	settle(s, skipped);
	return true;
}

static int
parse(struct subject *s)
{
	struct examination *x = s->x;
	const struct cut_calendar *cal = &VEC_AT(&x->cut->calendars,
	    struct cut_calendar, s->cut->calendar);
	struct parse_context ctx = {
		.calendar = &x->calendar,
		.timezone = x->scan->calendar->settings.timezone,
		.default_duration =
		    x->scan->calendar->settings.default_duration,
	};
	struct parse_fault fault = { 0 };
	struct err why;

	if (!x->calendar_known || x->calendar_index != s->cut->calendar) {
		arena_free(&x->memory);
		parse_calendar(slice_of(x->view->bytes.p + cal->off, cal->len),
		    &x->scan->calendar->settings.tz_aliases, &x->memory,
		    &x->calendar);
		x->calendar_index = s->cut->calendar;
		x->calendar_known = true;
	}
	if (parse_event(cut_slice(x->view->bytes, s->cut), &ctx,
	    &x->scratch, &s->ev, &fault, &why) == 0)
		return 0;
	tell(s, &fault, ERR_FAILED, why.msg);
	return -1;
}

static struct booking_key
key_of(const struct subject *s)
{
	return (struct booking_key){
		.calendar = s->x->scan->calendar->name,
		.uid = s->ev.uid,
		.recurrence_id = s->ev.recurrence_id ? s->ev.recurrence_id
		    : "",
	};
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
	b->recurrence_id = key_of(s).recurrence_id;
	b->topic = meeting_topic(s->item.settings, &s->ev, &s->x->scratch);
	b->start = s->ev.start;
	b->end = s->ev.end;
	b->key = s->cut->key;
	b->sequence = s->ev.sequence;
	b->dtstamp = s->ev.dtstamp;
	/* When an expiry is to be sent the answer says what is held. */
	if (compare_alive(b, s->x->run->now) && !s->item.act.end_time &&
	    s->verdict.kind == VERDICT_BOOK)
		b->held.until = s->verdict.request.until;
	if (!s->x->scan->calendar->settings.write_password)
		b->password = NULL;
	b->due = compare_due(&s->x->scan->calendar->settings, b);
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

static bool
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
		return true;
	rc = wishes_plan(x->run, &s->item, &t, &edits, &lines, e);
	*differ = edits.n > 0;
	vec_free(&edits);
	vec_free(&lines);
	return rc == 0;
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
	    it->act.booking.id && wishes_in_place(r, it)) {
		if (!lines_differ(s, &differ, e))
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
	if (s->verdict.kind != VERDICT_BOOK)
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
	    (a->password && !b->password) || !a->topic ||
	    strcmp(a->topic, b->topic) != 0;
}

/* Nothing to do: what the event says of itself is kept, without a call. */
static int
pass_quietly(struct subject *s, struct err *e)
{
	struct booking *b = &s->item.act.booking;

	settle(s, s->verdict.kind != VERDICT_BOOK);
	if (s->booking && row_differs(s->booking, b))
		return bookings_put(s->x->run->store, b, e);
	return 0;
}

static void
defer(struct subject *s)
{
	struct file_row *row = &s->x->file->row;
	int64_t due = compare_reachable(s->verdict.request.until);

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

static void
warn_unknown(struct subject *s)
{
	struct parse_fault fault = { .kind = "unknown-property",
		.property = s->verdict.unknown };

	tell(s, &fault, 0, "no property of icsreserve, so it has no effect; "
	    "icsreserve.conf(5) lists them");
}

static int
conclude(struct subject *s, struct err *e)
{
	struct run *r = s->x->run;
	struct item *it = &s->item;
	struct problem place = { .calendar = s->x->scan->calendar->name,
		.file = s->x->file->row.path, .uid = s->ev.uid,
		.line = s->cut->line };
	struct parse_fault fault = { 0 };

	if (s->verdict.unknown)
		warn_unknown(s);
	people_judge(r, &s->verdict, &place);
	if (s->verdict.pending && it->act.kind != ACTION_NONE)
		it->act.note = "people in it are looked up first";
	if (s->verdict.kind == VERDICT_FAIL) {
		fault.kind = s->verdict.word;
		fault.property = s->verdict.property;
		tell(s, &fault, ERR_FAILED, s->verdict.text);
		return 0;
	}
	if (s->verdict.kind == VERDICT_SKIP)
		out_say(OUT_VERBOSE, "%s:%u: UID %s: skipped: %s",
		    s->x->file->row.path, s->cut->line, s->ev.uid,
		    s->verdict.text);
	if ((it->act.kind == ACTION_CREATE || it->act.kind == ACTION_WRITE) &&
	    !can_be_written(s))
		return 0;
	if (it->act.result == RESULT_UNKNOWN) {
		r->totals.unknown++;
		it->open = true;
		run_exit(r, ERR_FAILED);
	}
	if (it->act.deferred)
		defer(s);
	else if (it->act.kind == ACTION_NONE && !is_elsewhere(s) &&
	    it->act.result == RESULT_PLANNED && !it->act.note &&
	    !(s->x->scan->calendar->output && it->wish == WISH_LINES))
		return pass_quietly(s, e);
	keep_item(s);
	return 0;
}

/*
 * A link in an event that another calendar has, or had, may be the one that
 * we wrote there: whether it moved here is known when all is scanned.
 */
static int
rule(struct subject *s, const struct booking_key *key, struct err *e)
{
	struct vec others = VEC_OF(struct booking);
	struct examination *x = s->x;
	struct rules_input in = { s->item.settings, &x->run->directory,
		&s->ev, s->booking && s->booking->url, x->run->now };
	int rc = 0;

	rules_map(&in, &x->scratch, &s->verdict);
	if (!s->booking && s->verdict.kind == VERDICT_SKIP &&
	    strcmp(s->verdict.word, "existing-link") == 0)
		rc = bookings_elsewhere(x->run->store, key, &x->scratch,
		    &others, e);
	if (others.n) {
		s->item.linked = true;
		in.booked = true;
		rules_map(&in, &x->scratch, &s->verdict);
	}
	vec_free(&others);
	return rc;
}

static int
look_at(struct subject *s, struct err *e)
{
	struct examination *x = s->x;
	struct booking_key key;

	if (parse(s) == -1)
		return 0;
	key = key_of(s);
	if (bookings_find(x->run->store, &key, &x->scratch, &s->booking,
	    e) == -1)
		return -1;
	/* The same UID may be written in another way than before. */
	if (s->booking && s->booking->file == x->file->row.id)
		mark_seen(x, s->booking->key);
	s->item.settings = &x->scan->calendar->settings;
	s->item.file = x->file;
	s->item.off = s->cut->off;
	s->item.len = s->cut->len;
	s->item.event = s->index;
	s->item.digest = s->cut->digest;
	s->item.act.file = x->file->row.path;
	s->item.act.line = s->cut->line;
	if (rule(s, &key, e) == -1 || compare(s, e) == -1)
		return -1;
	return conclude(s, e);
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

/* Reasons that need no look inside.  True when there was one. */
static bool
is_refused(struct subject *s)
{
	enum cut_reason why = VEC_AT(&s->x->cut->calendars,
	    struct cut_calendar, s->cut->calendar).reason;

	if (s->cut->duplicate)
		read_uid(s);
	if (why == CUT_METHOD) {
		settle(s, true);
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
	return true;
}

static int
examine_event(struct examination *x, uint32_t index, struct err *e)
{
	struct subject s = { .x = x, .index = index, .cut =
		&VEC_AT(&x->cut->events, struct cut_event, index) };

	mark_seen(x, s.cut->key);
	if (settle_as_known(&s))
		return 0;
	x->fresh += !was_seen(x, s.cut->digest);
	arena_free(&x->scratch);
	if (is_refused(&s))
		return 0;
	return look_at(&s, e);
}

int
examine_file(struct examination *x, struct err *e)
{
	uint32_t i, off, dropped = 0;

	x->file->row.deferred = 0;
	x->file->row.skipped = 0;
	x->file->row.due = 0;
	for (i = 0; i < x->cut->events.n; i++) {
		off = VEC_AT(&x->cut->events, struct cut_event, i).off;
		/* The resident size must not grow with the file. */
		if (off - dropped > DROP_BYTES) {
			view_drop(x->view, off);
			dropped = off;
		}
		if (examine_event(x, i, e) == -1)
			return -1;
	}
	return 0;
}
