/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "base/intl.h"
#include "sync/uid_set.h"

struct component *
uid_set_find(const struct uid_set *s, const char *id)
{
	struct component *c;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (!c->refused && !c->twin && strcmp(c->id, id) == 0)
			return c;
	}
	return NULL;
}

const struct component *
uid_set_range(const struct uid_set *s, const struct component *c)
{
	const struct component *other, *range = NULL;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		other = &s->components.items[i];
		if (other->ev.range_future &&
		    (!other->refused || other->cut->duplicate) &&
		    other->ev.recurrence_at < c->ev.recurrence_at && (!range ||
		    range->ev.recurrence_at < other->ev.recurrence_at))
			range = other;
	}
	return range;
}

struct booking *
uid_set_row(const struct uid_set *s, const char *id)
{
	size_t i;

	for (i = 0; i < s->rows.n; i++)
		if (!s->rows.items[i].going && !s->rows.items[i].released &&
		    strcmp(s->rows.items[i].recurrence_id, id) == 0)
			return &s->rows.items[i];
	/* What is on its way out is used again. */
	for (i = 0; i < s->rows.n; i++)
		if (strcmp(s->rows.items[i].recurrence_id, id) == 0)
			return &s->rows.items[i];
	return NULL;
}

struct booking *
uid_set_carried(const struct uid_set *s, const struct component *c)
{
	struct booking *b;
	size_t i, k;

	for (k = 0; k < c->ours.ids.n; k++) {
		for (i = 0; i < s->rows.n; i++) {
			b = &s->rows.items[i];
			if (b->reserve_id && strcmp(b->reserve_id,
			    c->ours.ids.items[k]) == 0)
				return b;
		}
	}
	return NULL;
}

bool
uid_set_carries(const struct uid_set *s, const char *reserve_id,
    const struct component *except)
{
	const struct component *c;
	size_t i;

	for (i = 0; reserve_id && i < s->components.n; i++) {
		c = &s->components.items[i];
		if (c != except && ours_lists(&c->ours.ids, reserve_id))
			return true;
	}
	return false;
}

bool
uid_set_in_place(const struct uid_set *s)
{
	const struct calendar *cal = s->scan->calendar;

	return s->run->write_back && !cal->output &&
	    (cal->settings.write_back || s->run->clears);
}

int64_t
uid_set_anchor(const struct uid_set *s)
{
	return s->master && (s->master->ev.recurrence ||
	    s->components.n > 1) ? s->anchor : 0;
}

/* Of a series: once, where its other warnings are. */
static void
warn_missed(struct uid_set *s, const struct recur_missed *m)
{
	struct arena *a = &s->reader->scratch;
	struct event *ev = &s->master->ev;
	struct event_warning *w;
	size_t i;

	for (i = 0; i < ev->n_warnings; i++)
		if (strcmp(ev->warnings[i].kind, "no-such-occurrence") == 0)
			return;
	w = arena_alloc(a, (ev->n_warnings + 1) * sizeof(*w));
	if (ev->n_warnings)
		memcpy(w, ev->warnings, ev->n_warnings * sizeof(*w));
	ev->warnings = w;
	w[ev->n_warnings++] = (struct event_warning){ "no-such-occurrence",
		m->property, m->line, arena_printf(a, _("%s is no occurrence "
		    "of the series%s%s%s"), m->text, *m->nearest ?
		_("; the nearest is ") : "", m->nearest, m->n > 1 ?
		arena_printf(a, P_("; %zu more is none", "; %zu more are none",
		    m->n - 1), m->n - 1) : "") };
}

bool
uid_set_occurrences(struct uid_set *s, int64_t from, int64_t to,
    struct recur_found *found)
{
	const struct event **overrides = arena_alloc(&s->reader->scratch,
	    (s->components.n + 1) * sizeof(*overrides));
	struct recur_group set = { .overrides = overrides };
	struct parse_fault fault = { 0 };
	struct component *c;
	struct err why;
	size_t i;

	if (s->master)
		set.master = &s->master->ev;
	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (c != s->master && *c->id && !c->refused && !c->twin &&
		    !c->whole)
			overrides[set.n++] = &c->ev;
	}
	if (recur_find(&set, from, to, s->settings->max_occurrences, found,
	    &fault, &why) == 0) {
		if (s->master && found->missed.n)
			warn_missed(s, &found->missed);
		return true;
	}
	component_fail(s->master ? s->master : &s->components.items[0],
	    &fault, why.msg);
	return false;
}

void
uid_set_settle(struct uid_set *s, enum settled_kind kind)
{
	struct component *c;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (!c->item)
			component_settle(c, c->refused ? SETTLED_OPEN :
			    c->skipped && kind != SETTLED_OPEN
			    ? SETTLED_SKIPPED : kind,
			    kind == SETTLED_OPEN ? 0 : s->due);
	}
}

void
uid_set_redo(struct uid_set *s)
{
	struct scan_file *f;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		f = s->components.items[i].file;
		f->open = f->redo = true;
	}
}

void
uid_set_free(struct uid_set *s)
{
	size_t i;

	for (i = 0; i < s->components.n; i++)
		component_free(&s->components.items[i]);
	VEC_FREE(&s->components);
	VEC_FREE(&s->rows);
	VEC_FREE(&s->made);
}

/* --- one event in two files ----------------------------------------------- */

static bool
says_conflict(const struct component *c)
{
	const char *path = c->file->row.path, *name = strrchr(path, '/');
	struct slice s = slice_str(name ? name + 1 : path);

	return slice_ihas(s, SLICE("conflict")) ||
	    slice_ihas(s, SLICE("_conf(")) ||
	    slice_ihas(s, SLICE("冲突")) || slice_ihas(s, SLICE("衝突"));
}

/* A path without its extension. */
static struct slice
stem(const struct component *c)
{
	const char *path = c->file->row.path, *dot = strrchr(path, '.');

	return dot ? slice_of(path, (size_t)(dot - path)) : slice_str(path);
}

/* Whether the file's name is that of the other one with more behind it. */
static bool
is_named_after(const struct component *c, const struct component *other)
{
	struct slice name = stem(c), old = stem(other);

	if (name.n <= old.n || !slice_starts(name, old))
		return false;
	name = slice_from(name, old.n);
	return !isalnum((unsigned char)*name.p) &&
	    !memchr(name.p, '/', name.n);
}

static bool
carries_wanted(const struct uid_set *s, const struct component *c)
{
	const struct booking *b = uid_set_carried(s, c);

	return b && !b->released;
}

/* Whether what is booked stands in c: for a series, in any VEVENT of its
 * file. */
static bool
is_booked(const struct uid_set *s, const struct component *c)
{
	const struct component *other;
	size_t i;

	if (*c->id)
		return carries_wanted(s, c);
	for (i = 0; i < s->components.n; i++) {
		other = &s->components.items[i];
		if (other->file == c->file && carries_wanted(s, other))
			return true;
	}
	return false;
}

/* Whether it is when the booking of its RECURRENCE-ID is. */
static bool
is_as_booked(const struct uid_set *s, const struct component *c)
{
	const struct booking *b = uid_set_row(s, c->id);

	return b && !b->released && !b->going && c->ev.start == b->start &&
	    c->ev.end == b->end && c->ev.pattern == b->pattern;
}

/*
 * RFC 5546, 2.1.5: the higher SEQUENCE, then the later DTSTAMP.  A new stamp
 * alone is no change of the event, so it takes no link away from the one that
 * is booked; and what we wrote has our own DTSTAMP, which makes it no newer.
 * Where that decides nothing, what is booked stays.
 */
static bool
is_newer(const struct uid_set *s, const struct component *a,
    const struct component *b)
{
	const struct booking *row;
	int64_t written = 0;
	bool booked = is_booked(s, a);

	if (a->ev.sequence != b->ev.sequence)
		return a->ev.sequence > b->ev.sequence;
	if (booked != is_booked(s, b))
		return booked;
	row = uid_set_row(s, a->id);
	if (!row)
		row = uid_set_row(s, "");
	if (row)
		written = row->updated;
	if (a->ev.dtstamp != b->ev.dtstamp && (a->ev.dtstamp > written ||
	    b->ev.dtstamp > written))
		return a->ev.dtstamp > b->ev.dtstamp;
	return is_as_booked(s, a) && !is_as_booked(s, b);
}

/* Whether a stands for the event rather than b, whose file comes first. */
static bool
goes_before(const struct uid_set *s, const struct component *a,
    const struct component *b)
{
	if (a->whole != b->whole)
		return b->whole;
	if (says_conflict(a) != says_conflict(b))
		return says_conflict(b);
	if (is_named_after(a, b) || is_named_after(b, a))
		return is_named_after(b, a);
	return is_newer(s, a, b);
}

static bool
says_the_same(const struct component *a, const struct component *b)
{
	const char *x = a->ev.summary ? a->ev.summary : "";
	const char *y = b->ev.summary ? b->ev.summary : "";

	return a->ev.start == b->ev.start && a->ev.end == b->ev.end &&
	    a->ev.pattern == b->ev.pattern && strcmp(x, y) == 0;
}

/* The one that is booked rather than c: an override is left out with its
 * series. */
static const struct component *
booked_for(const struct uid_set *s, const struct component *c)
{
	const struct component *stands = uid_set_find(s, c->id);

	return stands ? stands : uid_set_find(s, "");
}

/* The first twin in a file speaks for the others in it. */
static void
tell_twin(const struct uid_set *s, struct component *c)
{
	const struct component *stands = booked_for(s, c), *other;
	struct problem p = component_problem(c);
	bool differ = false;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		other = &s->components.items[i];
		if (!other->twin || other->whole || other->file != c->file)
			continue;
		if (other < c)
			return;
		other = uid_set_find(s, other->id);
		differ |= !other || !says_the_same(&s->components.items[i],
		    other);
	}
	c->remind = true;
	p.kind = "duplicate-uid";
	p.message = arena_printf(&s->run->arena, _("another file, %s, "
	    "has the same event, and the reservation belongs to that file%s"),
	    stands ? stands->file->row.path : "?", differ ? _("; they differ: "
	    "remove one of the two, or give it another UID") : "");
	p.exit = differ ? ERR_FAILED : 0;
	run_problem(s->run, &p);
}

static void
count_skipped(struct uid_set *s, struct component *c)
{
	s->run->totals.skipped++;
	c->skipped = true;
}

/* What else stands in a file whose master is a twin. */
static void
spread(struct uid_set *s, const struct component *twin)
{
	struct component *c;
	size_t i;

	for (i = 0; !*twin->id && i < s->components.n; i++) {
		c = &s->components.items[i];
		c->twin |= !c->refused && c->file == twin->file;
	}
}

/* Those that have the RECURRENCE-ID of the i-th. */
static void
find_of(struct uid_set *s, size_t i, struct component **first)
{
	struct component *a, *b;
	size_t j;

	for (j = i + 1; j < s->components.n; j++) {
		a = &s->components.items[i];
		b = &s->components.items[j];
		if (a->refused || b->refused || a->twin || b->twin ||
		    a->file == b->file || strcmp(a->id, b->id) != 0)
			continue;
		a = goes_before(s, b, a) ? a : b;
		a->twin = true;
		spread(s, a);
		*first = *first || a->whole ? *first : a;
	}
}

void
uid_set_find_twins(struct uid_set *s)
{
	struct component *a, *first = NULL;
	size_t i, n = s->components.n;

	/* Series before overrides, which may be left out with theirs. */
	for (i = 0; i < n; i++)
		if (!*s->components.items[i].id)
			find_of(s, i, &first);
	for (i = 0; i < n; i++)
		if (*s->components.items[i].id)
			find_of(s, i, &first);
	/* A series counts once. */
	if (first)
		count_skipped(s, first);
	for (i = 0; i < s->components.n; i++) {
		a = &s->components.items[i];
		if (a->twin && !a->whole)
			tell_twin(s, a);
	}
}
