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
	{ LINK "100000001", "7490000000000000001", NULL, "Feishu meeting",
	    WRITE_CONFERENCE | WRITE_URL | WRITE_LOCATION, 1764547200 },
	{ LINK "200000002?a=1,2;3", "2", "971024", "会议\"^\n", ALL,
	    1764633600 },
};
static const struct own_wish nothing = { .now = 1764720000 };

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
	return VEC_AT(&c->calendars, struct cut_calendar,
	    ev->calendar).reason == CUT_FINE && ev->has_uid &&
	    !ev->duplicate;
}

/*
 * Make all events as wished; known holds, for each event, the lines of
 * ours before and afterwards.  The number of edits.
 */
static size_t
make(struct str *bytes, struct vec *known, const struct own_wish *wish,
    struct arena *a)
{
	struct vec edits = VEC_OF(struct edit), lines;
	struct str out = { 0 };
	struct splice_sink sink = { put, &out, NULL };
	const struct cut_event *ev;
	struct own_event own;
	struct cut c, again;
	struct err e;
	size_t i, n;

	cut_bytes(&c, str_slice(bytes), NULL);
	for (i = 0; i < c.events.n; i++) {
		ev = &VEC_AT(&c.events, struct cut_event, i);
		if (!is_eligible(&c, ev))
			continue;
		own = (struct own_event){ str_slice(bytes), ev->off, ev->len,
			"", known[i].items, known[i].n };
		lines = (struct vec)VEC_OF(struct own_line);
		own_plan(&own, wish, a, &edits, &lines);
		vec_free(&known[i]);
		known[i] = lines;
	}
	HOLD(splice_bytes(str_slice(bytes), &edits, &sink, &e) == 0);
	HOLD(splice_verify(&(struct splice_pair){ str_slice(bytes),
	    str_slice(&out), NULL, NULL }, &c, &edits, &again));
	n = edits.n;
	cut_free(&c);
	cut_free(&again);
	vec_free(&edits);
	str_free(bytes);
	*bytes = out;
	return n;
}

static struct vec *
no_lines(size_t n)
{
	struct vec *known = xcalloc(n, sizeof(*known));
	size_t i;

	for (i = 0; i < n; i++)
		known[i] = (struct vec)VEC_OF(struct own_line);
	return known;
}

/*
 * Written, planned again without an edit, the link changed as if it had
 * been so from the start, and taken back to the very bytes.
 */
static void
round_trip(struct slice input, size_t events)
{
	struct vec *known = no_lines(events), *other = no_lines(events);
	struct str bytes = { 0 }, fresh = { 0 };
	struct arena a = { 0 };
	size_t i;

	str_add(&bytes, input);
	str_add(&fresh, input);
	for (i = 0; i < 2; i++) {
		make(&bytes, known, &wishes[i], &a);
		HOLD(make(&bytes, known, &wishes[i], &a) == 0);
	}
	make(&fresh, other, &wishes[1], &a);
	make(&bytes, known, &nothing, &a);
	HOLD(slice_eq(str_slice(&bytes), input));
	make(&fresh, other, &nothing, &a);
	HOLD(slice_eq(str_slice(&fresh), input));
	for (i = 0; i < events; i++) {
		vec_free(&known[i]);
		vec_free(&other[i]);
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
