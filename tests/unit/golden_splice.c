/* SPDX-License-Identifier: MIT */
/*
 * tests/golden/splice: a file with our lines in each of its events.  A name
 * that ends in -all has every property that can be written, others the
 * default ones.  Beside the golden bytes: doing it again changes nothing,
 * and taking our lines out gives the first bytes back.
 */
#include "golden.h"

#include "ics/own.h"
#include "ics/splice.h"

#define DEFAULTS (WRITE_CONFERENCE | WRITE_URL | WRITE_LOCATION)

struct state {
	struct arena arena;
	struct own_wish wish;
	struct vec *lines;		/* struct own_line, for each event */
};

static int
put(void *cookie, struct slice bytes, struct err *e)
{
	(void)e;
	str_add(cookie, bytes);
	return 0;
}

/* The bytes with each event as wished; lines are known before and after. */
static size_t
splice(struct state *s, struct slice in, struct str *out)
{
	struct splice_sink sink = { .put = put, .cookie = out };
	struct vec edits = VEC_OF(struct edit), lines;
	const struct cut_event *ev;
	struct own_event own;
	struct cut c, after;
	struct splice_pair pair = { .before = in };
	size_t i, n;
	struct err e;

	cut_bytes(&c, in, NULL);
	for (i = 0; i < c.events.n; i++) {
		ev = &VEC_AT(&c.events, struct cut_event, i);
		own = (struct own_event){ in, ev->off, ev->len, "",
			s->lines[i].items, s->lines[i].n };
		lines = (struct vec)VEC_OF(struct own_line);
		own_plan(&own, &s->wish, &s->arena, &edits, &lines);
		vec_free(&s->lines[i]);
		s->lines[i] = lines;
	}
	assert_int_equal(splice_bytes(in, &edits, &sink, &e), 0);
	pair.after = str_slice(out);
	assert_true(splice_verify(&pair, &c, &edits, &after));
	n = edits.n;
	cut_free(&c);
	cut_free(&after);
	vec_free(&edits);
	return n;
}

static void
run(struct str *got, struct slice input, const char *name)
{
	struct vec lines[64];
	struct state s = { .lines = lines, .wish = {
		.url = "https://vc.feishu.cn/j/123456789",
		.reserve_id = "6911188411934973028",
		.label = "Feishu meeting", .properties = DEFAULTS,
		.now = 1795305600 } };
	struct str again = { 0 }, back = { 0 };
	size_t i, n = strlen(name);

	for (i = 0; i < 64; i++)
		lines[i] = (struct vec)VEC_OF(struct own_line);
	if (n > 4 && strcmp(name + n - 4, "-all") == 0) {
		s.wish.properties = DEFAULTS | WRITE_DESCRIPTION;
		s.wish.password = "471147";
	}
	splice(&s, input, got);
	assert_int_equal(splice(&s, str_slice(got), &again), 0);
	assert_true(slice_eq(str_slice(got), str_slice(&again)));
	s.wish = (struct own_wish){ .now = 1795305600 };
	splice(&s, str_slice(got), &back);
	assert_true(slice_eq(str_slice(&back), input));
	str_free(&again);
	str_free(&back);
	for (i = 0; i < 64; i++)
		vec_free(&lines[i]);
	arena_free(&s.arena);
}

int
main(void)
{
	static const struct golden kind = { "tests/golden/splice", ".ics",
		run };

	return golden_main(&kind);
}
