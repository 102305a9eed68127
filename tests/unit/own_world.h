/* SPDX-License-Identifier: MIT */
#ifndef ICSR_TESTS_OWN_WORLD_H
#define ICSR_TESTS_OWN_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "ics/cut.h"
#include "ics/line.h"
#include "ics/own.h"
#include "ics/splice.h"

/*
 * A file whose events carry lines of ours, as run after run makes them.  What
 * the state would know (links and ids that were issued, what stood before,
 * kinds that were put) is kept here.
 */

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define NOW 1764547200		/* 2025-12-01T00:00:00Z */
#define LINK_A "https://vc.feishu.cn/j/123456789"
#define LINK_B "https://vc.feishu.cn/j/987654321?x=1,2;3"
#define ALL (WRITE_CONFERENCE | WRITE_URL | WRITE_LOCATION | \
	WRITE_DESCRIPTION)
#define DEFAULTS (WRITE_CONFERENCE | WRITE_URL | WRITE_LOCATION)

/* A link (as own_link_key has it) or id that was issued to us. */
struct issue {
	const char *key;
	enum own_claim claim;
	bool live;
};

struct world {
	const char *name;
	struct str bytes;
	size_t n;			/* events */
	struct own_undos *undos;	/* of each event, as the next */
	unsigned *put;
	const struct issue *issued;	/* ends with a NULL key */
	size_t edits;			/* made by the last wish */
	bool lost;			/* said of the last event */
	struct arena arena;
};

static const struct issue world_issued[] = {
	{ LINK_A, OWN_OURS, true },
	{ LINK_B, OWN_OURS, true },
	{ "1", OWN_OURS, true },
	{ "7", OWN_OURS, true },
	{ "8", OWN_OURS, true },
	{ "7490000000000000001", OWN_OURS, true },
	{ "7490000000000000002", OWN_OURS, true },
	{ NULL, OWN_USER, false },
};

static inline void
world_open(struct world *w, const char *name, struct slice bytes)
{
	struct cut c;

	*w = (struct world){ .name = name, .issued = world_issued };
	str_add(&w->bytes, bytes);
	cut_bytes(&c, bytes, NULL);
	w->n = c.events.n;
	w->undos = xcalloc(w->n + 1, sizeof(*w->undos));
	w->put = xcalloc(w->n + 1, sizeof(*w->put));
	cut_free(&c);
}

static inline void
world_close(struct world *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		VEC_FREE(&w->undos[i]);
	free(w->undos);
	free(w->put);
	str_free(&w->bytes);
	arena_free(&w->arena);
}

static inline bool
world_eligible(const struct cut *c, size_t i)
{
	const struct cut_event *ev = &c->events.items[i];

	return c->calendars.items[ev->calendar].reason == CUT_FINE &&
	    ev->has_uid && !ev->duplicate;
}

static inline void
world_claim(const struct world *w, struct own_event *own)
{
	const struct issue *is;
	size_t i;

	for (i = 0; i < own->lines.n; i++)
		for (is = w->issued; is->key; is++)
			if (own->lines.items[i].key &&
			    strcmp(own->lines.items[i].key, is->key) == 0) {
				own->lines.items[i].claim = is->claim;
				own->lines.items[i].live = is->live;
			}
}

static inline void
world_note(struct world *w, size_t i, const struct own_wish *wish,
    struct own_result *r, struct edit_list *edits)
{
	struct own_undo *u;
	size_t j;

	for (j = 0; j < r->edits.n; j++)
		*VEC_ADD(edits) = r->edits.items[j];
	/* Bytes that stood there go with the old text. */
	for (j = 0; j < r->undos.n; j++) {
		u = &r->undos.items[j];
		if (u->was.p)
			u->was.p = arena_dup(&w->arena, u->was.p, u->was.n);
	}
	VEC_FREE(&w->undos[i]);
	w->undos[i] = r->undos;
	VEC_FREE(&r->edits);
	w->lost = r->lost;
	w->put[i] = r->stands ? ((w->put[i] & ~OWN_TOLD) | r->stands) &
	    (wish->carry == OWN_LINK ? wish->properties | OWN_BIT(OWN_ID) |
	    OWN_TOLD : ~0u) : 0;
}

static inline void
world_plan(struct world *w, const struct cut *c, size_t i,
    const struct own_wish *wish, struct edit_list *edits)
{
	const struct cut_event *ev = &c->events.items[i];
	struct own_wish full = *wish;
	struct own_result r;
	struct own_event own;

	full.put = wish->put ? wish->put : w->put[i];
	full.looked = wish->looked | w->put[i];
	full.told = wish->password || (w->put[i] & OWN_TOLD);
	full.undos = &w->undos[i];
	own_read(&own, str_slice(&w->bytes), ev->off, ev->len, &w->arena);
	world_claim(w, &own);
	own_plan(&own, &full, &w->arena, &r);
	world_note(w, i, &full, &r, edits);
	own_free(&own);
}

/* Make all events as wished; the world is then as after a run. */
static inline void
world_make(struct world *w, const struct own_wish *wish)
{
	struct edit_list edits = { 0 };
	struct str after = { 0 };
	struct cut c, again;
	struct err e;
	size_t i;

	cut_bytes(&c, str_slice(&w->bytes), NULL);
	assert_int_equal(c.events.n, w->n);
	for (i = 0; i < w->n; i++)
		if (world_eligible(&c, i))
			world_plan(w, &c, i, wish, &edits);
	assert_int_equal(splice_text(str_slice(&w->bytes), &edits, &after,
	    &e), 0);
	if (!splice_verify(&(struct splice_pair){ str_slice(&w->bytes),
	    str_slice(&after), NULL, NULL }, &c, &edits, &again))
		fail_msg("%s: the new bytes are not what was planned",
		    w->name);
	w->edits = edits.n;
	cut_free(&again);
	cut_free(&c);
	VEC_FREE(&edits);
	str_free(&w->bytes);
	w->bytes = after;
}

static inline bool
world_says(const struct world *w, struct slice bytes)
{
	return slice_eq(str_slice(&w->bytes), bytes);
}

/* How often a text stands in the bytes. */
static inline size_t
world_times(const struct world *w, const char *what)
{
	const char *at = str_text(&w->bytes);
	size_t n = 0;

	while ((at = strstr(at, what))) {
		n++;
		at += strlen(what);
	}
	return n;
}

/* Edit the bytes as a user would: the first `old` becomes `new`. */
static inline void
world_edit(struct world *w, const char *old, const char *new)
{
	const char *at = strstr(str_text(&w->bytes), old);
	struct str s = { 0 };
	size_t off;

	if (!at)
		fail_msg("%s: '%s' is not in\n%s", w->name, old,
		    str_text(&w->bytes));
	off = (size_t)(at - w->bytes.p);
	str_add(&s, slice_of(w->bytes.p, off));
	str_adds(&s, new);
	str_add(&s, slice_from(str_slice(&w->bytes), off + strlen(old)));
	str_free(&w->bytes);
	w->bytes = s;
}

/* Append the lines of a name, unfolded. */
static inline void
world_lines(const struct world *w, const char *wanted, struct str *out)
{
	struct slice rest = str_slice(&w->bytes), raw;
	char name[ICS_NAME_MAX];

	while (line_next(&rest, &raw))
		if (line_name(raw, name) && strcmp(name, wanted) == 0)
			line_unfold(out, raw);
}

/* An event, and what stands around the lines that a case gives. */
#define HEAD "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n"
#define TAIL "END:VEVENT\r\nEND:VCALENDAR\r\n"

static const struct own_wish wish_a = { .carry = OWN_LINK, .url = LINK_A,
	.reserve_id = "7490000000000000001", .label = "Feishu meeting",
	.properties = ALL, .now = NOW };
static const struct own_wish wish_b = { .carry = OWN_LINK, .url = LINK_B,
	.reserve_id = "7490000000000000002", .password = "971024",
	.label = "会议 \"Räume\", ^ big; long enough that it must be folded",
	.properties = ALL, .now = NOW };
static const struct own_wish wish_none = { .carry = OWN_NOTHING,
	.now = NOW + 60 };

/* A wish for a link with some properties, and an id of one digit. */
static inline struct own_wish
wish_with(unsigned properties)
{
	struct own_wish wish = wish_a;

	wish.properties = properties;
	wish.reserve_id = "7";
	return wish;
}

#endif
