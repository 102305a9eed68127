/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "ics/parse.h"
#include "sync/client.h"
#include "sync/edits.h"
#include "sync/input.h"
#include "sync/remote.h"
#include "sync/scan.h"

void
run_init(struct run *r)
{
	*r = (struct run){
		.write_back = true,
		.problems = VEC_OF(struct problem),
		.inputs = VEC_OF(struct input *),
	};
}

/* All but the problems and the arena. */
static void
free_plan(struct run *r)
{
	scan_free(r);
	scan_free_outside(r);
	edits_forget(r);
	changes_free(&r->changes);
	VEC_FREE(&r->items);
	VEC_FREE(&r->claimed);
	VEC_FREE(&r->unread);
	VEC_FREE(&r->ended);
	vec_free(&r->mentions);
	r->blind = false;
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
	VEC_FREE(&r->unasked);
	client_close(r);
	directory_free(&r->directory);
	vec_free(&r->problems);
	remote_free(r);
	arena_free(&r->arena);
	arena_free(&r->arena_run);
	parse_done();
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

struct scan *
run_scan(const struct run *r, const char *calendar)
{
	size_t i;

	for (i = 0; i < r->scans.n; i++)
		if (strcmp(r->scans.items[i]->calendar->name, calendar) == 0)
			return r->scans.items[i];
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
			it = r->items.items[i];
			/* What is done to a series is told once. */
			if ((it->act.kind == ACTION_DELETE) == (pass == 1) &&
			    !(it->plan.follower && (it->leader ||
			    it->act.kind == ACTION_NONE)))
				*(struct action *)vec_add(actions) = it->act;
		}
	}
}
