/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/group.h"
#include "sync/made.h"

#define DAY 86400

/* So far, at most, an occurrence moves and is still the same one. */
#define MOVE_MAX ((int64_t)7 * DAY)

/* An occurrence that has a booking, or should have one. */
struct slot {
	struct occurrence occ;
	const char *key;		/* its booking's recurrence_id */
	struct subject *own;		/* its VEVENT: of the calendar's, */
	struct subject *made;		/* or of our making; or neither */
	struct booking *row;
};

/* What is worked with while a group is dealt with. */
struct work {
	struct group *g;
	struct vec slots;		/* struct slot, by start */
	struct recur_look look;
	bool *matched;			/* of each row: it has a slot */
	bool *visited;			/* of each member */
	int64_t spacing;		/* least time between occurrences */
	int64_t next;			/* end of the first that is for later */
	bool busy;			/* something is done in this run */
	bool deferred;			/* nothing of it is in reach yet */
	bool failed;			/* what the master says can't be */
};

static struct slot *
slot_at(const struct work *w, size_t i)
{
	return &VEC_AT(&w->slots, struct slot, i);
}

static struct booking *
row_at(const struct work *w, size_t i)
{
	return &VEC_AT(&w->g->rows, struct booking, i);
}

static int64_t
grace(const struct work *w)
{
	return w->g->x->scan->calendar->settings.grace;
}

static bool
is_over(const struct work *w, const struct booking *b)
{
	return b->end + grace(w) <= w->g->x->run->now;
}

/* --- which occurrences there are --------------------------------------- */

static void
visit(struct work *w, const struct subject *s)
{
	if (s)
		w->visited[s - group_member(w->g, 0)] = true;
}

static void
match_row(struct work *w, struct slot *slot)
{
	size_t i;

	for (i = 0; i < w->g->rows.n; i++) {
		if (strcmp(row_at(w, i)->recurrence_id, slot->key) != 0)
			continue;
		slot->row = row_at(w, i);
		w->matched[i] = true;
	}
}

static void
add_slot(struct work *w, const struct occurrence *o)
{
	struct group *g = w->g;
	struct slot slot = { .occ = *o };
	struct slot *kept;

	/* What does not repeat has the key of a single event. */
	if (!o->own && !o->event->recurrence && o->event == &g->master->ev)
		slot.key = "";
	else
		slot.key = arena_str(&g->x->scratch, o->recurrence_id);
	slot.own = group_find(g, slot.key);
	if (slot.own && slot.own->item.whole) {
		slot.made = slot.own;
		slot.own = NULL;
	}
	match_row(w, &slot);
	kept = vec_add(&w->slots);
	*kept = slot;
}

/* As far as the API reaches, and as far as bookings are or moved to. */
static int64_t
horizon(const struct work *w)
{
	int64_t now = w->g->x->run->now, to = now + COMPARE_REACH - grace(w);
	const struct subject *own;
	const struct booking *b;
	size_t i;

	for (i = 0; i < w->g->rows.n; i++) {
		b = row_at(w, i);
		if (!*b->recurrence_id || !compare_alive(b, now))
			continue;
		own = group_find(w->g, b->recurrence_id);
		if (b->end > to)
			to = b->end;
		if (own && own->ev.end > to)
			to = own->ev.end;
	}
	return to + MOVE_MAX;
}

static bool
find_slots(struct work *w)
{
	const struct occurrence *all, *last = NULL;
	size_t i;

	if (!group_look(w->g, w->g->x->run->now - grace(w), horizon(w),
	    &w->look))
		return false;
	all = w->look.occurrences.items;
	w->spacing = MOVE_MAX;
	for (i = 0; i < w->look.occurrences.n; i++) {
		add_slot(w, &all[i]);
		/* Overrides may stand anywhere. */
		if (all[i].own)
			continue;
		if (last && all[i].start - last->start < w->spacing)
			w->spacing = all[i].start - last->start;
		last = &all[i];
	}
	return true;
}

/* --- a series that moved: its bookings keep their links ---------------- */

/* A booking of a whole series is none of an occurrence. */
static bool
can_move(const struct work *w, size_t i)
{
	const struct booking *b = row_at(w, i);
	const struct subject *s = group_find(w->g, b->recurrence_id);

	return !w->matched[i] && group_has(w->g, b) && !is_over(w, b) &&
	    (compare_alive(b, w->g->x->run->now) ||
	    b->state == BOOKING_UNKNOWN) &&
	    !(s && s->ev.status == EVENT_CANCELLED &&
	    *b->recurrence_id) &&
	    (*b->recurrence_id || b->held.until <= b->end + grace(w));
}

/* The occurrence without a booking that is nearest to where one was. */
static struct slot *
nearest(const struct work *w, const struct booking *b)
{
	struct slot *best = NULL, *s;
	int64_t least = w->spacing, far;
	size_t i;

	for (i = 0; i < w->slots.n; i++) {
		s = slot_at(w, i);
		far = llabs(s->occ.start - b->start);
		if (!s->row && far < least) {
			best = s;
			least = far;
		}
	}
	return best;
}

static int
move_rows(struct work *w, struct err *e)
{
	struct store *store = w->g->x->run->store;
	struct booking *b;
	struct slot *s;
	size_t i;

	for (i = 0; i < w->g->rows.n; i++) {
		b = row_at(w, i);
		s = can_move(w, i) ? nearest(w, b) : NULL;
		if (!s)
			continue;
		s->row = b;
		w->matched[i] = true;
		b->recurrence_id = s->key;
		if (bookings_put(store, b, e) == -1)
			return -1;
	}
	return 0;
}

/* What is neither booked nor in reach is for later. */
static void
drop_far(struct work *w)
{
	int64_t reach = w->g->x->run->now + COMPARE_REACH - grace(w);
	struct slot *all = w->slots.items;
	size_t i, n = 0;

	w->next = w->look.has_beyond ? w->look.beyond.end : INT64_MAX;
	for (i = 0; i < w->slots.n; i++) {
		if (all[i].row || all[i].occ.end <= reach)
			all[n++] = all[i];
		else if (all[i].occ.end < w->next)
			w->next = all[i].occ.end;
	}
	w->slots.n = n;
}

/* --- from slots to items ----------------------------------------------- */

static bool
has_link(const struct group *g)
{
	size_t i;

	for (i = 0; i < g->rows.n; i++)
		if (VEC_AT(&g->rows, struct booking, i).url)
			return true;
	return false;
}

/* Overrides of ours stand behind their series, in the order of time. */
static uint32_t
place_of(const struct group *g, const struct occurrence *o)
{
	const struct subject *before = g->master, *m;
	size_t i;

	for (i = 0; i < g->members.n; i++) {
		m = group_member(g, i);
		if (m->item.whole && m->ev.recurrence_at < o->recurrence_at &&
		    (before == g->master || m->ev.recurrence_at >
		    before->ev.recurrence_at))
			before = m;
	}
	return before->cut->off + before->cut->len;
}

/* The subject of a slot: its own VEVENT, or one that we make. */
static int
begin(struct work *w, const struct slot *slot, struct subject *s,
    struct err *e)
{
	struct group *g = w->g;
	struct subject *at = slot->own ? slot->own : slot->made;
	const struct subject *host = at ? at : g->master;

	subject_init(s, g->x, (uint32_t)(host->cut -
	    (const struct cut_event *)g->x->cut->events.items));
	s->ev = *slot->occ.event;
	s->ev.start = slot->occ.start;
	s->ev.end = s->ev.last_end = slot->occ.end;
	s->ev.recurrence_id = *slot->key ? slot->key : NULL;
	s->ev.recurrence = NULL;
	s->booking = slot->row;
	s->ours = has_link(g);
	s->item.component = slot->key;
	s->item.whole = at && at == slot->made;
	visit(w, at);
	if (slot->own)
		return 0;
	if (!at) {
		s->item.off = place_of(g, &slot->occ);
		s->item.len = 0;
		s->item.digest = 0;
	}
	s->item.look_at = slot->occ.end + grace(w);
	return made_set(g, s, &slot->occ, e);
}

static int
book(struct work *w, const struct slot *slot, int64_t look_at,
    struct err *e)
{
	struct subject s;

	/* What fails for one that is as the master fails for all. */
	if (w->failed && !slot->own) {
		visit(w, slot->made);
		return 0;
	}
	if (begin(w, slot, &s, e) == -1)
		return -1;
	if (look_at && (!s.item.look_at || look_at < s.item.look_at))
		s.item.look_at = look_at;
	if (subject_judge(&s, e) == -1 || subject_conclude(&s, e) == -1)
		return -1;
	w->busy |= s.kept || s.refused;
	w->failed |= s.refused && !slot->own;
	return 0;
}

/* --- bookings without an occurrence ------------------------------------ */

/*
 * The row goes, and the VEVENT that we made for it; when the reservation
 * lives it is deleted.
 */
static int
end_row(struct work *w, struct booking *b, struct subject *at,
    const char *note, struct err *e)
{
	struct subject *m = at ? at : group_member(w->g, 0), s = *m;
	bool alive = note && compare_alive(b, w->g->x->run->now);

	visit(w, at);
	s.item.act.booking = *b;
	s.item.component = b->recurrence_id;
	s.item.forget = true;
	if (!at)
		s.item.file = NULL;
	if (alive) {
		s.item.act.kind = ACTION_DELETE;
		s.item.act.note = note;
	}
	w->busy = true;
	return subject_end(&s, alive ? WISH_NOTHING : WISH_BARE, e);
}

static int
end_unmatched(struct work *w, struct booking *b, struct err *e)
{
	struct group *g = w->g;
	struct subject *at = group_find(g, b->recurrence_id);
	bool made = at && at->item.whole;

	/* That there may be one is told until it would be over. */
	if (!group_has(g, b) ||
	    (b->state == BOOKING_UNKNOWN && !is_over(w, b)))
		return 0;
	if (!*b->recurrence_id) {
		if (g->master)
			visit(w, g->master);
		return group_supersede(g, b, "no longer used: each "
		    "occurrence has a link of its own; kept until it expires",
		    e);
	}
	/* What is over stays as it was, but for what we added. */
	if (is_over(w, b))
		return made || !at ? end_row(w, b, made ? at : NULL, NULL, e)
		    : 0;
	if (at && at->ev.status == EVENT_CANCELLED)
		return end_row(w, b, at, "STATUS:CANCELLED", e);
	return end_row(w, b, at, "no longer an occurrence of its series", e);
}

/* Lines of a series' link in the master, after recurrence was changed. */
static int
bare_master(struct work *w, struct err *e)
{
	struct group *g = w->g;
	struct subject *m = g->master;
	struct booking *row = group_row(g, "");

	if (!m || !row || !m->ev.recurrence)
		return 0;
	m->item.act.booking = *row;
	/* Alone, as it is before overrides are put in, it is not settled. */
	m->item.act.deferred = w->deferred || w->busy;
	visit(w, m);
	if (subject_follow(m, WISH_BARE, e) == -1)
		return -1;
	w->busy |= m->kept != NULL;
	return 0;
}

/* Overrides of ours where no occurrence is any more: it moved. */
static int
take_out_rest(struct work *w, struct err *e)
{
	struct group *g = w->g;
	struct subject *m;
	size_t i;

	for (i = 0; i < g->members.n; i++) {
		m = group_member(g, i);
		if (w->visited[i] || !m->item.whole || !g->rows.n)
			continue;
		w->visited[i] = true;
		w->busy = true;
		m->item.act.booking = *row_at(w, 0);
		if (subject_follow(m, WISH_BARE, e) == -1)
			return -1;
	}
	return 0;
}

/* --- the rest ---------------------------------------------------------- */

/* VEVENTs that no booking stands in: the master, what is over. */
static void
settle_rest(struct work *w)
{
	struct group *g = w->g;
	struct subject *m;
	size_t i;

	for (i = 0; i < g->members.n; i++) {
		m = group_member(g, i);
		if (w->visited[i] || m->refused)
			continue;
		if (!w->busy && !w->deferred)
			subject_settle(m, w->slots.n == 0);
		else
			*(uint64_t *)vec_add(&g->x->file->settled) =
			    examine_seen(m->cut->digest);
	}
}

/* Nothing of it is in reach yet. */
static void
defer(struct work *w, int64_t due)
{
	struct file_row *row = &w->g->x->file->row;

	w->g->x->run->totals.deferred++;
	row->deferred++;
	if (!row->due || due < row->due)
		row->due = due;
}

/* A series that has nothing to show but itself. */
static int
explain_empty(struct work *w, struct err *e)
{
	struct subject *m = w->g->master;

	if (!w->g->x->run->explainer || w->slots.n || w->deferred || !m)
		return 0;
	m->ev.last_end = w->look.last_end;
	return subject_judge(m, e);
}

static int
work(struct work *w, struct err *e)
{
	int64_t next;
	size_t i;
	bool last;

	if (move_rows(w, e) == -1)
		return -1;
	drop_far(w);
	next = w->next == INT64_MAX ? 0
	    : compare_reachable(w->next + grace(w));
	w->deferred = next && !w->slots.n;
	for (i = 0; i < w->g->rows.n; i++)
		if (!w->matched[i] && end_unmatched(w, row_at(w, i), e) == -1)
			return -1;
	for (i = 0; i < w->slots.n; i++) {
		last = i + 1 == w->slots.n;
		if (book(w, slot_at(w, i), last ? next : 0, e) == -1)
			return -1;
	}
	if (bare_master(w, e) == -1 || take_out_rest(w, e) == -1)
		return -1;
	if (w->deferred)
		defer(w, next);
	settle_rest(w);
	return explain_empty(w, e);
}

int
occurrences_examine(struct group *g, struct err *e)
{
	struct work w = { .g = g, .slots = VEC_OF(struct slot) };
	int rc = 0;

	w.matched = arena_alloc(&g->x->scratch, g->rows.n + 1);
	w.visited = arena_alloc(&g->x->scratch, g->members.n + 1);
	if (find_slots(&w))
		rc = work(&w, e);
	vec_free(&w.slots);
	vec_free(&w.look.occurrences);
	return rc;
}
