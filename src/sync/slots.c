/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "plan/compare.h"
#include "sync/identity.h"
#include "sync/slots.h"

#define DAY 86400

/* Seconds by which an occurrence may move and still be the same one. */
#define MOVE_MAX ((int64_t)7 * DAY)

/* --- which occurrences there are ------------------------------------------ */

static struct component *
words_of(const struct uid_set *s, const struct event *ev)
{
	size_t i;

	for (i = 0; i < s->components.n; i++)
		if (&s->components.items[i].ev == ev)
			return &s->components.items[i];
	return s->master;
}

static void
add_slot(struct uid_set *s, struct slots *out, const struct occurrence *o)
{
	struct slot *slot = VEC_ADD(&out->list);

	slot->occ = *o;
	/* What does not repeat has the key of a single event. */
	if (!o->own && s->master && !s->master->ev.recurrence &&
	    o->event == &s->master->ev)
		slot->key = "";
	else
		slot->key = arena_str(&s->reader->scratch, o->recurrence_id);
	slot->words = words_of(s, o->event);
	slot->own = uid_set_find(s, slot->key);
	if (slot->own && slot->own->whole) {
		slot->made = slot->own;
		slot->own = NULL;
	}
}

/* Overrides without a series are single events, which are held. */
static bool
holds_far(const struct uid_set *s)
{
	return !s->master && s->settings->far_events == FAR_HOLD;
}

/* As far as the API reaches, and as far as bookings are or moved to. */
static int64_t
horizon(const struct uid_set *s)
{
	int64_t now = s->run->now, to = now + COMPARE_REACH -
	    s->settings->grace;
	const struct component *own;
	const struct booking *b;
	size_t i;

	for (i = 0; i < s->rows.n; i++) {
		b = &s->rows.items[i];
		if (!*b->recurrence_id || !compare_alive(b, now))
			continue;
		own = uid_set_find(s, b->recurrence_id);
		if (b->end > to)
			to = b->end;
		if (own && own->ev.end > to)
			to = own->ev.end;
	}
	for (i = 0; holds_far(s) && i < s->components.n; i++)
		if (s->components.items[i].ev.end > to)
			to = s->components.items[i].ev.end;
	return to + MOVE_MAX;
}

/* The least time between occurrences; overrides may stand anywhere. */
static int64_t
spacing_of(const struct slots *slots)
{
	const struct occurrence *all = slots->found.occurrences.items;
	const struct occurrence *last = NULL;
	int64_t spacing = MOVE_MAX;
	size_t i;

	for (i = 0; i < slots->found.occurrences.n; i++) {
		if (all[i].own)
			continue;
		if (last && all[i].start - last->start < spacing)
			spacing = all[i].start - last->start;
		last = &all[i];
	}
	return spacing;
}

/* --- which booking is whose ----------------------------------------------- */

static void
bind(const struct uid_set *s, struct slots *out, struct slot *slot,
    struct booking *b)
{
	slot->row = b;
	out->matched[b - s->rows.items] = true;
}

static bool
is_free(const struct uid_set *s, const struct slots *out,
    const struct booking *b)
{
	return b && !out->matched[b - s->rows.items];
}

/* Of two VEVENTs that carry an id the one with the booking's RECURRENCE-ID
 * has it, else the first. */
static void
bind_carried(const struct uid_set *s, struct slots *out, bool same_key)
{
	struct component *at;
	struct booking *b;
	struct slot *slot;
	size_t i;

	for (i = 0; i < out->list.n; i++) {
		slot = &out->list.items[i];
		at = slot->own ? slot->own : slot->made;
		b = at && !slot->row ? uid_set_carried(s, at) : NULL;
		/* The booking of a whole series is none of an occurrence. */
		if (is_free(s, out, b) && (strcmp(b->recurrence_id,
		    slot->key) == 0 || (!same_key && *b->recurrence_id)))
			bind(s, out, slot, b);
	}
}

static void
bind_keys(const struct uid_set *s, struct slots *out)
{
	struct booking *b;
	size_t i;

	for (i = 0; i < out->list.n; i++) {
		b = uid_set_row(s, out->list.items[i].key);
		if (!out->list.items[i].row && is_free(s, out, b))
			bind(s, out, &out->list.items[i], b);
	}
}

static bool
is_over(const struct uid_set *s, const struct booking *b)
{
	return b->end + s->settings->grace <= s->run->now;
}

/* Whether it is for an event of another UID, which carries it. */
static bool
is_handed_on(const struct uid_set *s, const struct booking *b)
{
	return run_lists(&s->run->offered, b->id) &&
	    !identity_is_taken(s->run, b->id);
}

/* A booking of a whole series is none of an occurrence, and one that was let go
 * stays with the VEVENT of the user's that it was made for. */
static bool
can_move(const struct uid_set *s, const struct booking *b)
{
	const struct component *c = uid_set_find(s, b->recurrence_id);

	if (is_handed_on(s, b))
		return false;
	return !is_over(s, b) && (compare_alive(b, s->run->now) ||
	    b->state == BOOKING_UNKNOWN) && !(c && !c->whole && b->released) &&
	    !(c && c->ev.status == EVENT_CANCELLED && *b->recurrence_id) &&
	    (*b->recurrence_id || (!b->pattern && booking_until(b) <= b->end +
	    s->settings->grace));
}

/* Bookings and occurrences that are without each other, both by start. */
struct pairing {
	struct VEC(struct booking *) rows;
	struct VEC(struct slot *) slots;
	int64_t spacing;
	unsigned char *steps;		/* of each pair: how the best way to
					 * it ends */
};

/* Pairs that are looked at, at most: a byte for each.  A series with the 1,000
 * occurrences that max_occurrences allows by default has a million. */
#define PAIRS_MAX ((size_t)16 << 20)

enum step {
	STEP_PAIR,
	STEP_ROW,			/* that booking is left */
	STEP_SLOT,
};

/* How good a way is: it pairs more, or as many that moved less. */
struct score {
	size_t pairs;
	int64_t moved;			/* seconds, all together */
};

static int
rows_by_start(const void *x, const void *y)
{
	const struct booking *a = *(struct booking *const *)x;
	const struct booking *b = *(struct booking *const *)y;

	return (a->start > b->start) - (a->start < b->start);
}

static bool
is_better(const struct score *a, const struct score *b)
{
	return a->pairs > b->pairs ||
	    (a->pairs == b->pairs && a->moved < b->moved);
}

/* The best way to the i-th booking and the j-th slot; before, here: the scores
 * of the booking before and of this one, by slot. */
static enum step
best_step(const struct pairing *p, size_t i, size_t j,
    const struct score *before, struct score *here)
{
	int64_t moved = llabs(p->slots.items[j - 1]->occ.start -
	    p->rows.items[i - 1]->start);
	struct score pair = { before[j - 1].pairs + 1,
		before[j - 1].moved + moved };
	enum step step = STEP_ROW;

	here[j] = before[j];
	if (is_better(&here[j - 1], &here[j])) {
		here[j] = here[j - 1];
		step = STEP_SLOT;
	}
	if (moved < p->spacing && is_better(&pair, &here[j])) {
		here[j] = pair;
		step = STEP_PAIR;
	}
	return step;
}

/* As many as can be, in the order of time, and moved as little as can be: so
 * one that was taken out gives its place to none of its neighbours. */
static void
find_steps(struct pairing *p, struct arena *a)
{
	size_t i, j, width = p->slots.n + 1;
	struct score *two = arena_alloc(a, 2 * width * sizeof(*two));

	p->steps = arena_alloc(a, (p->rows.n + 1) * width);
	for (i = 1; i <= p->rows.n; i++)
		for (j = 1; j < width; j++)
			p->steps[i * width + j] = (unsigned char)best_step(p,
			    i, j, two + (i - 1) % 2 * width, two + i % 2 *
			    width);
}

static void
bind_nearest(const struct uid_set *s, struct slots *out)
{
	struct pairing p = { .spacing = spacing_of(out) };
	struct booking *b;
	size_t i, j;
	enum step step;

	for (i = 0; i < s->rows.n; i++) {
		b = &s->rows.items[i];
		if (is_free(s, out, b) && can_move(s, b))
			*VEC_ADD(&p.rows) = b;
	}
	for (j = 0; j < out->list.n; j++)
		if (!out->list.items[j].row)
			*VEC_ADD(&p.slots) = &out->list.items[j];
	VEC_SORT(&p.rows, rows_by_start);
	/* A calendar that would cost too much memory pairs the first ones. */
	if (p.slots.n && p.rows.n > PAIRS_MAX / p.slots.n)
		p.rows.n = PAIRS_MAX / p.slots.n;
	if (p.rows.n && p.slots.n)
		find_steps(&p, &s->reader->scratch);
	i = p.rows.n;
	j = p.slots.n;
	while (i && j) {
		step = (enum step)p.steps[i * (p.slots.n + 1) + j];
		if (step == STEP_PAIR) {
			p.slots.items[j - 1]->nearest = true;
			bind(s, out, p.slots.items[j - 1],
			    p.rows.items[i - 1]);
		}
		i -= step != STEP_SLOT;
		j -= step != STEP_ROW;
	}
	VEC_FREE(&p.rows);
	VEC_FREE(&p.slots);
}

/* A booking that holds nothing, of an occurrence that no VEVENT stands for,
 * is as good as none: a create that is beyond reach waits. */
static bool
is_booked(const struct uid_set *s, const struct slot *slot)
{
	return slot->row && (slot->own || slot->made ||
	    compare_alive(slot->row, s->run->now) ||
	    (slot->row->state == BOOKING_UNKNOWN &&
	    s->settings->far_events != FAR_WAIT));
}

/* What is neither booked nor in reach is for later. */
static void
drop_far(const struct uid_set *s, struct slots *out)
{
	int64_t reach = s->run->now + COMPARE_REACH - s->settings->grace;
	struct slot *all = out->list.items;
	size_t i, n = 0;

	out->next = out->found.has_beyond ? out->found.beyond.end : INT64_MAX;
	for (i = 0; i < out->list.n; i++) {
		if (is_booked(s, &all[i]) || holds_far(s) ||
		    all[i].occ.end <= reach)
			all[n++] = all[i];
		else if (all[i].occ.end < out->next)
			out->next = all[i].occ.end;
	}
	out->list.n = n;
}

bool
slots_find(struct uid_set *s, struct slots *out)
{
	const struct occurrence *all;
	size_t i;

	*out = (struct slots){ .next = INT64_MAX };
	out->matched = arena_alloc(&s->reader->scratch, s->rows.n + 1);
	if (!uid_set_occurrences(s, s->run->now - s->settings->grace,
	    horizon(s), &out->found))
		return false;
	all = out->found.occurrences.items;
	for (i = 0; i < out->found.occurrences.n; i++)
		add_slot(s, out, &all[i]);
	bind_carried(s, out, true);
	bind_carried(s, out, false);
	bind_keys(s, out);
	bind_nearest(s, out);
	drop_far(s, out);
	return true;
}

void
slots_free(struct slots *slots)
{
	VEC_FREE(&slots->list);
	VEC_FREE(&slots->found.occurrences);
}
