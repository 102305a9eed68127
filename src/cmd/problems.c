/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/out.h"
#include "cmd/problems.h"
#include "model/action.h"
#include "plan/show.h"

/* Warnings that are printed without `all`. */
#define WARNINGS_MOST 100

/* By kind and file, and then as they came. */
static int
by_place(const void *a, const void *b)
{
	const struct problem *const *x = a, *const *y = b;
	int c = strcmp((*x)->kind, (*y)->kind);

	if (!c)
		c = strcmp((*x)->file, (*y)->file);
	return c ? c : (*x > *y) - (*x < *y);
}

/* Of each problem, how many it stands for: 0 for one that another does. */
static size_t *
count_alike(const struct problems *problems, bool all)
{
	const struct problem *one = problems->items, *last = NULL;
	size_t *stands_for = xcalloc(problems->n + 1,
	    sizeof(*stands_for));
	struct {
		const struct problem **items;
		size_t n, cap;
	} alike = { 0 };
	size_t i;

	for (i = 0; i < problems->n; i++) {
		stands_for[i] = 1;
		if (one[i].lenient && !all)
			*VEC_ADD(&alike) = &one[i];
	}
	VEC_SORT(&alike, by_place);
	for (i = 0; i < alike.n; i++) {
		if (!last || strcmp(last->kind, alike.items[i]->kind) != 0 ||
		    strcmp(last->file, alike.items[i]->file) != 0) {
			last = alike.items[i];
			continue;
		}
		stands_for[alike.items[i] - one] = 0;
		stands_for[last - one]++;
	}
	VEC_FREE(&alike);
	return stands_for;
}

static void
tell(const struct problem *p, size_t n, const struct when *when)
{
	struct str line = { 0 }, local = { 0 };

	show_problem(&line, p);
	when_message(when, str_text(&line), &local);
	if (n > 1)
		str_addf(&local, _(" (%zu more of this kind in the file; -v "
		    "names each)"), n - 1);
	out_say(p->exit ? OUT_ERROR : OUT_WARN, "%s", str_text(&local));
	str_free(&line);
	str_free(&local);
}

void
problems_tell(const struct problems *problems, const struct when *when,
    bool all)
{
	const struct problem *one = problems->items;
	size_t *stands_for = count_alike(problems, all), i, warnings = 0;

	for (i = 0; i < problems->n; i++) {
		if (!stands_for[i])
			continue;
		if (one[i].exit || all || warnings++ < WARNINGS_MOST)
			tell(&one[i], stands_for[i], when);
	}
	if (warnings > WARNINGS_MOST)
		out_say(OUT_WARN, "%zu further warnings; -v shows them",
		    warnings - WARNINGS_MOST);
	free(stands_for);
}
