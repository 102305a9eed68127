/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "ics/own_lines.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/follow.h"
#include "sync/judge.h"
#include "sync/occurrences.h"
#include "sync/own_override.h"
#include "sync/slots.h"
#include "sync/stands.h"

/* What is worked with while a set is dealt with. */
struct work {
	struct uid_set *set;
	struct slots slots;
	bool failed;			/* what the master says can't be */
	bool booked;			/* for some occurrence it can */
	bool waits;	/* what some are to end with is not known yet */
	bool ended;			/* what was booked for some is ended */
	const char *left_out;		/* why some are not booked; or NULL */
};

static int64_t
grace(const struct work *w)
{
	return w->set->settings->grace;
}

/* --- from slots to items -------------------------------------------------- */

static bool
is_of_override(const struct uid_set *s, const struct booking *b)
{
	const struct component *c = uid_set_find(s, b->recurrence_id);

	return c && *c->id && !c->whole;
}

/*
 * Whether what the series says has been booked, for any occurrence.  An
 * override that somebody wrote speaks for itself alone, whether or not it
 * carries the link of another meeting.
 */
static bool
has_link(const struct uid_set *s, const struct slot *slot)
{
	size_t i;

	for (i = 0; !slot->own && i < s->rows.n; i++)
		if (s->rows.items[i].url &&
		    !is_of_override(s, &s->rows.items[i]))
			return true;
	return false;
}

/* Overrides of ours stand behind their series, in the order of time. */
static uint32_t
place_of(const struct uid_set *s, const struct occurrence *o)
{
	const struct component *before = s->master, *c;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (c->whole && c->file == s->master->file &&
		    c->ev.recurrence_at < o->recurrence_at &&
		    (before == s->master || c->ev.recurrence_at >
		    before->ev.recurrence_at))
			before = c;
	}
	return before->cut->off + before->cut->len;
}

static int
begin(struct work *w, const struct slot *slot, struct wanted *want,
    struct err *e)
{
	struct uid_set *s = w->set;

	*want = (struct wanted){ .set = s, .words = slot->words,
		.at = slot->own ? slot->own : slot->made,
		.ev = *slot->occ.event, .id = slot->key, .row = slot->row,
		.booked = has_link(s, slot) };
	want->ev.start = slot->occ.start;
	want->ev.end = want->ev.last_end = slot->occ.end;
	want->ev.recurrence_id = *slot->key ? slot->key : NULL;
	want->ev.recurrence = NULL;
	/* When it is over it counts no more, and the override that we made is
	 * taken out. */
	want->due = slot->occ.end + grace(w);
	if (slot->own)
		return 0;
	if (!want->at)
		want->off = place_of(s, &slot->occ);
	if (own_override_make(s, slot->words, &slot->occ, &want->made, e) ==
	    -1)
		return -1;
	/* It may stand in another file than its series. */
	if (want->at)
		want->made = own_text_adapted(want->made,
		    cut_slice(want->at->bytes, want->at->cut),
		    &s->reader->scratch);
	return 0;
}

static const struct booking *
kept(struct run *r, const struct booking *b)
{
	struct booking *copy = ARENA_NEW(&r->arena, struct booking);

	*copy = *b;
	booking_keep(copy, &r->arena);
	return copy;
}

/* What is decided for an occurrence that is as the master says. */
static void
note_verdict(struct work *w, const struct slot *slot,
    const struct wanted *want)
{
	if (slot->own)
		return;
	w->failed |= want->failed;
	w->booked |= want->verdict.kind == VERDICT_BOOK;
	w->ended |= want->act.kind == ACTION_DELETE;
	if (want->verdict.kind == VERDICT_SKIP ||
	    want->verdict.kind == VERDICT_CANCELLED)
		w->left_out = want->verdict.text;
}

static int
book(struct work *w, struct slot *slot, struct err *e)
{
	struct wanted want;

	/* What fails for one that is as the master fails for all. */
	if (w->failed && !slot->own) {
		if (slot->made)
			component_settle(slot->made, SETTLED_OPEN, 0);
		return 0;
	}
	if (begin(w, slot, &want, e) == -1)
		return -1;
	if (judge_event(&want, e) == -1)
		return -1;
	judge_conclude(&want);
	slot->item = want.item;
	if (want.item && slot->nearest) {
		want.item->plan.was = kept(w->set->run, slot->row);
		want.item->plan.was_carried = uid_set_carries(w->set,
		    slot->row->reserve_id, NULL);
	}
	note_verdict(w, slot, &want);
	if (want.failed)
		slot->words->file->open = true;
	component_lower(&w->set->due, want.due);
	if (want.at && !want.item)
		component_settle(want.at, want.failed ? SETTLED_OPEN :
		    want.verdict.kind == VERDICT_BOOK || want.at->whole
		    ? SETTLED_DONE : SETTLED_SKIPPED, want.due);
	return 0;
}

/* --- bookings without an occurrence --------------------------------------- */

/* Whether an occurrence that moved has the RECURRENCE-ID of the row now. */
static bool
is_taken(const struct slots *slots, const struct booking *b)
{
	const struct slot *slot;
	size_t i;

	for (i = 0; i < slots->list.n; i++) {
		slot = &slots->list.items[i];
		if (slot->row && slot->row != b &&
		    strcmp(slot->key, b->recurrence_id) == 0)
			return true;
	}
	return false;
}

static int
end_unmatched(struct work *w, struct booking *b, struct err *e)
{
	struct uid_set *s = w->set;
	/* When another occurrence has moved to this RECURRENCE-ID, the override
	 * there belongs to that occurrence. */
	struct component *at = is_taken(&w->slots, b) ? NULL
	    : uid_set_find(s, b->recurrence_id);
	bool made = at && at->whole;
	bool over = b->end + grace(w) <= s->run->now, kept = false;

	/* That there may be one is reported until it would be over. */
	if ((b->state == BOOKING_UNKNOWN && !over) || (b->released &&
	    !(at && at->ev.status == EVENT_CANCELLED)))
		return 0;
	/* The master may come back: some of its series still stands. */
	if (!*b->recurrence_id && !(at && at->ev.status == EVENT_CANCELLED)) {
		follow_release(s, b, s->master ? _("no longer used: each "
		    "occurrence has a link of its own; kept until it expires")
		    : _("no longer used: the calendar has only overrides of "
		    "this series; kept until it expires"));
		return 0;
	}
	/* What is over stays as it was, but for what we added. */
	if (over && *b->recurrence_id)
		return made || !at ? follow_end(s, b, made ? at : NULL, NULL,
		    e) : 0;
	if (at && at->ev.status == EVENT_CANCELLED)
		return follow_end(s, b, at, "STATUS:CANCELLED", e);
	/* It may have become an event of its own where nobody can look. */
	if (catalog_in_doubt(s->run)) {
		w->waits = true;
		return 0;
	}
	/* No VEVENT of this calendar has its lines; another one may have. */
	if (b->reserve_id && !uid_set_carries(s, b->reserve_id, NULL) &&
	    stands_tell(s->run, b, true, &kept, e) == -1)
		return -1;
	w->waits |= kept;
	if (kept)
		return 0;
	if (follow_end(s, b, at, _("no longer an occurrence of its series"),
	    e) == -1)
		return -1;
	/* What has been taken by this very set is nobody's. */
	s->run->items.items[s->run->items.n - 1]->plan.unmatched = !b->along;
	return 0;
}

/* An event has one booking.  The booking whose RECURRENCE-ID another occurrence
 * has taken gives way: it is released, or, in doubt, marked as one to delete
 * when the doubt is over. */
static void
give_way(struct work *w, struct booking *b)
{
	struct run *r = w->set->run;

	if (!b->released && is_taken(&w->slots, b)) {
		b->going |= b->state == BOOKING_LIVE && catalog_in_doubt(r);
		b->released = !b->going;
		changes_put(&r->changes, b, &r->arena);
	}
}

/* --- VEVENTs that no occurrence stands in --------------------------------- */

/* What gives the link to an override of which another file has a twin. */
static struct item *
find_leader(const struct work *w, const struct component *twin)
{
	const struct slot *slot;
	size_t i;

	for (i = 0; i < w->slots.list.n; i++) {
		slot = &w->slots.list.items[i];
		if (strcmp(slot->key, twin->id) == 0 && slot->item &&
		    slot->item->plan.wish == WISH_LINK)
			return slot->item;
	}
	return NULL;
}

/* Whether it carries the reservation of an event with another UID: it was
 * copied from that one. */
static int
is_copied(struct uid_set *s, const struct component *c, bool *is,
    struct err *e)
{
	struct bookings found = { 0 };
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < c->ours.ids.n; i++)
		rc = bookings_by_reserve_id(s->run->store,
		    c->ours.ids.items[i], &s->reader->scratch, &found, e);
	for (i = 0; i < found.n; i++)
		*is |= strcmp(found.items[i].uid, s->uid) != 0 &&
		    compare_alive(&found.items[i], s->run->now);
	VEC_FREE(&found);
	return rc;
}

static int
follow_rest(struct work *w, struct component *c, struct err *e)
{
	struct uid_set *s = w->set;
	struct booking *row = uid_set_row(s, c->id);
	struct item *leader = c->twin && !c->whole ? find_leader(w, c) : NULL;
	enum wish wish = WISH_LEAVE;
	bool copied = false;

	if (leader)
		row = &leader->act.booking;
	if (!row)
		row = uid_set_carried(s, c);
	if (!row && is_copied(s, c, &copied, e) == -1)
		return -1;
	/* Nothing but its lines would tell whose it is. */
	if (s->waits && c->ours.ids.n)
		wish = WISH_LEAVE;
	else if (c->whole)
		wish = WISH_BARE;
	else if (leader || (c->twin && row && !row->going &&
	    compare_alive(row, s->run->now)))
		wish = WISH_LINK;
	else if (c->ev.status == EVENT_CANCELLED || (c->twin && row &&
	    row->going))
		wish = WISH_BARE;	/* its deletion is another's item */
	/* Lines of a series' link, after `recurrence` was changed, and those
	 * of another event. */
	else if (s->master && s->master->ev.recurrence && (c == s->master ||
	    ((copied || (row && !*row->recurrence_id)) &&
	    c->ev.end > s->run->now)))
		wish = WISH_BARE;
	return follow_vevent(s, c, wish, row, leader, e);
}

static int
work(struct work *w, struct err *e)
{
	struct uid_set *s = w->set;
	struct component *c;
	size_t i, rows = s->rows.n;

	for (i = 0; i < w->slots.list.n; i++)
		if (book(w, &w->slots.list.items[i], e) == -1)
			return -1;
	for (i = 0; i < rows; i++) {
		if (w->slots.matched[i])
			continue;
		if (end_unmatched(w, &s->rows.items[i], e) == -1)
			return -1;
		give_way(w, &s->rows.items[i]);
	}
	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (!c->item && !c->settled && !c->refused &&
		    follow_rest(w, c, e) == -1)
			return -1;
	}
	return 0;
}

/* What is known of the VEVENT that stands for a set without an occurrence. */
static void
settle_empty(struct uid_set *s, struct component *c, enum settled_kind kind)
{
	if (c->item)
		c->item->plan.kind = kind;
	else
		component_settle(c, kind, s->due);
}

/* Why nothing of a series is booked, nor will be: w->left_out. */
static int
find_left_out(struct work *w, struct err *e)
{
	struct component *m = w->set->master;
	struct verdict v;
	bool is;

	if (w->booked || w->failed || !m)
		w->left_out = NULL;
	else if (!w->slots.list.n && w->slots.next == INT64_MAX)
		w->left_out = w->slots.found.last_end == EVENT_NEVER
		    ? _("no occurrence is left") : _("it has ended");
	else if (!w->left_out && component_left_out(m, rules_without_times,
	    &v, &is, e) == -1)
		return -1;
	else if (!w->left_out && is)
		w->left_out = v.text;
	return 0;
}

/* Whether nothing is done for the series itself, but that a row goes. */
static bool
is_idle(const struct item *it)
{
	return !it || (it->act.kind == ACTION_NONE &&
	    it->outcome.edit == EDIT_NONE);
}

static void
skip_series(struct work *w)
{
	struct uid_set *s = w->set;

	if (!w->left_out || s->master->settled)
		return;
	if (is_idle(s->master->item) && !w->ended) {
		s->run->totals.skipped++;
		component_tell_skipped(s->master, w->left_out);
	}
	settle_empty(s, s->master, SETTLED_SKIPPED);
}

/* Nothing of it is in reach yet, or more of it will be. */
static void
set_due(struct work *w)
{
	struct uid_set *s = w->set;
	struct component *c = s->master ? s->master : &s->components.items[0];

	if (w->slots.next == INT64_MAX)
		return;
	component_lower(&s->due, compare_reachable(w->slots.next + grace(w)));
	if (w->slots.list.n || w->left_out)
		return;
	s->run->totals.deferred++;
	settle_empty(s, c, SETTLED_WAITS);
}

/* A series that has nothing to show but itself. */
static int
explain_empty(struct work *w, struct err *e)
{
	struct component *m = w->set->master;
	struct wanted want = { .set = w->set, .words = m, .at = m,
		.id = "" };

	if (!w->set->run->explainer || w->slots.list.n ||
	    w->slots.next != INT64_MAX || !m)
		return 0;
	want.ev = m->ev;
	return judge_event(&want, e);
}

int
occurrences_examine(struct uid_set *s, struct err *e)
{
	struct work w = { .set = s };
	int rc;

	if (!slots_find(s, &w.slots)) {
		uid_set_settle(s, SETTLED_OPEN);
		slots_free(&w.slots);
		return 0;
	}
	if (s->master)
		s->master->ev.last_end = w.slots.found.last_end;
	rc = work(&w, e);
	if (rc == 0)
		rc = find_left_out(&w, e);
	if (rc == 0)
		rc = explain_empty(&w, e);
	if (rc == 0) {
		set_due(&w);
		skip_series(&w);
	}
	if (w.waits)
		uid_set_redo(s);
	uid_set_settle(s, w.failed ? SETTLED_OPEN : SETTLED_DONE);
	slots_free(&w.slots);
	return rc;
}
