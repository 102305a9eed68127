/* SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "base/str.h"
#include "fuzz.h"
#include "ics/cut.h"
#include "ics/own.h"
#include "ics/splice.h"

#define LINK "https://vc.feishu.cn/j/"
#define ALL (WRITE_CONFERENCE | WRITE_URL | WRITE_LOCATION | \
	WRITE_DESCRIPTION)

static const struct own_wish wishes[] = {
	{ .carry = OWN_LINK, .url = LINK "100000001",
	    .reserve_id = "7490000000000000001", .label = "Feishu meeting",
	    .properties = WRITE_CONFERENCE | WRITE_URL | WRITE_LOCATION,
	    .now = 1764547200 },
	{ .carry = OWN_LINK, .url = LINK "200000002?a=1,2;3",
	    .reserve_id = "2", .password = "971024", .label = "会议\"^\n",
	    .properties = ALL, .now = 1764633600 },
};
static const struct own_wish nothing = { .carry = OWN_NOTHING,
	.properties = ALL, .now = 1764720000 };

/* What the state knows of an event, from one run to the next. */
struct known {
	struct own_undos undos;
	unsigned put;
};

static int
put(void *cookie, struct slice bytes, struct err *e)
{
	(void)e;
	str_add(cookie, bytes);
	return 0;
}

static bool
is_eligible(const struct cut *c, const struct cut_event *ev)
{
	return c->calendars.items[ev->calendar].reason == CUT_FINE &&
	    ev->has_uid && !ev->duplicate;
}

/* Links and ids of the wishes are ours. */
static void
claim(struct own_event *own)
{
	struct own_line *l;
	size_t i;

	for (i = 0; i < own->lines.n; i++) {
		l = &own->lines.items[i];
		if (l->key && (strcmp(l->key, wishes[0].url) == 0 ||
		    strcmp(l->key, wishes[1].url) == 0 ||
		    strcmp(l->key, wishes[0].reserve_id) == 0 ||
		    strcmp(l->key, wishes[1].reserve_id) == 0)) {
			l->claim = OWN_OURS;
			l->live = true;
		}
	}
}

/* Plan an event; what is known of it is as after the run then. */
static void
plan(const struct own_event *own, struct known *known,
    const struct own_wish *wish, struct arena *a, struct edit_list *edits)
{
	struct own_wish full = *wish;
	struct own_result r;
	struct own_undo *u;
	size_t i;

	full.put = full.looked = known->put;
	full.told = wish->password || (known->put & OWN_TOLD);
	full.undos = &known->undos;
	own_plan(own, &full, a, &r);
	for (i = 0; i < r.edits.n; i++)
		*VEC_ADD(edits) = r.edits.items[i];
	for (i = 0; i < r.undos.n; i++) {
		u = &r.undos.items[i];
		if (u->was.p)
			u->was.p = arena_dup(a, u->was.p, u->was.n);
	}
	VEC_FREE(&known->undos);
	known->undos = r.undos;
	known->put = r.stands ? known->put | r.stands : 0;
	VEC_FREE(&r.edits);
}

/* Make all events as wished.  The number of edits. */
static size_t
make(struct str *bytes, struct known *known, const struct own_wish *wish,
    struct arena *a)
{
	struct edit_list edits = { 0 };
	struct str out = { 0 };
	struct splice_sink sink = { put, &out, NULL };
	const struct cut_event *ev;
	struct own_event own;
	struct cut c, again;
	struct err e;
	size_t i, n;

	cut_bytes(&c, str_slice(bytes), NULL);
	for (i = 0; i < c.events.n; i++) {
		ev = &c.events.items[i];
		if (!is_eligible(&c, ev))
			continue;
		own_read(&own, str_slice(bytes), ev->off, ev->len, a);
		claim(&own);
		plan(&own, &known[i], wish, a, &edits);
		own_free(&own);
	}
	HOLD(splice_bytes(str_slice(bytes), &edits, &sink, &e) == 0);
	HOLD(splice_verify(&(struct splice_pair){ str_slice(bytes),
	    str_slice(&out), NULL, NULL }, &c, &edits, &again));
	n = edits.n;
	cut_free(&c);
	cut_free(&again);
	VEC_FREE(&edits);
	str_free(bytes);
	*bytes = out;
	return n;
}

/* Whether something in the input is taken for a line of ours. */
static bool
has_ours(struct slice input, struct arena *a)
{
	struct own_event own;
	bool found = false;
	struct cut c;
	size_t i, j;

	cut_bytes(&c, input, NULL);
	for (i = 0; i < c.events.n && !found; i++) {
		own_read(&own, input, c.events.items[i].off,
		    c.events.items[i].len, a);
		claim(&own);
		for (j = 0; j < own.lines.n; j++)
			found |= own.lines.items[j].claim != OWN_USER;
		own_free(&own);
	}
	cut_free(&c);
	return found;
}

/*
 * Written, planned again without an edit, the link changed, and taken back to
 * the very bytes, unless lines of ours stood there to begin with.
 */
static void
round_trip(struct slice input, size_t events)
{
	struct known *known = xcalloc(events, sizeof(*known));
	struct known *other = xcalloc(events, sizeof(*other));
	struct str bytes = { 0 }, fresh = { 0 };
	struct arena a = { 0 };
	bool ours = has_ours(input, &a);
	size_t i;

	str_add(&bytes, input);
	str_add(&fresh, input);
	for (i = 0; i < 2; i++) {
		make(&bytes, known, &wishes[i], &a);
		HOLD(make(&bytes, known, &wishes[i], &a) == 0);
	}
	make(&fresh, other, &wishes[1], &a);
	make(&bytes, known, &nothing, &a);
	HOLD(ours || slice_eq(str_slice(&bytes), input));
	make(&fresh, other, &nothing, &a);
	HOLD(ours || slice_eq(str_slice(&fresh), input));
	HOLD(make(&fresh, other, &nothing, &a) == 0);
	for (i = 0; i < events; i++) {
		VEC_FREE(&known[i].undos);
		VEC_FREE(&other[i].undos);
	}
	free(known);
	free(other);
	str_free(&bytes);
	str_free(&fresh);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice input = slice_of((const char *)data, size);
	struct cut c;
	size_t n;

	cut_bytes(&c, input, NULL);
	n = c.events.n;
	cut_free(&c);
	if (n && n <= 4096)
		round_trip(input, n);
	return 0;
}
