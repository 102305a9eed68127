/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "conf/calendar.h"
#include "plan/compare.h"
#include "plan/meeting.h"
#include "store/bookings.h"
#include "sync/catalog.h"
#include "sync/identity.h"
#include "sync/stands.h"

bool
identity_is_taken(const struct run *r, int64_t booking)
{
	return run_lists(&r->claimed, booking);
}

/* A live booking counts for the calendar that it is in. */
static void
recount(const struct run *r, const struct booking *b, int64_t n)
{
	struct scan *sc = catalog_scan(r, b->calendar);

	if (sc && compare_alive(b, r->now))
		sc->live += n;
}

void
identity_take(struct run *r, struct booking *b, const char *calendar,
    const char *uid)
{
	struct issued_row *row;

	recount(r, b, -1);
	b->calendar = arena_str(&r->arena, calendar);
	recount(r, b, 1);
	if (b->reserve_id && strcmp(b->uid, uid) != 0) {
		row = VEC_ADD(&r->changes.issued);
		*row = (struct issued_row){ arena_str(&r->arena,
			own_link_key(slice_str(b->url), &r->arena)),
			arena_str(&r->arena, b->reserve_id),
			arena_str(&r->arena, uid),
			compare_alive(b, r->now) ? b->end_time : 0 };
		if (!row->link)
			row->link = "";
	}
	b->uid = arena_str(&r->arena, uid);
	b->released = false;
	*VEC_ADD(&r->claimed) = b->id;
	changes_put(&r->changes, b, &r->arena);
}

bool
identity_is_worth(const struct run *r, const struct booking *b)
{
	return compare_alive(b, r->now) || b->state == BOOKING_UNKNOWN;
}

static bool
is_own(const struct uid_set *s, const struct booking *b)
{
	size_t i;

	for (i = 0; i < s->rows.n; i++)
		if (s->rows.items[i].id == b->id)
			return true;
	return false;
}

/* A row of its own that never got a link gives way to a live one. */
static bool
make_room(struct uid_set *s, const struct booking *b)
{
	struct booking *own = uid_set_row(s, b->recurrence_id);

	if (!own)
		return true;
	if (own->released || own->going)
		return true;
	if (own->url || own->state == BOOKING_UNKNOWN)
		return false;
	changes_remove(&s->run->changes, own, &s->run->arena);
	*own = s->rows.items[--s->rows.n];
	return true;
}

void
identity_take_along(struct uid_set *s, struct booking *b)
{
	s->moved = strcmp(b->calendar, s->scan->calendar->name) != 0
	    ? _("moved from another calendar")
	    : arena_printf(&s->run->arena, _("its UID was %s before; it "
	    "keeps the link"), b->uid);
	identity_take(s->run, b, s->scan->calendar->name, s->uid);
	b->along = true;
}

/* What a person made of the override of the other event, this one does not
 * say: here it is still ours. */
static void
leave_persons_behind(struct uid_set *s, const struct booking *b)
{
	const struct component *c = uid_set_find(s, b->recurrence_id);
	struct made_row row;
	size_t i;

	for (i = 0; c && c->whole && b->reserve_id && i < s->made.n; i++) {
		row = s->made.items[i];
		if (row.length != MADE_PERSONS ||
		    strcmp(row.uid, s->uid) == 0 ||
		    strcmp(row.reserve_id, b->reserve_id) != 0)
			continue;
		row.length = MADE_PERSONS_COPY;
		row.reserve_id = arena_str(&s->run->arena, row.reserve_id);
		row.uid = arena_str(&s->run->arena, row.uid);
		*VEC_ADD(&s->run->changes.users) = row;
	}
}

static void
take(struct uid_set *s, struct booking *b)
{
	const char *link = own_link_key(slice_str(b->url), &s->run->arena);
	size_t i;

	leave_persons_behind(s, b);
	identity_take_along(s, b);
	*VEC_ADD(&s->rows) = *b;
	for (i = 0; b->reserve_id && i < s->components.n; i++)
		ours_prove(&s->components.items[i].ours, b->reserve_id, link);
}

static bool
has_live(const struct run *r, const struct bookings *rows, const char *calendar)
{
	const struct booking *b;
	size_t i;

	for (i = 0; i < rows->n; i++) {
		b = &rows->items[i];
		if (strcmp(b->calendar, calendar) == 0 &&
		    identity_is_worth(r, b))
			return true;
	}
	return false;
}

/* Whether an event stands, or may stand, in a calendar that has no booking of
 * it yet: *to, which is as it was when it does not. */
static int
find_in(struct uid_set *s, const struct bookings *rows, uint64_t uid_key,
    const char *calendar, enum standing *to, struct err *e)
{
	enum standing where;

	if (has_live(s->run, rows, calendar))
		return 0;
	if (stands_where(s->run, calendar, uid_key, s->scan->calendar, &where,
	    e) == -1)
		return -1;
	if (where != STANDS_NOWHERE)
		*to = where;
	return 0;
}

/*
 * Whether the event that a booking was made for has moved, or may have moved,
 * to another calendar, in the run or not, where it has none yet: then another
 * UID with its link is a copy.
 */
static int
find_moved(struct uid_set *s, const struct booking *b, enum standing *to,
    struct err *e)
{
	const struct calendar *all = s->run->conf->calendars.items;
	uint64_t key = cut_uid_key(slice_str(b->uid));
	struct bookings rows = { 0 };
	struct run *r = s->run;
	size_t i;
	int rc = bookings_of_uid(r->store, b->uid, &s->reader->scratch, &rows,
	    e);

	*to = STANDS_NOWHERE;
	for (i = 0; rc == 0 && i < r->scans.n && *to != STANDS_HERE; i++)
		rc = find_in(s, &rows, key, r->scans.items[i]->calendar->name,
		    to, e);
	for (i = 0; rc == 0 && i < r->conf->calendars.n &&
	    *to != STANDS_HERE; i++)
		if (!catalog_scan(r, all[i].name))
			rc = find_in(s, &rows, key, all[i].name, to, e);
	VEC_FREE(&rows);
	return rc;
}

/* Whether a booking that has the RECURRENCE-ID of a component is carried by
 * another one: the series has moved, and has not been matched yet. */
static bool
is_anothers(const struct uid_set *s, const struct booking *own,
    const struct component *by)
{
	return by && own->along && own->reserve_id &&
	    !ours_lists(&by->ours.ids, own->reserve_id) &&
	    uid_set_carries(s, own->reserve_id, by);
}

/* Where the event that a booking was made for stands: by its UID, and for one
 * of another UID by its lines too where its calendar is not in the run: it may
 * have got a new UID there, and this one is a copy. */
static int
find_standing(struct uid_set *s, const struct booking *b, bool same_uid,
    enum standing *where, struct err *e)
{
	struct run *r = s->run;

	if (!same_uid && !catalog_scan(r, b->calendar) &&
	    conf_has_calendar(r->conf, b->calendar))
		return stands_in_calendar(r, b->calendar, b, where, e);
	return stands_where(r, b->calendar, cut_uid_key(slice_str(b->uid)),
	    s->scan->calendar, where, e);
}

/* How much a component is like the event that a booking was made for. */
enum alike { ALIKE_NOT, ALIKE_TIME, ALIKE_TOPIC, ALIKE_BOTH };

static enum alike
how_alike(struct uid_set *s, const struct component *c,
    const struct booking *b)
{
	/* What we made says what its series says, as soon as it is adapted. */
	const struct component *words = c->whole && s->master ? s->master : c;
	const char *topic = meeting_topic(s->settings, &words->ev,
	    &s->reader->scratch);
	uint64_t pattern = c->ev.recurrence ? c->ev.pattern : 0;
	/* Which occurrence is the next one depends on when one looks. */
	bool time = pattern == b->pattern &&
	    (pattern || c->ev.start == b->start);

	return (b->topic && strcmp(topic, b->topic) == 0 ? ALIKE_TOPIC : 0) +
	    (time ? ALIKE_TIME : 0);
}

/*
 * How far it is from the event that a booking was made for: the less alike the
 * farther, and of two equally alike the one in another calendar.
 */
static unsigned
distance(struct uid_set *s, const struct component *c, const struct booking *b)
{
	return 2 * (ALIKE_BOTH - how_alike(s, c, b)) +
	    (strcmp(b->calendar, s->scan->calendar->name) != 0);
}

static int
by_booking(const void *x, const void *y)
{
	int64_t a = ((const struct claim *)x)->booking,
	    b = ((const struct claim *)y)->booking;

	return a < b ? -1 : a > b;
}

void
identity_sort_claims(struct run *r)
{
	VEC_SORT(&r->claims, by_booking);
}

/* Whether a set that is still to be examined is more like its event.  The
 * claim of this one ends: what it does not take now, others may. */
static bool
is_claimed(struct uid_set *s, const struct component *c,
    const struct booking *b)
{
	struct claims *all = &s->run->claims;
	const struct claim key = { .booking = b->id };
	size_t i = VEC_LOWER(all, &key, by_booking);
	unsigned far = distance(s, c, b);
	struct claim *claim;
	bool claimed = false;

	for (; i < all->n && all->items[i].booking == b->id; i++) {
		claim = &all->items[i];
		claim->done |= claim->uid == s->uid_key &&
		    claim->scan == s->scan;
		claimed |= !claim->done && claim->far < far;
	}
	return claimed;
}

/*
 * A booking that may be of this event.  by: the component that carries its id
 * or link, NULL when it is known by the UID.
 */
static int
consider(struct uid_set *s, struct booking *b, struct component *by,
    struct err *e)
{
	bool same_uid = strcmp(b->uid, s->uid) == 0;
	bool left = run_lists(&s->run->left, b->id);
	const struct booking *own;
	enum standing where, moved = STANDS_NOWHERE;

	if ((left && !by) || (by && !same_uid && is_claimed(s, by, b)))
		return 0;
	/* A booking whose reservation has ended follows an event of its own
	 * UID, and no other event. */
	if (is_own(s, b) || (!same_uid && !identity_is_worth(s->run, b)) ||
	    identity_is_taken(s->run, b->id))
		return 0;
	/* It has a booking of its own. */
	own = uid_set_row(s, by ? by->id : b->recurrence_id);
	if (own && identity_is_worth(s->run, own) &&
	    !is_anothers(s, own, by))
		return 0;
	if (same_uid && strcmp(b->calendar, s->scan->calendar->name) == 0)
		return 0;
	if (find_standing(s, b, same_uid, &where, e) == -1)
		return -1;
	if (left || (where == STANDS_HERE && s->master &&
	    run_lists(&s->run->offered, b->id)))
		where = STANDS_NOWHERE;
	if (where == STANDS_NOWHERE && !same_uid && !left &&
	    find_moved(s, b, &moved, e) == -1)
		return -1;
	if (moved == STANDS_UNKNOWN) {
		s->waits = true;
	} else if (where == STANDS_NOWHERE) {
		if (moved == STANDS_NOWHERE && make_room(s, b))
			take(s, b);
	} else if (by && same_uid) {
		by->copy = compare_alive(b, s->run->now) &&
		    !(b->reserve_id && run_ends(s->run, b->reserve_id));
	} else if (where == STANDS_UNKNOWN && (by || same_uid)) {
		s->waits = true;
	}
	return 0;
}

/* --- which of several ----------------------------------------------------- */

/* The events that stand nowhere any more and whose id it carries, so that the
 * set may take their bookings. */
static int
find_claims(struct uid_set *s, const struct component *c, const char *id,
    struct claims *claims, struct err *e)
{
	struct bookings found = { 0 };
	const struct booking *b;
	enum standing where;
	size_t i;
	int rc = bookings_by_reserve_id(s->run->store, id,
	    &s->reader->scratch, &found, e);

	for (i = 0; rc == 0 && i < found.n; i++) {
		b = &found.items[i];
		if (is_own(s, b) || strcmp(b->uid, s->uid) == 0 ||
		    !identity_is_worth(s->run, b))
			continue;
		rc = stands_where(s->run, b->calendar,
		    cut_uid_key(slice_str(b->uid)), s->scan->calendar,
		    &where, e);
		if (rc == 0 && where == STANDS_NOWHERE)
			*VEC_ADD(claims) = (struct claim){ b->id,
				s->uid_key, s->scan, distance(s, c, b),
				false };
	}
	VEC_FREE(&found);
	return rc;
}

/* Whether overrides alone could take a booking from another calendar that they
 * do not stand for: its series may have another UID now. */
static int
could_take(struct uid_set *s, bool *could, struct err *e)
{
	struct bookings found = { 0 };
	const struct booking *b;
	size_t i;
	int rc = s->master ? 0 : bookings_of_uid(s->run->store, s->uid,
	    &s->reader->scratch, &found, e);

	for (i = 0; i < found.n; i++) {
		b = &found.items[i];
		*could |= strcmp(b->calendar, s->scan->calendar->name) != 0 &&
		    identity_is_worth(s->run, b) &&
		    !uid_set_find(s, b->recurrence_id);
	}
	VEC_FREE(&found);
	return rc;
}

int
identity_turn(struct uid_set *s, unsigned *turn, struct err *e)
{
	const struct component *c;
	struct claims claims = { 0 };
	bool could = false;
	size_t i, k;
	int rc = 0;

	*turn = 0;
	if (!s->uid || s->moved)
		return 0;
	/* What was reported of it would be reported again. */
	for (i = 0; i < s->components.n; i++)
		if (s->components.items[i].refused ||
		    s->components.items[i].twin)
			return 0;
	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		for (k = 0; k < c->ours.ids.n && rc == 0; k++)
			if (!uid_set_carried(s, c))
				rc = find_claims(s, c, c->ours.ids.items[k],
				    &claims, e);
	}
	for (i = 0; i < claims.n; i++)
		if (claims.items[i].far > *turn)
			*turn = claims.items[i].far;
	if (rc == 0)
		rc = could_take(s, &could, e);
	if (could)
		*turn = IDENTITY_LAST;
	for (i = 0; *turn && i < claims.n; i++)
		*VEC_ADD(&s->run->claims) = claims.items[i];
	VEC_FREE(&claims);
	return rc;
}

/* --- all of them ---------------------------------------------------------- */

static int
consider_carried(struct uid_set *s, struct component *c, struct err *e)
{
	struct bookings found = { 0 };
	size_t i, k;
	int rc = 0;

	for (k = 0; rc == 0 && k < c->ours.ids.n; k++)
		rc = bookings_by_reserve_id(s->run->store,
		    c->ours.ids.items[k], &s->reader->scratch, &found, e);
	for (i = 0; rc == 0 && i < found.n; i++)
		rc = consider(s, &found.items[i], c, e);
	VEC_FREE(&found);
	return rc;
}

static int
consider_by_uid(struct uid_set *s, struct err *e)
{
	struct bookings found = { 0 };
	size_t i;
	int rc = bookings_of_uid(s->run->store, s->uid,
	    &s->reader->scratch, &found, e);

	for (i = 0; rc == 0 && i < found.n; i++)
		rc = consider(s, &found.items[i], NULL, e);
	VEC_FREE(&found);
	return rc;
}

int
identity_find(struct uid_set *s, struct err *e)
{
	size_t i;

	if (!s->uid)
		return 0;
	for (i = 0; i < s->components.n; i++)
		if (consider_carried(s, &s->components.items[i], e) == -1)
			return -1;
	return consider_by_uid(s, e);
}
