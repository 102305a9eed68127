/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "plan/compare.h"
#include "store/issued.h"
#include "sync/catalog.h"
#include "sync/identity.h"
#include "sync/rekey.h"
#include "sync/replan.h"

/* An event by what a person knows it by. */
static int
by_look(const struct booking *a, const struct booking *b)
{
	int order = strcmp(a->calendar, b->calendar);

	if (order)
		return order;
	if (a->pattern != b->pattern)
		return a->pattern < b->pattern ? -1 : 1;
	/* Which occurrence is the next one depends on when one looks. */
	if (!a->pattern && a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (!a->pattern && a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return strcmp(a->topic ? a->topic : "", b->topic ? b->topic : "");
}

/* A booking that has lost its event. */
struct lost {
	const struct booking *booking;
	struct item *end;	/* that was to end it; NULL: none yet */
};
struct losses VEC(struct lost);

static int
losses_by_look(const void *x, const void *y)
{
	const struct lost *a = x, *b = y;

	return by_look(a->booking, b->booking);
}

static int
items_by_look(const void *x, const void *y)
{
	return by_look(&(*(struct item *const *)x)->act.booking,
	    &(*(struct item *const *)y)->act.booking);
}

/* Only its VEVENT loses our lines. */
static void
call_off(struct item *end)
{
	end->act.kind = ACTION_NONE;
	end->act.note = NULL;
	end->plan.follower = true;
	end->plan.forget = false;
	end->plan.wish = WISH_BARE;
	if (end->outcome.edit == EDIT_WANTED)
		item_want_edit(end);
}

/* Whether the event of the item is called off, and another event, in which our
 * lines for it stand, has taken its booking (replan_due). */
static bool
is_handed_on(const struct run *r, const struct item *it)
{
	const struct booking *b = &it->act.booking;

	return !it->plan.follower && run_lists(&r->left, b->id) &&
	    identity_is_taken(r, b->id) && replan_is_called_off(r, it);
}

/* Bookings whose event is absent, and whose reservation lives, or may; those of
 * occurrences that are no more, and were to end. */
static void
find_lost(struct run *r, struct losses *lost)
{
	struct item *it;
	const struct booking *b;
	const struct scan *sc;
	size_t i, k;

	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		for (k = 0; k < sc->absent.n; k++) {
			b = &sc->absent.items[k];
			if ((compare_alive(b, r->now) ||
			    b->state == BOOKING_UNKNOWN) &&
			    !identity_is_taken(r, b->id))
				*VEC_ADD(lost) = (struct lost){ b, NULL };
		}
	}
	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		if (is_handed_on(r, it)) {
			call_off(it);
			r->totals.skipped++;
		}
		if (!it->plan.unmatched || it->act.kind != ACTION_DELETE)
			continue;
		if (identity_is_taken(r, it->act.booking.id))
			call_off(it);
		else
			*VEC_ADD(lost) = (struct lost){ &it->act.booking, it };
	}
	VEC_SORT(lost, losses_by_look);
}

static void
find_new(const struct run *r, struct items *new)
{
	struct item *it;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		if (!it->act.booking.id && (it->act.kind == ACTION_CREATE ||
		    it->act.deferred))
			*VEC_ADD(new) = it;
	}
	VEC_SORT(new, items_by_look);
}

/* An override of the user's may say just what ours of the other event said. */
static void
keep_users(struct run *r, const struct item *it, const struct booking *b)
{
	if (*it->act.booking.recurrence_id && b->reserve_id &&
	    !it->plan.made.p && !it->plan.whole)
		*VEC_ADD(&r->changes.users) = (struct made_row){
			arena_str(&r->arena, b->reserve_id),
			arena_str(&r->arena, it->act.booking.uid),
			0, MADE_BY_OTHERS, NULL };
}

static bool
carries(const struct item *it, const struct booking *b)
{
	return it->plan.carried && b->reserve_id &&
	    strcmp(it->plan.carried, b->reserve_id) == 0;
}

/* The booking of the event that is gone becomes that of the new one. */
static void
adopt(struct run *r, struct item *it, const struct lost *lost)
{
	struct booking b = *lost->booking, *mine = &it->act.booking;
	struct verdict v = { .kind = VERDICT_BOOK, .request = *it->act.want,
		.needed = mine->end + it->plan.settings->grace };
	const char *note = arena_printf(&r->arena, _("the same time and "
	    "title as %s, which is gone; this event takes over its link"),
	    b.uid);

	if (lost->end)
		call_off(lost->end);
	keep_users(r, it, &b);
	b.going = false;
	identity_take(r, &b, mine->calendar, mine->uid);
	b.recurrence_id = mine->recurrence_id;
	b.topic = mine->topic;
	b.start = mine->start;
	b.end = mine->end;
	b.pattern = mine->pattern;
	b.sequence = mine->sequence;
	b.dtstamp = mine->dtstamp;
	*mine = b;
	it->act.changed = 0;
	it->act.end_time = 0;
	r->totals.deferred -= it->act.deferred;
	it->act.deferred = false;
	compare_event(it->plan.settings, &v, mine, r->now, &it->act);
	/* What is still to be sent is not held yet, should the run end. */
	if (compare_alive(mine, r->now) && !it->act.end_time)
		mine->held.until = v.request.until;
	changes_put(&r->changes, mine, &r->arena);
	if (!action_recreates(&it->act))
		it->act.note = note;
	it->plan.perhaps = carries(it, mine);
	/* The exporter wrote it without our lines; those of an event beyond
	 * reach were not asked for, since it had no reservation. */
	if (it->plan.wish != WISH_LINK && compare_alive(mine, r->now)) {
		it->plan.wish = WISH_LINK;
		item_want_edit(it);
	} else if (it->act.kind == ACTION_NONE &&
	    it->outcome.edit == EDIT_WANTED) {
		item_want_edit(it);
	}
}

/*
 * Whether a booking that an occurrence of a series got by the nearest time
 * alone belongs to a new event of another UID.  So it is when the new event
 * has the start, end and summary of the occurrence that was booked, or
 * carries the id while no VEVENT of the series does.  So it is, too, when the
 * series is to end a booking whose id the new event carries.
 */
static bool
is_anothers(const struct item *has, const struct item *new)
{
	const struct booking *was = has->plan.was;

	/* A copy in another calendar is to have one of its own. */
	if (strcmp(has->act.booking.calendar, new->act.booking.calendar) != 0)
		return false;
	if (carries(new, &has->act.booking) &&
	    ((was && !has->plan.was_carried) || (has->plan.unmatched &&
	    has->act.kind == ACTION_DELETE)))
		return true;
	return was && by_look(was, &new->act.booking) == 0;
}

/* That goes before what is nearest, and what an event says. */
static void
hand_on(struct run *r, const struct items *new)
{
	const struct item *it;
	size_t i, k;

	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		for (k = 0; k < new->n && (it->plan.was ||
		    it->plan.unmatched); k++)
			if (is_anothers(it, new->items[k]))
				replan_hand_on(r, &it->act.booking,
				    new->items[k]->act.booking.uid);
	}
}

/* Whether they are gone is not known: the new ones wait. */
static bool
must_wait(const struct run *r, const struct booking *b)
{
	const struct scan *sc = catalog_scan(r, b->calendar);

	return sc && (sc->doubt || r->blind);
}

void
rekey(struct run *r)
{
	struct losses lost = { 0 };
	struct items new = { 0 };
	const struct lost *l;
	struct item *it;
	size_t i = 0, j = 0;
	int order;

	find_lost(r, &lost);
	find_new(r, &new);
	hand_on(r, &new);
	while (i < lost.n && j < new.n) {
		l = &lost.items[i];
		it = new.items[j];
		order = by_look(l->booking, &it->act.booking);
		if (order == 0 && !l->end && must_wait(r, l->booking))
			item_leave(it, _("it looks like an event that is "
			    "missing while the calendar can't be read "
			    "completely; it waits for the next run"));
		else if (order == 0)
			adopt(r, it, l);
		i += order <= 0;
		j += order >= 0;
	}
	VEC_FREE(&lost);
	VEC_FREE(&new);
}
