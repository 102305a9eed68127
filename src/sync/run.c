/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "ics/parse.h"
#include "plan/compare.h"
#include "sync/client.h"
#include "sync/input.h"
#include "sync/run.h"

void
run_init(struct run *r)
{
	*r = (struct run){
		.write_back = true,
		.scans = VEC_OF(struct scan *),
		.items = VEC_OF(struct item *),
		.problems = VEC_OF(struct problem),
		.inputs = VEC_OF(struct input *),
		.foreign = { .keys = VEC_OF(uint64_t) },
	};
}

static void
free_scan(struct scan *sc)
{
	size_t i;

	for (i = 0; i < sc->files.n; i++)
		vec_free(&VEC_AT(&sc->files, struct scan_file *, i)->settled);
	vec_free(&sc->files);
	vec_free(&sc->gone);
	vec_free(&sc->standing);
	vec_free(&sc->skipped);
	vec_free(&sc->due);
}

/* All but the problems and the arena. */
static void
free_plan(struct run *r)
{
	size_t i;

	for (i = 0; i < r->scans.n; i++)
		free_scan(VEC_AT(&r->scans, struct scan *, i));
	for (i = 0; i < r->items.n; i++)
		vec_free(&run_item(r, i)->lines);
	vec_free(&r->scans);
	vec_free(&r->items);
	vec_free(&r->mentions);
	vec_free(&r->foreign.keys);
	r->foreign.row = 0;
}

void
run_reset(struct run *r, size_t n)
{
	struct arena old = r->arena;
	struct vec problems = r->problems;
	size_t i;

	free_plan(r);
	r->arena = (struct arena){ 0 };
	r->problems = (struct vec)VEC_OF(struct problem);
	r->totals = (struct totals){ 0 };
	r->exit = 0;
	for (i = 0; i < n; i++)
		run_problem(r, &VEC_AT(&problems, struct problem, i));
	vec_free(&problems);
	arena_free(&old);
}

void
run_free(struct run *r)
{
	size_t i;

	for (i = 0; i < r->inputs.n; i++)
		input_free(VEC_AT(&r->inputs, struct input *, i));
	vec_free(&r->inputs);
	free_plan(r);
	client_close(r);
	directory_free(&r->directory);
	vec_free(&r->problems);
	arena_free(&r->arena);
	parse_done();
}

struct item *
run_add_item(struct run *r)
{
	struct item *it = ARENA_NEW(&r->arena, struct item);

	*(struct item **)vec_add(&r->items) = it;
	return it;
}

void
run_exit(struct run *r, int status)
{
	if (status > r->exit)
		r->exit = status;
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Occurrences of a series say the same, one after the other. */
static bool
is_repeated(const struct run *r, const struct problem *p)
{
	const struct problem *last;

	if (!r->problems.n || !p->uid)
		return false;
	last = &VEC_AT(&r->problems, struct problem, r->problems.n - 1);
	return same_text(p->uid, last->uid) &&
	    same_text(p->kind, last->kind) &&
	    same_text(p->file, last->file) &&
	    same_text(p->property, last->property) &&
	    same_text(p->message, last->message) && p->exit == 0;
}

/* What failed with a file begins with its name, which is told anyway. */
static const char *
without_file(const struct problem *p)
{
	size_t n = p->file ? strlen(p->file) : 0;

	return n && strncmp(p->message, p->file, n) == 0 &&
	    strncmp(p->message + n, ": ", 2) == 0 ? p->message + n + 2
	    : p->message;
}

void
run_problem(struct run *r, const struct problem *p)
{
	struct arena *a = &r->arena;
	struct problem *copy;

	if (is_repeated(r, p))
		return;
	copy = vec_add(&r->problems);
	*copy = *p;
	copy->kind = arena_str(a, p->kind);
	copy->calendar = arena_str(a, p->calendar);
	copy->file = arena_str(a, p->file);
	copy->uid = arena_str(a, p->uid);
	copy->property = arena_str(a, p->property);
	copy->message = arena_str(a, without_file(p));
	run_exit(r, p->exit);
}

void
run_set_due(struct item *it)
{
	struct booking *b = &it->act.booking;

	b->due = compare_due(it->settings, b);
	if (it->look_at && b->state == BOOKING_LIVE &&
	    (!b->due || it->look_at < b->due))
		b->due = it->look_at;
}

bool
run_is_due(const struct scan *sc, int64_t file, uint64_t key)
{
	const struct booking *b = sc->due.items;
	size_t lo = 0, hi = sc->due.n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (b[mid].file < file ||
		    (b[mid].file == file && b[mid].key < key))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < sc->due.n && b[lo].file == file &&
	    (!key || b[lo].key == key);
}

struct scan *
run_scan(const struct run *r, const char *calendar)
{
	struct scan *sc;
	size_t i;

	for (i = 0; i < r->scans.n; i++) {
		sc = VEC_AT(&r->scans, struct scan *, i);
		if (strcmp(sc->calendar->name, calendar) == 0)
			return sc;
	}
	return NULL;
}

static bool
has_key(const struct vec *keys, uint64_t key)
{
	return keys->n && bsearch(&key, keys->items, keys->n,
	    sizeof(uint64_t), hash_cmp);
}

enum standing
run_stands(const struct run *r, uint64_t key)
{
	enum standing found = STANDS_NOWHERE;
	struct scan *sc;
	size_t i;

	for (i = 0; i < r->scans.n; i++) {
		sc = VEC_AT(&r->scans, struct scan *, i);
		if (!sc->sorted) {
			vec_sort(&sc->standing, hash_cmp);
			vec_sort(&sc->skipped, hash_cmp);
			sc->sorted = true;
		}
		if (has_key(&sc->standing, key))
			return STANDS_UNREAD;
		if (has_key(&sc->skipped, key))
			found = STANDS_SKIPPED;
	}
	return found;
}

struct scan_file *
run_file(const struct run *r, int64_t row)
{
	struct scan_file *f;
	struct scan *sc;
	size_t i, j;

	for (i = 0; i < r->scans.n; i++) {
		sc = VEC_AT(&r->scans, struct scan *, i);
		for (j = 0; j < sc->files.n; j++) {
			f = VEC_AT(&sc->files, struct scan_file *, j);
			if (f->row.id == row)
				return f;
		}
	}
	return NULL;
}

void
run_actions(const struct run *r, struct vec *actions)
{
	const struct item *it;
	size_t i, pass;

	*actions = (struct vec)VEC_OF(struct action);
	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < r->items.n; i++) {
			it = run_item(r, i);
			/* What is done to a series is told once. */
			if ((it->act.kind == ACTION_DELETE) == (pass == 1) &&
			    !(it->follower && (it->leader ||
			    it->act.kind == ACTION_NONE)))
				*(struct action *)vec_add(actions) = it->act;
		}
	}
}
