/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "sync/run.h"

bool
run_ends(const struct run *r, const char *reserve_id)
{
	const uint64_t id = hash_bytes(slice_str(reserve_id));

	return VEC_FIND(&r->ends, &id, hash_cmp) != NULL;
}

unsigned
run_changing(const struct run *r, const char *path)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < r->changing.n; i++)
		n += strcmp(r->changing.items[i], path) == 0;
	return n;
}

bool
run_lists(const struct ids *ids, int64_t id)
{
	size_t i;

	for (i = 0; i < ids->n; i++)
		if (ids->items[i] == id)
			return true;
	return false;
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
	last = &r->problems.items[r->problems.n - 1];
	return same_text(p->uid, last->uid) &&
	    same_text(p->kind, last->kind) &&
	    same_text(p->file, last->file) &&
	    same_text(p->property, last->property) &&
	    same_text(p->message, last->message) && p->exit == 0;
}

/* What failed with a file begins with its name, which is printed anyway. */
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
	copy = VEC_ADD(&r->problems);
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
run_explain(const struct run *r, const struct explained *x)
{
	const struct explainer *to = r->explainer;
	struct explained told = *x;

	if (!to || (to->uid && strcmp(to->uid, x->event->uid) != 0))
		return;
	told.directory = (struct directory *)(uintptr_t)&r->directory;
	told.now = r->now;
	to->event(to->cookie, &told);
}
