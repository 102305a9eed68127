/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "ics/cut_group.h"

static struct cut_event *
event_at(const struct cut *c, size_t i)
{
	return &VEC_AT(&c->events, struct cut_event, i);
}

/* An event's place in the order below. */
struct uid_place {
	uint64_t uid, key;
	uint32_t index;
	bool has_uid;
};

/* By UID, then in file order; those without one behind. */
static int
by_uid(const void *a, const void *b)
{
	const struct uid_place *x = a, *y = b;

	if (x->has_uid != y->has_uid)
		return x->has_uid ? -1 : 1;
	if (x->uid != y->uid)
		return x->uid < y->uid ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static int
by_key(const void *a, const void *b)
{
	const struct uid_place *x = a, *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* The n events of one UID, two or more. */
static void
chain(struct cut *c, struct uid_place *at, size_t n)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		sum += event_at(c, at[i].index)->digest;
		event_at(c, at[i].index)->follower = i > 0;
		if (i + 1 < n)
			event_at(c, at[i].index)->next = at[i + 1].index;
	}
	for (i = 0; i < n; i++)
		event_at(c, at[i].index)->digest =
		    hash_join(event_at(c, at[i].index)->digest, sum);
	qsort(at, n, sizeof(*at), by_key);
	for (i = 1; i < n; i++)
		if (at[i].key == at[i - 1].key)
			event_at(c, at[i].index)->duplicate =
			    event_at(c, at[i - 1].index)->duplicate = true;
}

static struct uid_place *
places_of(const struct cut *c)
{
	struct uid_place *all = xcalloc(c->events.n, sizeof(*all));
	const struct cut_event *ev;
	uint32_t i;

	for (i = 0; i < c->events.n; i++) {
		ev = event_at(c, i);
		all[i] = (struct uid_place){ ev->uid, ev->key, i, ev->has_uid };
	}
	qsort(all, c->events.n, sizeof(*all), by_uid);
	return all;
}

void
cut_group(struct cut *c)
{
	struct uid_place *all;
	struct cut_event *ev;
	size_t i, n;

	/* A calendar's context is known at its end only. */
	for (i = 0; i < c->events.n; i++) {
		ev = event_at(c, i);
		ev->digest = hash_join(ev->digest, VEC_AT(&c->calendars,
		    struct cut_calendar, ev->calendar).context);
	}
	all = places_of(c);
	for (i = 0; i < c->events.n && all[i].has_uid; i += n) {
		for (n = 1; i + n < c->events.n && all[i + n].has_uid &&
		    all[i + n].uid == all[i].uid; n++)
			;
		if (n > 1)
			chain(c, all + i, n);
	}
	free(all);
	for (i = 0; i < c->events.n; i++)
		event_at(c, i)->digest &= ~(uint64_t)1;
}
