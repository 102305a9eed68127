/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/out.h"
#include "ics/likeness.h"
#include "ics/override.h"
#include "plan/compare.h"
#include "plan/meeting.h"
#include "sync/input.h"
#include "sync/judge.h"
#include "sync/people.h"
#include "sync/run.h"

/* --- verdict and action --------------------------------------------------- */

static int
rule(struct wanted *w, struct err *e)
{
	struct run *r = w->set->run;
	struct event bare;
	struct rules_input in = { w->set->settings, &r->directory, &bare,
		w->booked || (w->row && w->row->url), r->now };

	if (component_bare_event(w->words, &bare, e) == -1)
		return -1;
	bare.start = w->ev.start;
	bare.end = w->ev.end;
	bare.last_end = w->ev.last_end;
	bare.recurrence_id = w->ev.recurrence_id;
	bare.recurrence = w->ev.recurrence;
	rules_map(&in, &w->set->reader->scratch, &w->verdict);
	return 0;
}

/* What the event says of itself, put into the booking. */
static void
fill_booking(struct wanted *w)
{
	struct booking *b = &w->act.booking;
	struct run *r = w->set->run;

	if (w->row)
		*b = *w->row;
	b->calendar = w->set->scan->calendar->name;
	b->uid = w->ev.uid;
	b->recurrence_id = w->id;
	b->topic = meeting_topic(w->set->settings, &w->ev,
	    &w->set->reader->scratch);
	b->start = w->ev.start;
	b->end = w->ev.end;
	b->pattern = w->ev.recurrence ? w->ev.pattern : 0;
	b->sequence = w->ev.sequence;
	b->dtstamp = w->ev.dtstamp;
	b->going = false;
	/* When an expiry is to be sent the answer says what is held. */
	if (compare_alive(b, r->now) && !w->act.end_time &&
	    w->verdict.kind == VERDICT_BOOK)
		b->held.until = w->verdict.request.until;
	b->released = w->verdict.kind == VERDICT_SKIP &&
	    compare_alive(b, r->now);
	if (!w->set->settings->write_password)
		b->password = NULL;
}

static enum wish
wish_of(const struct wanted *w)
{
	if (w->verdict.kind == VERDICT_CANCELLED)
		return WISH_NOTHING;
	if (w->verdict.kind == VERDICT_BOOK &&
	    (w->act.kind == ACTION_CREATE || compare_alive(&w->act.booking,
	    w->set->run->now)))
		return WISH_LINK;
	return WISH_LEAVE;
}

/* Whether the override that stands there is not the one that should. */
static int
made_differs(struct wanted *w, bool *differs, struct err *e)
{
	struct slice bare;

	if (component_bare_bytes(w->at, &bare, e) == -1)
		return -1;
	*differs = override_digest(bare, NULL) !=
	    override_digest(w->made, NULL) ||
	    !extra_same_rules(bare, w->made) ||
	    w->at->ev.start != w->ev.start || w->at->ev.end != w->ev.end;
	return 0;
}

static bool
is_over(const struct wanted *w)
{
	return w->ev.last_end <= w->set->run->now;
}

/* A copy has the link of its original until it is cancelled itself, or has one
 * of its own. */
static bool
is_copy(const struct wanted *w)
{
	return w->at && w->at->copy && !(w->row && w->row->url) &&
	    w->verdict.kind != VERDICT_CANCELLED;
}

static int
find_edit(struct wanted *w, struct err *e)
{
	const struct carry carry = { .wish = w->wish,
		.booking = &w->act.booking, .over = is_over(w),
		.fresh = action_brings_link(&w->act),
		.anchor = uid_set_anchor(w->set) };

	w->edit = false;
	if (!uid_set_in_place(w->set) || is_copy(w))
		return 0;
	if (!w->at) {
		w->edit = w->wish == WISH_LINK && w->made.p;
		return 0;
	}
	if (w->made.p && w->wish == WISH_LINK &&
	    made_differs(w, &w->remake, e) == -1)
		return -1;
	w->edit = w->remake;
	if (w->edit)
		return 0;
	if (component_differs(w->at, &carry, &w->edit, &w->due, e) == -1)
		return -1;
	/* An override of ours does not stand without a line of ours: nothing
	 * would say any more that it is. */
	if (w->at->whole && w->wish == WISH_LEAVE && w->at->emptied)
		w->wish = WISH_BARE;
	return 0;
}

static int
plan_edit(struct wanted *w, struct err *e)
{
	if (find_edit(w, e) == -1)
		return -1;
	/* A call may bring another link. */
	if (w->edit && w->wish == WISH_LINK && w->act.kind == ACTION_NONE &&
	    component_lacks_link(w->at ? w->at : w->words, &w->act.booking))
		w->edit = w->remake = false;
	return 0;
}

static void
tell_explainer(const struct wanted *w)
{
	const struct component *c = w->at ? w->at : w->words;
	const struct explained x = {
		.calendar = w->set->scan->calendar,
		.file = c->file->row.path,
		.line = c->cut->line,
		.component = w->id,
		.event = &w->ev,
		.verdict = &w->verdict,
	};

	run_explain(w->set->run, &x);
}

int
judge_event(struct wanted *w, struct err *e)
{
	struct run *r = w->set->run;
	const struct component *c = w->at ? w->at : w->words;

	w->act = (struct action){ .file = c->file->row.path,
		.line = c->cut->line };
	if (rule(w, e) == -1)
		return -1;
	compare_event(w->set->settings, &w->verdict, w->row, r->now, &w->act);
	if (w->verdict.kind == VERDICT_BOOK)
		w->act.want = &w->verdict.request;
	/* That it is kept was reported before. */
	if (w->verdict.kind == VERDICT_SKIP && w->row && w->row->released)
		w->act.note = NULL;
	fill_booking(w);
	w->wish = wish_of(w);
	tell_explainer(w);
	return plan_edit(w, e);
}

/* --- what is reported ----------------------------------------------------- */

static void
warn_unknown(struct wanted *w)
{
	struct problem p = component_problem(w->words);

	p.kind = "unknown-property";
	p.property = w->verdict.unknown;
	p.message = _("no property of icsreserve, so it has no effect; "
	    "icsreserve.conf(5) lists them");
	run_problem(w->set->run, &p);
}

/* Each occurrence of a series has the series' warnings. */
static bool
is_told(const struct run *r, const struct problem *p)
{
	const struct problem *all = r->problems.items;
	size_t i;

	for (i = 0; i < r->problems.n; i++)
		if (all[i].uid && strcmp(all[i].uid, p->uid) == 0 &&
		    all[i].file && strcmp(all[i].file, p->file) == 0 &&
		    all[i].line == p->line &&
		    strcmp(all[i].kind, p->kind) == 0)
			return true;
	return false;
}

static void
tell_warnings(struct wanted *w)
{
	const struct event *ev = &w->words->ev;
	bool matters = w->verdict.kind == VERDICT_BOOK ||
	    (w->verdict.kind == VERDICT_CANCELLED && w->row);
	const struct event_warning *one;
	struct problem p;
	size_t i;

	for (i = 0; matters && i < ev->n_warnings; i++) {
		one = &ev->warnings[i];
		p = component_problem(w->words);
		p.kind = one->kind;
		p.property = one->property;
		p.line += one->line;
		p.message = one->message;
		p.lenient = strcmp(one->kind, "no-such-occurrence") != 0;
		if (!is_told(w->set->run, &p))
			run_problem(w->set->run, &p);
	}
}

/* Whether rules are asked of a VEVENT of the calendar's, and not of an
 * occurrence that its series stands for. */
static bool
is_of_vevent(const struct wanted *w)
{
	return w->at && !w->at->whole;
}

static void
tell_problems(struct wanted *w)
{
	struct problem place = component_problem(w->words);

	tell_warnings(w);
	if (w->verdict.unknown)
		warn_unknown(w);
	people_judge(w->set->run, &w->verdict, &place);
	if (w->verdict.pending && w->act.kind != ACTION_NONE)
		w->act.note = _("people in it are looked up first");
	if (w->verdict.unresolved)
		component_lower(&w->due, w->set->run->now +
		    PEOPLE_NOBODY_FOR);
	if (is_of_vevent(w) && (w->verdict.kind == VERDICT_SKIP ||
	    (w->verdict.kind == VERDICT_CANCELLED && !w->row)))
		component_tell_skipped(w->words, w->verdict.text);
}

static void
fail(struct wanted *w, const struct parse_fault *fault, const char *text)
{
	component_fail(w->words, fault, text);
	/* One occurrence that fails does not make the rest unreadable. */
	w->words->refused = false;
	w->failed = true;
	w->act.kind = ACTION_NONE;
	w->edit = false;
}

/* Whether the file can take the link; a booking without one is no use. */
static bool
can_be_written(struct wanted *w)
{
	const struct parse_fault fault = { .kind = "not-writable" };
	const struct component *c = w->at ? w->at : w->words;
	const char *fixed = c->file->fixed;
	struct run *r = w->set->run;

	/* The scan has told why. */
	if (c->file->barred) {
		w->failed = true;
		w->act.kind = ACTION_NONE;
		w->edit = false;
		return false;
	}
	if (!fixed)
		return true;
	if (uid_set_in_place(w->set))
		fixed = arena_printf(&r->arena, _("%s, so the link could not "
		    "be written; mend that, or set [writeback] mode = none"),
		    fixed);
	else if (!r->write_back || !w->set->settings->write_back)
		return true;
	c->file->blamed = true;
	fail(w, &fault, fixed);
	return false;
}

/* --- into the plan -------------------------------------------------------- */

static void
add_item(struct wanted *w)
{
	struct run *r = w->set->run;
	struct item *it = item_add(r, w->set->settings, &w->act);
	struct request *want = ARENA_NEW(&r->arena, struct request);
	const char *id = it->plan.spot.component;

	it->plan.spot = component_spot(w->at ? w->at : w->words);
	it->plan.spot.component = id;
	if (!w->at) {
		it->plan.spot.off = w->off;
		it->plan.spot.len = 0;
		it->plan.spot.digest = it->plan.spot.key = 0;
	}
	it->plan.wish = w->wish;
	it->plan.over = is_over(w);
	it->plan.at = w->at ? w->at->ev.recurrence_at : 0;
	it->plan.anchor = uid_set_anchor(w->set);
	if (w->verdict.kind != VERDICT_BOOK && is_of_vevent(w))
		it->plan.kind = SETTLED_SKIPPED;
	it->plan.legacy = w->row && w->row->legacy;
	if (w->at && w->at->ours.ids.n)
		it->plan.carried = arena_str(&r->arena,
		    w->at->ours.ids.items[0]);
	it->plan.due = w->due;
	if (w->made.p)
		it->plan.made = slice_of(arena_dup(&r->arena, w->made.p,
		    w->made.n), w->made.n);
	it->plan.remake = w->remake;
	it->plan.twin = w->at && w->at->copy && w->wish != WISH_LINK;
	it->plan.length = w->ev.end - w->ev.start;
	it->plan.remind = w->at && w->at->remind;
	it->plan.whole = w->made.p && w->at;
	if (w->verdict.kind == VERDICT_BOOK) {
		*want = w->verdict.request;
		request_keep(want, &r->arena);
		it->act.want = want;
	}
	if (w->edit)
		item_want_edit(it);
	w->item = it;
	if (w->at) {
		w->at->item = it;
		component_hold(w->at);
	}
}

/* What version 4 forgot has been found. */
static void
settle_legacy(struct wanted *w)
{
	if (w->row && w->row->legacy && !w->item)
		w->act.booking.legacy = false;
}

static bool
row_differs(const struct booking *a, const struct booking *b)
{
	return a->start != b->start || a->end != b->end ||
	    a->sequence != b->sequence || a->dtstamp != b->dtstamp ||
	    a->held.until != b->held.until || a->pattern != b->pattern ||
	    a->released != b->released || a->going != b->going ||
	    a->legacy != b->legacy ||
	    (a->password && !b->password) || !a->topic ||
	    strcmp(a->topic, b->topic) != 0 ||
	    strcmp(a->recurrence_id, b->recurrence_id) != 0;
}

/* What the event says of itself is kept, without a call. */
static void
keep_row(struct wanted *w)
{
	if (w->row && w->act.booking.id &&
	    row_differs(w->row, &w->act.booking))
		changes_put(&w->set->run->changes, &w->act.booking,
		    &w->set->run->arena);
}

/* Keys change places all at once, before any call. */
static void
keep_key(struct wanted *w)
{
	struct booking b;

	if (!w->row || strcmp(w->row->recurrence_id, w->id) == 0)
		return;
	b = *w->row;
	b.recurrence_id = w->id;
	b.released = b.going = false;
	changes_put(&w->set->run->changes, &b, &w->set->run->arena);
}

static void
fail_verdict(struct wanted *w)
{
	const struct parse_fault fault = { .kind = w->verdict.word,
		.property = w->verdict.property };

	fail(w, &fault, w->verdict.text);
	/* A copy of its calendar, which is made from its source, goes on to
	 * have the link. */
	w->act.note = NULL;
	w->act.result = RESULT_PLANNED;
	if (w->set->scan->calendar->output &&
	    compare_alive(&w->act.booking, w->set->run->now)) {
		w->wish = WISH_LINK;
		add_item(w);
		item_open(w->item);
	}
	keep_row(w);
}

/* The event waits until it is known whose it is, or is nobody's of ours. */
static bool
is_left(struct wanted *w)
{
	struct run *r = w->set->run;
	const char *why = is_copy(w) ?
	    _("a copy, with the link of its original") : w->set->waits ?
	    _("it may have come from a calendar that can't be read now, or "
	    "be a copy of an event there") : NULL;

	if (!why || (w->row && w->row->url))
		return false;
	r->totals.deferred -= w->act.deferred;
	w->wish = WISH_LEAVE;
	add_item(w);
	item_leave(w->item, why);
	/* The VEVENT of a series that is left out counts, once. */
	r->totals.skipped += w->verdict.kind == VERDICT_BOOK ||
	    is_of_vevent(w);
	return true;
}

static void
set_due(struct wanted *w)
{
	const struct booking *b = &w->act.booking;

	/* More occurrences follow: what is the next one is told then. */
	if (w->verdict.kind == VERDICT_BOOK && w->ev.recurrence &&
	    b->held.until > b->end + w->set->settings->grace)
		component_lower(&w->due, b->end);
	if (w->act.deferred)
		component_lower(&w->due,
		    compare_reachable(w->verdict.needed));
	/* When it is over it is left out. */
	if (w->verdict.kind == VERDICT_BOOK && w->ev.last_end <
	    RULES_ENDLESS - w->set->settings->grace)
		component_lower(&w->due, w->ev.last_end +
		    w->set->settings->grace);
}

void
judge_conclude(struct wanted *w)
{
	struct run *r = w->set->run;

	tell_problems(w);
	if (w->verdict.kind == VERDICT_FAIL) {
		fail_verdict(w);
		return;
	}
	set_due(w);
	if (is_left(w))
		return;
	if ((w->act.kind == ACTION_CREATE || w->edit) && !can_be_written(w))
		return;
	r->totals.deferred += w->act.deferred;
	if (!w->act.note)
		w->act.note = w->set->moved;
	if (w->act.kind != ACTION_NONE || w->edit || w->act.deferred ||
	    w->act.note || w->act.result != RESULT_PLANNED ||
	    (w->set->scan->calendar->output && w->wish == WISH_LINK))
		add_item(w);
	if (!w->item && w->verdict.kind != VERDICT_BOOK && is_of_vevent(w))
		r->totals.skipped++;
	settle_legacy(w);
	if (w->act.kind == ACTION_NONE || w->act.kind == ACTION_WRITE)
		keep_row(w);
	else
		keep_key(w);
	if (w->item && w->act.result == RESULT_UNKNOWN) {
		r->totals.unknown++;
		item_open(w->item);
		run_exit(r, ERR_FAILED);
	}
}
