/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "plan/compare.h"
#include "sync/follow.h"
#include "sync/run.h"

/* Where the series of a booking started says nothing of a copy in another
 * calendar. */
static int64_t
anchor_of(const struct uid_set *s, const struct booking *b)
{
	return b && strcmp(b->calendar, s->scan->calendar->name) != 0 ? 0
	    : uid_set_anchor(s);
}

static struct item *
add_vevent(struct uid_set *s, struct component *c, enum wish wish,
    const struct booking *b, bool edit)
{
	struct run *r = s->run;
	struct action act = { .file = c->file->row.path,
		.line = c->cut->line };
	struct item *it;

	if (b)
		act.booking = *b;
	else
		act.booking.calendar = s->scan->calendar->name;
	act.booking.uid = c->ev.uid;
	act.booking.recurrence_id = c->id;
	act.booking.start = c->ev.start;
	act.booking.end = c->ev.end;
	it = item_add(r, s->settings, &act);
	it->plan.spot = component_spot(c);
	it->plan.wish = wish;
	it->plan.follower = true;
	it->plan.whole = c->whole;
	it->plan.twin = c->twin || (c->copy && wish != WISH_LINK);
	if (c->skipped)
		it->plan.kind = SETTLED_SKIPPED;
	it->plan.remind = c->remind;
	it->plan.over = c->ev.end <= r->now;
	it->plan.at = c->ev.recurrence_at;
	it->plan.anchor = anchor_of(s, b);
	it->plan.legacy = b && b->legacy;
	if (edit)
		item_want_edit(it);
	c->item = it;
	component_hold(c);
	return it;
}

static int
vevent_differs(struct uid_set *s, struct component *c, enum wish wish,
    const struct booking *b, bool fresh, bool *differs, struct err *e)
{
	const struct carry carry = { .wish = wish, .booking = b,
		.fresh = fresh, .over = c->ev.end <= s->run->now,
		.anchor = anchor_of(s, b) };

	*differs = false;
	if (!uid_set_in_place(s))
		return 0;
	if (c->whole && (wish == WISH_BARE || wish == WISH_NOTHING)) {
		*differs = true;
		return 0;
	}
	return component_differs(c, &carry, differs, &s->due, e);
}

static bool
has_one_link(const struct uid_set *s)
{
	return s->master && s->settings->recurrence == RECURRENCE_SERIES;
}

static int
explain_follower(struct uid_set *s, struct component *c, enum wish wish,
    struct err *e)
{
	struct verdict v;
	struct explained x = { .calendar = s->scan->calendar,
		.file = c->file->row.path, .line = c->cut->line,
		.component = c->id, .follower = true, .event = &c->ev };
	bool left_out = false;

	if (!s->run->explainer)
		return 0;
	if (wish != WISH_LINK && !c->whole &&
	    component_left_out(c, has_one_link(s) ? rules_override
	    : rules_without_times, &v, &left_out, e) == -1)
		return -1;
	if (left_out)
		x.verdict = &v;
	else if (wish == WISH_LINK)
		x.note = _("an override: it has the link of its series");
	else if (c->whole)
		x.note = _("an override that icsreserve made, and takes out");
	else if (has_one_link(s))
		x.note = _("an override: the decision for its series applies");
	else
		x.note = _("an override: it gets a link when it comes into "
		    "reach");
	run_explain(s->run, &x);
	return 0;
}

int
follow_vevent(struct uid_set *s, struct component *c, enum wish wish,
    struct booking *b, struct item *leader, struct err *e)
{
	bool fresh = leader && action_brings_link(&leader->act), edit;
	const struct parse_fault fault = { .kind = "not-writable" };

	if (*c->id && explain_follower(s, c, wish, e) == -1)
		return -1;
	if (vevent_differs(s, c, wish, b, fresh, &edit, e) == -1)
		return -1;
	if (edit && wish == WISH_LINK && !(leader &&
	    leader->act.kind != ACTION_NONE &&
	    leader->act.kind != ACTION_WRITE) && component_lacks_link(c, b))
		edit = false;
	if (edit && c->file->fixed) {
		c->file->blamed = true;
		component_fail(c, &fault, c->file->fixed);
		return 0;
	}
	/* What is done to the leader may change the link. */
	if (edit || leader || (s->scan->calendar->output &&
	    wish == WISH_LINK))
		add_vevent(s, c, wish, b, edit)->leader = leader;
	return 0;
}

int
follow_end(struct uid_set *s, struct booking *b, struct component *c,
    const char *note, struct err *e)
{
	struct run *r = s->run;
	bool alive = note && compare_alive(b, r->now), edit = false;
	struct action act = { .booking = *b };
	struct item *it;

	if (c) {
		act.file = c->file->row.path;
		act.line = c->cut->line;
	}
	b->going = true;
	act.booking.going = true;
	if (alive) {
		act.kind = ACTION_DELETE;
		act.note = note;
		changes_put(&r->changes, &act.booking, &r->arena);
	}
	it = item_add(r, s->settings, &act);
	it->plan.forget = true;
	it->plan.wish = alive ? WISH_NOTHING : WISH_BARE;
	it->plan.legacy = b->legacy;
	if (!c || c->item)
		return 0;
	if (vevent_differs(s, c, it->plan.wish, b, false, &edit, e) == -1)
		return -1;
	it->plan.spot = component_spot(c);
	it->plan.whole = c->whole;
	it->plan.over = c->ev.end <= r->now;
	c->item = it;
	component_hold(c);
	if (edit)
		item_want_edit(it);
	return 0;
}

void
follow_release(struct uid_set *s, struct booking *b, const char *note)
{
	struct run *r = s->run;
	struct action act = { 0 };

	if (b->released || b->going)
		return;
	if (!compare_alive(b, r->now)) {
		if (b->state == BOOKING_WANTED || b->state == BOOKING_ENDED)
			changes_remove(&r->changes, b, &r->arena);
		return;
	}
	b->released = true;
	changes_put(&r->changes, b, &r->arena);
	act.booking = *b;
	if (s->components.n)
		act.file = s->components.items[0].file->row.path;
	compare_released(b, r->now, note, &act);
	item_add(r, s->settings, &act);
}
