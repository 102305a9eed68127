/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "store/bookings.h"
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
uid_set_in_place(const struct uid_set *s)
{
	const struct calendar *cal = s->scan->calendar;

	return s->run->write_back && cal->settings.write_back && !cal->output;
}

int64_t
uid_set_anchor(const struct uid_set *s)
{
	return s->master && s->master->ev.recurrence ? s->anchor : 0;
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
		m->property, m->line, arena_printf(a, "%s is no occurrence "
		"of the series%s%s%s", m->text, *m->nearest ?
		"; the nearest is " : "", m->nearest, m->n > 1 ?
		arena_printf(a, "; %zu more are none", m->n - 1) : "") };
}

bool
uid_set_look(struct uid_set *s, int64_t from, int64_t to,
    struct recur_look *look)
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
	if (recur_look(&set, from, to, s->settings->max_occurrences, look,
	    &fault, &why) == 0) {
		if (s->master && look->missed.n)
			warn_missed(s, &look->missed);
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

/* --- one of two ----------------------------------------------------------- */

/* Copies that programs make when two edits collide: Syncthing, Dropbox,
 * Nextcloud and OneDrive name them so. */
static bool
is_conflict_copy(const struct scan_file *f)
{
	static const char *const words[] = { ".sync-conflict-",
		"conflicted copy", "_conflict-", "(conflict", "冲突" };
	const char *name = strrchr(f->row.path, '/');
	size_t i;

	name = name ? name + 1 : f->row.path;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (slice_ihas(slice_str(name), slice_str(words[i])))
			return true;
	return false;
}

/* RFC 5546, 2.1.5: the higher SEQUENCE, then the later DTSTAMP.  What we
 * wrote has our own DTSTAMP, which makes it no newer. */
static bool
is_newer(const struct uid_set *s, const struct component *a,
    const struct component *b)
{
	bool x = is_conflict_copy(a->file), y = is_conflict_copy(b->file);
	const struct booking *row;
	int64_t written = 0;

	if (x != y)
		return y;
	if (a->ev.sequence != b->ev.sequence)
		return a->ev.sequence > b->ev.sequence;
	row = uid_set_row(s, a->id);
	if (!row)
		row = uid_set_row(s, "");
	if (row)
		written = row->updated;
	if (a->ev.dtstamp != b->ev.dtstamp && a->ev.dtstamp > written)
		return a->ev.dtstamp > b->ev.dtstamp;
	if (b->ev.dtstamp > written && a->ev.dtstamp < b->ev.dtstamp)
		return false;
	return uid_set_carried(s, a) && !uid_set_carried(s, b);
}

static bool
says_the_same(const struct component *a, const struct component *b)
{
	const char *x = a->ev.summary ? a->ev.summary : "";
	const char *y = b->ev.summary ? b->ev.summary : "";

	return a->ev.start == b->ev.start && a->ev.end == b->ev.end &&
	    strcmp(x, y) == 0;
}

static void
tell_twin(struct component *c, const struct component *other)
{
	struct problem p = component_problem(c);
	struct run *r = c->reader->run;

	p.kind = "duplicate-uid";
	p.message = arena_printf(&r->arena, "the same event stands in another "
	    "file, %s, which is the one that is booked%s",
	    other->file->row.path,
	    says_the_same(c, other) ? "" : "; they differ: remove one of the "
	    "two, or give it another UID");
	p.exit = says_the_same(c, other) ? 0 : ERR_FAILED;
	run_problem(r, &p);
}

static void
count_skipped(struct uid_set *s, struct component *c)
{
	s->run->totals.skipped++;
	c->file->row.skipped++;
	c->skipped = true;
}

/* Two VEVENTs for one event, in two files: one stands for it. */
static void
find_twins(struct uid_set *s)
{
	struct component *a, *b;
	size_t i, j;

	bool told = false;

	for (i = 0; i < s->components.n; i++) {
		for (j = i + 1; j < s->components.n; j++) {
			a = &s->components.items[i];
			b = &s->components.items[j];
			if (a->refused || b->refused || a->twin || b->twin ||
			    a->file == b->file || strcmp(a->id, b->id) != 0)
				continue;
			if (is_newer(s, b, a)) {
				a->twin = true;
				tell_twin(a, b);
			} else {
				b->twin = true;
				tell_twin(b, a);
			}
			/* A series counts once. */
			if (!told)
				count_skipped(s, a->twin ? a : b);
			told = true;
		}
	}
}

/* --- reading -------------------------------------------------------------- */

static int
load_rows(struct uid_set *s, const char *uid, struct err *e)
{
	struct vec found = VEC_OF(struct booking);
	struct booking *b;
	size_t i;
	int rc = bookings_of_uid(s->run->store, uid, &s->reader->scratch,
	    &found, e);

	s->rows.n = 0;
	for (i = 0; i < found.n; i++) {
		b = &VEC_AT(&found, struct booking, i);
		/* No call is under way: its answer was lost. */
		if (b->state == BOOKING_CREATING && !s->run->other_run)
			b->state = BOOKING_UNKNOWN;
		if (strcmp(b->calendar, s->scan->calendar->name) == 0)
			*VEC_ADD(&s->rows) = *b;
	}
	vec_free(&found);
	return rc;
}

static bool
is_legacy(const struct uid_set *s)
{
	size_t i;

	for (i = 0; i < s->rows.n; i++)
		if (s->rows.items[i].legacy)
			return true;
	return false;
}

static int
read_file(struct uid_set *s, struct scan_file *f, uint32_t first,
    bool *good, struct err *e)
{
	const struct cut_event *ev;
	struct slice bytes;
	uint32_t i = first;

	*good = *good && reader_bytes(s->reader, f, &bytes);
	while (*good) {
		ev = &VEC_AT(&f->cut.events, struct cut_event, i);
		if (component_read(VEC_ADD(&s->components), s->reader, f, i,
		    bytes, is_legacy(s), e) == -1)
			return -1;
		i = ev->next;
		if (!i)
			break;
	}
	return 0;
}

/* The UID as the first VEVENT has it: bookings are known by it. */
static int
read_rows(struct uid_set *s, struct scan_file *f, uint32_t first,
    struct err *e)
{
	const struct parse_context ctx = { 0 };
	struct parse_fault ignored;
	struct event ev = { 0 };
	struct slice bytes;
	struct err why;

	if (!reader_bytes(s->reader, f, &bytes))
		return 0;
	parse_event(cut_slice(bytes, &VEC_AT(&f->cut.events,
	    struct cut_event, first)), &ctx, &s->reader->scratch, &ev,
	    &ignored, &why);
	s->uid = ev.uid;
	if (!s->uid)
		return 0;
	if (load_rows(s, s->uid, e) == -1)
		return -1;
	return made_of(s->run->store, s->uid, &s->reader->scratch, &s->made,
	    e);
}

static void
find_master(struct uid_set *s)
{
	struct component *c;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		s->refused |= c->refused;
		s->foreign |= c->ours.foreign;
	}
	s->master = uid_set_find(s, "");
	if (s->master)
		s->anchor = s->master->ev.start;
}

int
uid_set_read(struct uid_set *s, struct reader *rd, const struct catalog *c,
    const struct place *places, size_t n, bool *good, struct err *e)
{
	struct scan_file *f = c->files.items[places[0].file];
	size_t i;

	*s = (struct uid_set){ .reader = rd, .run = rd->run,
		.scan = f->scan, .settings = &f->calendar->settings };
	*good = true;
	if (read_rows(s, f, places[0].event, e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (read_file(s, c->files.items[places[i].file],
		    places[i].event, good, e) == -1)
			return -1;
	if (!*good)
		return 0;
	find_twins(s);
	find_master(s);
	return 0;
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
