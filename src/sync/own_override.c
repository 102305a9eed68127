/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/line.h"
#include "ics/override.h"
#include "ics/own.h"
#include "sync/own_override.h"

/* --- X- properties -------------------------------------------------------- */

/* X-MOZ-GENERATION is Thunderbird's SEQUENCE: it counts edits. */
static bool
is_extra(const char *name)
{
	return name[0] == 'X' && name[1] == '-' &&
	    strcmp(name, "X-MOZ-GENERATION") != 0 &&
	    strcmp(name, own_name(OWN_ID)) != 0;
}

/* Whether the VEVENT has a line of that name, and whether one that is equal. */
static void
find_extra(struct slice bytes, const char *want, struct slice text,
    bool *named, bool *equal)
{
	struct str line = { 0 };
	char name[ICS_NAME_MAX];
	struct slice raw;

	*named = *equal = false;
	while (line_next(&bytes, &raw) && !*equal) {
		if (!line_name(raw, name) || strcmp(name, want) != 0)
			continue;
		str_clear(&line);
		line_unfold(&line, raw);
		*named = true;
		*equal = slice_eq(str_slice(&line), text);
	}
	str_free(&line);
}

/*
 * X- properties that a program adds say nothing; one that the series has,
 * with another value, and ours that rule an event, do.
 */
static bool
has_own_extras(struct slice bytes, struct slice master)
{
	struct slice rest = bytes, raw;
	struct str line = { 0 };
	char name[ICS_NAME_MAX];
	bool named, equal, own = false;

	while (!own && line_next(&rest, &raw)) {
		if (!line_name(raw, name) || !is_extra(name))
			continue;
		str_clear(&line);
		line_unfold(&line, raw);
		find_extra(master, name, str_slice(&line), &named, &equal);
		own = !equal && (named || slice_starts(slice_str(name),
		    SLICE("X-ICSRESERVE")));
	}
	str_free(&line);
	return own;
}

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

/* Whether a row is of the component: it carries its reservation, or stands
 * for the same occurrence. */
static bool
is_of(const struct uid_set *s, const struct component *c,
    const struct made_row *row)
{
	const struct booking *b;
	size_t i;

	for (i = 0; i < c->ours.ids.n; i++)
		if (strcmp(c->ours.ids.items[i], row->reserve_id) == 0)
			return true;
	for (i = 0; i < s->rows.n; i++) {
		b = &s->rows.items[i];
		if (b->reserve_id && strcmp(b->reserve_id,
		    row->reserve_id) == 0 &&
		    strcmp(b->recurrence_id, c->id) == 0)
			return true;
	}
	return false;
}

static int64_t
length_of(const struct event *ev)
{
	return ev->end - ev->start;
}

/* The series that it was made of: that of its file, where copies of the event
 * in several files differ. */
static struct component *
series_of(struct uid_set *s, const struct component *c)
{
	struct component *other;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		other = &s->components.items[i];
		if (!*other->id && !other->refused && other->file == c->file)
			return other;
	}
	return s->master;
}

static int
judge(struct uid_set *s, struct component *c, struct err *e)
{
	struct component *series = series_of(s, c);
	struct slice bare, master = { 0 };
	const struct made_row *row;
	char bytes[OWN_DIGEST];
	uint64_t digest, now = 0;
	bool known = false;
	size_t i;

	if (c->refused || !*c->id || c->ev.start != c->ev.recurrence_at)
		return 0;
	own_digest(cut_slice(c->bytes, c->cut), bytes);
	if (component_bare_bytes(c, &bare, e) == -1)
		return -1;
	digest = override_digest(bare);
	if (series) {
		if (component_bare_bytes(series, &master, e) == -1)
			return -1;
		now = override_digest(master);
	}
	for (i = 0; i < s->made.n && !c->whole; i++) {
		row = &s->made.items[i];
		if (!is_of(s, c, row) && !is_left_over(c, row, digest))
			continue;
		if (row->bytes && strcmp(row->bytes, bytes) == 0)
			c->whole = true;
		else if (length_of(&c->ev) != row->length && (!series ||
		    length_of(&c->ev) != length_of(&series->ev)))
			continue;
		else
			c->whole = (digest == row->digest ||
			    (series && digest == now)) &&
			    !has_own_extras(bare, master);
		known |= c->whole && digest == row->digest;
	}
	/* Another program edited it together with its series. */
	if (c->whole && !known)
		c->says = digest;
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

int
own_override_find(struct uid_set *s, struct err *e)
{
	size_t i;

	if (load_carried(s, e) == -1)
		return -1;
	for (i = 0; s->made.n && i < s->components.n; i++)
		if (judge(s, &s->components.items[i], e) == -1)
			return -1;
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
