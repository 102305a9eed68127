/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/likeness.h"
#include "ics/line.h"
#include "store/bookings.h"
#include "store/issued.h"
#include "sync/past.h"

struct recalling {
	struct run *run;
	const struct past_place *at;
	struct arena *a;
	struct past *past;
	const char *component;		/* under which it is recorded */
	const struct own_event *event;	/* its lines now */
	/* The reservation whose records are read: that of the booking, one
	 * that was issued for the UID, one that the VEVENT carries. */
	const char *reserve_id;
	bool booked, own, carried;
};

/* The link that stood in the place of a line of ours has ended since. */
static int
drop_if_dead(struct recalling *g, struct own_undo *u, struct err *e)
{
	struct issued_rows rows = { 0 };
	struct str s = { .max = ICS_VALUE_MAX };
	struct line_parts parts;
	const char *key = NULL;
	size_t i;
	bool live = false, id = strcmp(u->name, own_name(OWN_ID)) == 0;
	int rc = 0;

	line_unfold(&s, u->was);
	if (line_split(str_slice(&s), &parts))
		key = id ? arena_dup(g->a, parts.value.p, parts.value.n)
		    : own_link_key(parts.value, g->a);
	if (key)
		rc = id ? issued_by_id(g->run->store, key, g->a, &rows, e)
		    : issued_by_link(g->run->store, key, g->a, &rows, e);
	for (i = 0; i < rows.n; i++)
		live |= rows.items[i].until > g->run->now;
	if (rows.n && !live)
		u->was = slice_of(NULL, 0);
	VEC_FREE(&rows);
	str_free(&s);
	return rc;
}

static int
add_undo(struct recalling *g, const struct undo_row *row, struct err *e)
{
	struct own_undo *u = VEC_ADD(&g->past->undos);

	*u = (struct own_undo){ row->name, row->wrote, row->was };
	return u->was.p ? drop_if_dead(g, u, e) : 0;
}

#define SAME_PLACE (LIKENESS_SAME + 1)

/* How well the VEVENT of a row fits: first by its RECURRENCE-ID, then by what
 * it says. */
static unsigned
fit(const struct recalling *g, const struct undo_row *row)
{
	unsigned alike = likeness_compare(row->at.says, g->past->says);

	return strcmp(row->at.recurrence_id, g->component) == 0
	    ? SAME_PLACE + alike : alike;
}

/* Whether two lines have the same bytes, but for line ends: a line that is put
 * back gets those of its file. */
static bool
is_same_line(struct slice a, struct slice b)
{
	size_t i = 0, k = 0;

	if (!a.p || !b.p)
		return !a.p == !b.p;
	for (;; i++, k++) {
		i += i + 1 < a.n && a.p[i] == '\r' && a.p[i + 1] == '\n';
		k += k + 1 < b.n && b.p[k] == '\r' && b.p[k + 1] == '\n';
		if (i >= a.n || k >= b.n)
			return i >= a.n && k >= b.n;
		if (a.p[i] != b.p[k])
			return false;
	}
}

/* Whether all rows of VEVENTs that fit as well agree on what stood there.  A
 * run that was killed may not have written what it recorded: its row does not
 * count against that of another run. */
static bool
is_agreed(const struct recalling *g, const struct undo_rows *rows,
    const struct undo_row *row)
{
	const struct undo_row *other;
	size_t i;

	for (i = 0; i < rows->n; i++) {
		other = &rows->items[i];
		if (strcmp(other->name, row->name) == 0 &&
		    fit(g, other) == fit(g, row) &&
		    (other->at.settled || !row->at.settled) &&
		    strcmp(other->wrote, row->wrote) == 0 &&
		    !is_same_line(other->was, row->was))
			return false;
	}
	return true;
}

static size_t
kind_of(const struct undo_row *row)
{
	size_t k = 0;

	while (k < OWN_NAMES && strcmp(row->name, own_name((enum own_kind)k)))
		k++;
	return k;
}

/* icsreserve knows its own stamp only by the text that it wrote.  Where that
 * text stands no longer, the row says nothing of this VEVENT. */
static bool
is_past(const struct recalling *g, const struct undo_row *row)
{
	const struct own_line *l;
	size_t i;

	if (kind_of(row) < OWN_KINDS)
		return false;
	for (i = 0; i < g->event->lines.n; i++) {
		l = &g->event->lines.items[i];
		if (l->kind == kind_of(row) && strcmp(l->text, row->wrote) == 0)
			return false;
	}
	return true;
}

/* How well the rows fit that fit best: of each kind of line, and of all. */
struct best {
	unsigned of[OWN_NAMES + 1], all;
};

static void
find_best(const struct recalling *g, const struct undo_rows *rows,
    struct best *best)
{
	unsigned n;
	size_t i, k;

	best->all = g->carried ? 0 : SAME_PLACE;
	for (k = 0; k <= OWN_NAMES; k++)
		best->of[k] = best->all;
	for (i = 0; i < rows->n; i++) {
		n = fit(g, &rows->items[i]);
		best->all = n > best->all ? n : best->all;
		k = kind_of(&rows->items[i]);
		if (n > best->of[k] && !is_past(g, &rows->items[i]))
			best->of[k] = n;
	}
}

/* Where our block stands behind a text, nothing is recorded of it: then what
 * stood in another VEVENT says nothing of this one. */
static bool
is_of_another(const struct undo_row *row, unsigned fit, const struct best *best)
{
	return kind_of(row) == OWN_DESCRIPTION && best->all >= SAME_PLACE &&
	    fit < best->all;
}

/*
 * A VEVENT that carries a reservation, and has no records of its own, was
 * copied from another one, or has another RECURRENCE-ID now.  A line of a kind
 * that was never written into the one that fits best is known from the next.
 */
static int
recall_undo(struct recalling *g, const struct undo_rows *rows, struct err *e)
{
	/* One with another RECURRENCE-ID may be a copy, and one that carries
	 * nothing may take the place of another: that goes on to be known. */
	const unsigned least = SAME_PLACE + (g->carried ? 0 : LIKENESS_SAME);
	const struct undo_row *row;
	struct best best;
	unsigned n;
	size_t i;
	int rc = 0;

	find_best(g, rows, &best);
	for (i = 0; rc == 0 && i < rows->n; i++) {
		row = &rows->items[i];
		g->past->looked |= own_kind_bit(row->name);
		n = fit(g, row);
		if (n != best.of[kind_of(row)] || is_of_another(row, n,
		    &best) || !is_agreed(g, rows, row))
			continue;
		rc = add_undo(g, row, e);
		if (g->booked && row->at.says.n && n == best.all && n >= least)
			g->past->vevent = row->at.vevent;
	}
	return rc;
}

/* Under which RECURRENCE-ID the VEVENT is recorded. */
static void
find_component(struct recalling *g, const struct put_rows *rows)
{
	char old[CLOCK_TEXT];
	int64_t by = 0;
	size_t i;

	g->component = g->at->component;
	for (i = 0; i < rows->n; i++)
		if (!*rows->items[i].recurrence_id && rows->items[i].anchor &&
		    g->at->anchor)
			by = g->at->anchor - rows->items[i].anchor;
	if (!by)
		return;
	g->past->moved = true;
	if (!*g->component)
		return;
	clock_ical(g->at->at - by, old);
	for (i = 0; i < rows->n; i++)
		if (strcmp(rows->items[i].recurrence_id, old) == 0)
			g->component = arena_str(g->a, old);
}

/*
 * Whether a line that we wrote is of a kind that the row does not know: then
 * the row is of another VEVENT, and this is a copy from before that had
 * changed.  Where we never wrote such a line, somebody pasted the link.
 */
static bool
is_of_original(const struct recalling *g, const struct put_row *row,
    const struct undo_rows *undos)
{
	const struct own_line *l;
	unsigned written = OWN_BIT(OWN_DESCRIPTION);
	size_t i;

	for (i = 0; i < undos->n; i++)
		written |= own_kind_bit(undos->items[i].name);
	for (i = 0; i < g->event->lines.n; i++) {
		l = &g->event->lines.items[i];
		if (l->kind < OWN_KINDS && l->claim == OWN_OURS &&
		    (written & OWN_BIT(l->kind) & ~(unsigned)row->kinds))
			return true;
	}
	return false;
}

static void
recall_put(struct recalling *g, const struct put_rows *rows,
    const struct undo_rows *undos)
{
	const struct put_row *row;
	size_t i;

	for (i = 0; i < rows->n; i++) {
		row = &rows->items[i];
		g->past->looked |= (unsigned)row->kinds;
		/* Of a copy of another event nobody took a line out. */
		if (!g->own || strcmp(row->recurrence_id, g->component) != 0 ||
		    is_of_original(g, row, undos))
			continue;
		g->past->put |= (unsigned)row->kinds;
		g->past->losses = row->losses;
		g->past->lost_at = row->lost_at;
	}
}

static int
recall(struct recalling *g, struct err *e)
{
	struct put_rows rows = { 0 };
	struct undo_rows undos = { 0 };
	int rc = put_of(g->run->store, g->reserve_id, g->a, &rows, e);

	if (rc == 0)
		rc = undo_of(g->run->store, g->reserve_id, g->a, &undos, e);
	find_component(g, &rows);
	if (g->booked)
		g->past->component = g->component;
	recall_put(g, &rows, &undos);
	if (rc == 0)
		rc = recall_undo(g, &undos, e);
	VEC_FREE(&rows);
	VEC_FREE(&undos);
	return rc;
}

/* Whether the VEVENT is a copy of the one that has the reservation, which
 * stands in another calendar or under another UID.  b: the copy's own booking,
 * or NULL. */
static int
is_copy(struct recalling *g, const struct booking *b, bool *is, struct err *e)
{
	struct bookings found = { 0 };
	size_t i;
	int rc = b ? bookings_by_reserve_id(g->run->store, g->reserve_id,
	    g->a, &found, e) : 0;

	*is = false;
	for (i = 0; i < found.n; i++)
		*is |= found.items[i].id != b->id &&
		    (strcmp(found.items[i].calendar, b->calendar) != 0 ||
		    strcmp(found.items[i].uid, b->uid) != 0);
	VEC_FREE(&found);
	return rc;
}

/* How well the VEVENT fits what is recorded of a reservation. */
static int
find_fit(const struct recalling *like, const char *reserve_id,
    unsigned *fits, struct err *e)
{
	struct recalling g = *like;
	struct undo_rows undos = { 0 };
	struct best best;
	int rc = undo_of(g.run->store, reserve_id, g.a, &undos, e);

	g.carried = true;
	find_best(&g, &undos, &best);
	*fits = best.all;
	VEC_FREE(&undos);
	return rc;
}

/* Whether the VEVENT fits better what is recorded of another reservation that
 * the same link led to: numbers come back. */
static int
is_outdone(const struct recalling *g, const struct ours *o, size_t i,
    bool *is, struct err *e)
{
	const char *link = o->id_links.items[i];
	unsigned fits, others;
	size_t k;

	*is = false;
	for (k = 0; *link && k < o->ids.n && !*is; k++) {
		if (k == i || strcmp(o->id_links.items[k], link) != 0)
			continue;
		if (find_fit(g, o->ids.items[i], &fits, e) == -1 ||
		    find_fit(g, o->ids.items[k], &others, e) == -1)
			return -1;
		*is = others > fits;
	}
	return 0;
}

int
past_recall(struct run *r, const struct ours *o, const struct past_place *at,
    const struct booking *b, struct arena *a, struct past *past,
    struct err *e)
{
	const char *own = b ? b->reserve_id : NULL;
	const bool carried = own && ours_lists(&o->ids, own);
	const struct recalling booked = { r, at, a, past, at->component,
		&o->own, own, true, true, carried };
	struct recalling g = booked;
	bool copy, outdone;
	size_t i;
	int rc = 0;

	*past = (struct past){ .component = at->component,
		.says = likeness_of(&o->own, a) };
	if (carried)
		rc = recall(&g, e);
	g.booked = false;
	g.carried = true;
	for (i = 0; rc == 0 && i < o->ids.n; i++) {
		g.reserve_id = o->ids.items[i];
		if (own && strcmp(own, g.reserve_id) == 0)
			continue;
		rc = is_copy(&g, b, &copy, e);
		g.own = !copy && ours_lists(&o->own_ids, g.reserve_id);
		if (rc == 0)
			rc = is_outdone(&booked, o, i, &outdone, e);
		if (rc == 0 && !outdone)
			rc = recall(&g, e);
	}
	/* Somebody may have taken our lines out, but for the stamps. */
	if (rc == 0 && b && b->former && o->ids.n == 0) {
		g.reserve_id = b->former;
		g.own = g.carried = false;
		rc = recall(&g, e);
	}
	/* What stands was written for the others: their records go first. */
	g = booked;
	return rc == 0 && own && !carried ? recall(&g, e) : rc;
}

void
past_free(struct past *p)
{
	VEC_FREE(&p->undos);
}
