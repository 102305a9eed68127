/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/likeness.h"
#include "ics/override.h"
#include "sync/catalog.h"
#include "sync/own_override.h"

#define DAY 86400

/* --- known again ---------------------------------------------------------- */

/*
 * Whether it is what was left of an override of ours for this UID in a resource
 * of its own, where a server had put it: it could not go as a whole.
 */
static bool
is_left_over(const struct component *c, const struct made_row *row,
    uint64_t digest)
{
	return c->file->calendar->url && c->file->cut.events.n == 1 &&
	    !c->ours.ids.n && row->digest && row->digest == digest;
}

/* Whether a VEVENT of another occurrence carries the reservation, since its
 * series has moved. */
static bool
is_carried_elsewhere(const struct uid_set *s, const struct component *c,
    const char *reserve_id)
{
	const struct component *other;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		other = &s->components.items[i];
		if (strcmp(other->id, c->id) != 0 &&
		    ours_lists(&other->ours.ids, reserve_id))
			return true;
	}
	return false;
}

/* Whether the set has the booking of a reservation; id: for this occurrence,
 * NULL: for any. */
static bool
is_booked(const struct uid_set *s, const char *reserve_id, const char *id)
{
	const struct booking *b;
	size_t i;

	for (i = 0; i < s->rows.n; i++) {
		b = &s->rows.items[i];
		if (b->reserve_id && strcmp(b->reserve_id, reserve_id) == 0 &&
		    (!id || strcmp(b->recurrence_id, id) == 0))
			return true;
	}
	return false;
}

/* Whether a row is of the component: it carries its reservation, or carries
 * none and stands for the same occurrence. */
static bool
is_of(const struct uid_set *s, const struct component *c,
    const struct made_row *row)
{
	return ours_lists(&c->ours.ids, row->reserve_id) ||
	    (!c->ours.ids.n && !is_carried_elsewhere(s, c, row->reserve_id) &&
	    is_booked(s, row->reserve_id, c->id));
}

/*
 * Whether a person has changed this override of a reservation: the VEVENT of
 * this UID, or whatever the event with the reservation is called now.  A copy
 * under another UID is another override.  Of all that it carries: a link may be
 * that of two reservations, since numbers come back.
 */
static bool
is_persons(const struct uid_set *s, const struct component *c,
    const char *reserve_id)
{
	const struct made_row *row;
	size_t i;

	for (i = 0; i < s->made.n; i++) {
		row = &s->made.items[i];
		if (row->length > MADE_PERSONS ||
		    (strcmp(row->reserve_id, reserve_id) != 0 &&
		    !ours_lists(&c->ours.ids, row->reserve_id)))
			continue;
		if (strcmp(row->uid, c->ev.uid) == 0 || (row->length ==
		    MADE_PERSONS && is_booked(s, row->reserve_id, NULL)))
			return true;
	}
	return false;
}

static bool
is_recorded(const struct uid_set *s, const struct component *c,
    uint64_t digest)
{
	const struct made_row *row;
	size_t i;

	for (i = 0; i < s->made.n; i++) {
		row = &s->made.items[i];
		if (row->digest == digest && is_of(s, c, row) &&
		    (row->length != MADE_LINE ||
		    !is_persons(s, c, row->reserve_id)))
			return true;
	}
	return false;
}

/*
 * X- properties that a program adds say nothing; those of ours that rule an
 * event do, and one that the series has with another value, unless it stands
 * there since we made it: then it is the series that changed.  left: it is
 * what was left of one, and marked by its server since.  *news: not all are
 * recorded.
 */
static bool
has_own_extras(const struct uid_set *s, const struct component *c, bool left,
    struct slice bytes, struct slice series, bool *news)
{
	struct extras here = { 0 }, there = { 0 };
	const struct extra *x;
	bool own = false, made;
	size_t i;

	extra_find(bytes, &here);
	extra_find(series, &there);
	for (i = 0; i < here.n; i++) {
		x = &here.items[i];
		made = is_recorded(s, c, x->line) || (left && !x->rules);
		*news |= !made;
		own |= !made && !extra_has_line(&there, x->line) && (x->rules ||
		    extra_has_name(&there, x->name));
	}
	VEC_FREE(&here);
	VEC_FREE(&there);
	return own;
}

static int64_t
length_of(const struct event *ev)
{
	return ev->end - ev->start;
}

/* Beside another one of its key a VEVENT is not edited, but known. */
static bool
is_understood(const struct component *c)
{
	return !c->refused || c->cut->duplicate;
}

/* Whether it has a time and its RECURRENCE-ID a day, or conversely. */
static bool
has_two_kinds(const struct component *c)
{
	return (strlen(c->id) == sizeof("YYYYMMDD") - 1) != c->ev.all_day;
}

/* Whether it starts when its RECURRENCE-ID says; in a range, by as much later
 * as that one does, or did when it was booked last: on the same day, where
 * days and times can't be compared. */
static bool
starts_as_made(const struct uid_set *s, const struct component *c)
{
	const struct component *range = uid_set_range(s, c);
	const struct booking *b = range ? uid_set_row(s, range->id) : NULL;
	int64_t later = c->ev.start - c->ev.recurrence_at, by;

	by = range ? later - (range->ev.start - range->ev.recurrence_at) : 1;
	if (range && (has_two_kinds(range) || has_two_kinds(c)))
		return by <= DAY && -by <= DAY;
	return !later || !by || (b && later == b->start -
	    range->ev.recurrence_at);
}

/* Whether the text that a row records, which we gave the override, had this
 * line. */
static bool
had_line(const struct uid_set *s, const struct component *c,
    const struct made_row *text, uint64_t line)
{
	return is_recorded(s, c, hash_join(text->digest, line));
}

/*
 * Whether the override has no line but those of a text that we gave it and
 * those of its series now, and lacks none that is in both.  So it is when
 * another program changed some lines of both, and others of the series alone.
 * The UID's is of each text; without an id one more has to be.
 */
static bool
is_of_both(const struct uid_set *s, struct component *c,
    const struct made_row *text, const struct digests *here,
    const struct digests *there)
{
	bool both = is_of(s, c, text);
	size_t i, recorded = 0, least = c->ours.ids.n ? 0 : 1;

	for (i = 0; i < here->n && recorded <= least; i++)
		recorded += had_line(s, c, text, here->items[i]);
	c->by_others &= recorded <= least;
	for (i = 0; i < here->n && both; i++)
		both = had_line(s, c, text, here->items[i]) ||
		    VEC_FIND(there, &here->items[i], hash_cmp);
	for (i = 0; i < there->n && both; i++)
		both = VEC_FIND(here, &there->items[i], hash_cmp) ||
		    !had_line(s, c, text, there->items[i]);
	return both && recorded > least;
}

/* Whether that is so of one of the texts that we gave it. */
static bool
is_mixed(const struct uid_set *s, struct component *c, struct slice bare,
    struct slice series)
{
	struct digests here = { 0 }, there = { 0 };
	bool mixed = false;
	size_t i;

	override_lines(bare, &here);
	override_lines(series, &there);
	for (i = 0; i < s->made.n && !mixed; i++)
		mixed = s->made.items[i].length >= 0 &&
		    is_of_both(s, c, &s->made.items[i], &here, &there);
	VEC_FREE(&here);
	VEC_FREE(&there);
	return mixed;
}

/* A series, and what it says. */
struct series {
	const struct component *master;	/* NULL: there is none */
	struct slice bare;
	uint64_t digest;
};

static int
read_series(struct series *out, struct component *master, struct err *e)
{
	out->master = master;
	if (component_bare_bytes(master, &out->bare, e) == -1)
		return -1;
	out->digest = override_digest(out->bare, NULL);
	return 0;
}

/* Find the series that an override was made of: one in the override's file.  If
 * two series are there, prefer the one with the same text and X-ICSRESERVE
 * lines, else the one that has each line of the override that is not from us.
 * in_any: prefer a series in another file with the same text to one in the
 * override's own file with another text. */
static int
find_series(struct uid_set *s, struct component *c, struct slice bare,
    uint64_t digest, bool in_any, struct series *out, struct err *e)
{
	const struct component *range = uid_set_range(s, c);
	struct component *other;
	struct series one;
	unsigned fit, best = 0;
	size_t i;

	*out = (struct series){ .digest = 0 };
	for (i = 0; i < s->components.n; i++) {
		other = &s->components.items[i];
		if ((*other->id && other != range) || !is_understood(other) ||
		    (!in_any && other->file != c->file))
			continue;
		if (read_series(&one, other, e) == -1)
			return -1;
		fit = other->file == c->file;
		if (one.digest == digest)
			fit += extra_same_rules(bare, one.bare) ? 4 : 2;
		else if (out->master && !in_any && is_mixed(s, c, bare,
		    one.bare))
			fit++;
		if (fit > best)
			*out = one;
		best = fit > best ? fit : best;
	}
	return out->master || !s->master ? 0 : read_series(out, s->master, e);
}

/* As long as we made it; if a line of ours is in it, as its series is now. */
static bool
is_as_long(const struct component *c, const struct made_row *row,
    const struct component *master)
{
	return length_of(&c->ev) == row->length || (master && c->ours.ids.n &&
	    length_of(&c->ev) == length_of(&master->ev));
}

/* Whether it says what the row knows, but for a UID that it has got since. */
static bool
says(const struct component *c, const struct made_row *row,
    struct slice bare, uint64_t digest)
{
	return digest == row->digest || (strcmp(row->uid, c->ev.uid) != 0 &&
	    override_digest(bare, row->uid) == row->digest);
}

/* Whether it carries reservations, and none that the other one has. */
static bool
carries_its_own(const struct component *c, const struct component *other)
{
	size_t i;

	for (i = 0; i < c->ours.ids.n; i++)
		if (ours_lists(&other->ours.ids, c->ours.ids.items[i]))
			return false;
	return c->ours.ids.n > 0;
}

static bool
has_series(const struct uid_set *s, const struct scan_file *f)
{
	const struct component *c;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (c->file == f && !*c->id && is_understood(c))
			return true;
	}
	return false;
}

/* Whether the set has another override for this occurrence that the records
 * know, so that it is more likely ours.  Both may be ours if two calendars were
 * merged, if nothing tells two copies apart, and in a copy of the file. */
static bool
has_other(const struct uid_set *s, const struct component *c)
{
	const struct component *other;
	bool copied = has_series(s, c->file);
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		other = &s->components.items[i];
		if (other != c && strcmp(other->id, c->id) == 0 &&
		    (!copied || other->file == c->file ||
		    !has_series(s, other->file)) && other->whole &&
		    !other->like_series && !carries_its_own(c, other))
			return true;
	}
	return false;
}

/* What is looked at of an override, and what is found. */
struct looking {
	struct slice bare;
	uint64_t digest;
	struct series series;
	char bytes[OWN_DIGEST];
	bool known, news;
};

/* said: it says what we made, or what its series says, in any case; else the
 * row has to know what it says. */
static void
match(struct uid_set *s, struct component *c, struct looking *l, bool said)
{
	const struct made_row *row;
	bool left;
	size_t i;

	for (i = 0; i < s->made.n; i++) {
		row = &s->made.items[i];
		if (row->length == MADE_BY_OTHERS && is_of(s, c, row) &&
		    strcmp(row->uid, c->ev.uid) == 0)
			return;
	}
	for (i = 0; i < s->made.n && !c->whole; i++) {
		row = &s->made.items[i];
		if (!said && !row->bytes && !says(c, row, l->bare, l->digest))
			continue;
		left = is_left_over(c, row, l->digest);
		if (!left && !is_of(s, c, row))
			continue;
		if (row->bytes)
			c->whole = strcmp(row->bytes, l->bytes) == 0;
		if (!c->whole && is_as_long(c, row, l->series.master))
			c->whole = (said || says(c, row, l->bare, l->digest)) &&
			    !has_own_extras(s, c, left, l->bare,
			    l->series.bare, &l->news);
		l->known |= c->whole && l->digest == row->digest;
	}
}

/* as_series: by what the series says now, not by what we made. */
static int
judge(struct uid_set *s, struct component *c, bool as_series, struct err *e)
{
	struct looking l = { .known = false };

	/* A second look is for what the first did not find.  A person may
	 * write an override that says what its series says. */
	if (!is_understood(c) || !*c->id || !starts_as_made(s, c) || c->whole ||
	    (as_series && (!c->ours.ids.n || has_other(s, c))))
		return 0;
	own_digest(cut_slice(c->bytes, c->cut), l.bytes);
	if (component_bare_bytes(c, &l.bare, e) == -1)
		return -1;
	l.digest = override_digest(l.bare, NULL);
	c->by_others = !c->ours.ids.n;
	if (find_series(s, c, l.bare, l.digest, as_series, &l.series, e) == -1)
		return -1;
	if (!as_series)
		match(s, c, &l, false);
	if (!c->whole && (as_series ? l.digest == l.series.digest
	    : is_mixed(s, c, l.bare, l.series.bare)))
		match(s, c, &l, true);
	c->like_series = c->whole && as_series;
	/* Another program edited it together with its series. */
	if (c->whole && (!l.known || l.news))
		c->says = l.digest;
	return 0;
}

/* Of events that have a new UID by now, too. */
static int
load_carried(struct uid_set *s, struct err *e)
{
	const struct component *c;
	size_t i, k;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		for (k = 0; *c->id && k < c->ours.ids.n; k++)
			if (made_by_id(s->run->store, c->ours.ids.items[k],
			    &s->reader->scratch, &s->made, e) == -1)
				return -1;
	}
	return 0;
}

/* Record that a person has changed an override of ours, or has put one in its
 * place: it stays that person's, also when another program changes the rest of
 * it together with the series.  A change in a copy with the same UID is not
 * recorded: the record would count for the original. */
static void
leave_to_person(struct uid_set *s, const struct component *c)
{
	struct arena *a = &s->run->arena;
	const struct made_row *row;
	bool booked;
	size_t i;

	for (i = 0; *c->id && !c->whole && i < s->made.n; i++) {
		row = &s->made.items[i];
		booked = is_booked(s, row->reserve_id, NULL);
		if (row->length != MADE_LINE || !is_of(s, c, row) ||
		    is_persons(s, c, row->reserve_id) || (c->by_others &&
		    uid_set_carries(s, row->reserve_id, c)) ||
		    (!booked && strcmp(row->uid, c->ev.uid) == 0))
			continue;
		*VEC_ADD(&s->run->changes.users) = (struct made_row){
			arena_str(a, row->reserve_id), arena_str(a, c->ev.uid),
			0, c->by_others ? MADE_BY_OTHERS : booked
			? MADE_PERSONS : MADE_PERSONS_COPY, NULL };
		return;
	}
}

int
own_override_find(struct uid_set *s, struct err *e)
{
	size_t i, n;

	if (load_carried(s, e) == -1)
		return -1;
	n = s->made.n ? s->components.n : 0;
	for (i = 0; i < 2 * n; i++)
		if (judge(s, &s->components.items[i % n], i >= n, e) == -1)
			return -1;
	/* Its series may say the same, where nobody can look. */
	for (i = 0; i < n && (s->master || !catalog_in_doubt(s->run)); i++)
		leave_to_person(s, &s->components.items[i]);
	return 0;
}

int
own_override_make(struct uid_set *s, struct component *words,
    const struct occurrence *o, struct slice *made, struct err *e)
{
	struct override want = { .event = &words->ev,
		.master = cut_slice(s->master->bytes, s->master->cut),
		.series = &s->master->ev,
		.recurrence_at = o->recurrence_at,
		.start = o->start, .end = o->end };

	if (component_bare_bytes(words, &want.base, e) == -1)
		return -1;
	*made = override_make(&want, &s->reader->scratch);
	return 0;
}
