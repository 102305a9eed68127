/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "api/drift.h"
#include "base/intl.h"
#include "sync/ask.h"
#include "sync/cleared.h"
#include "sync/item.h"

static unsigned
cleared(const struct item *it)
{
	const struct action *act = &it->act;

	return (act->kind == ACTION_UPDATE || act->kind == ACTION_RENEW) &&
	    act->result == RESULT_OK && act->want && !it->plan.follower
	    ? request_clears(act->want, act->changed) : 0;
}

static void
tell_stayed(struct run *r, const struct item *it,
    const struct question *q)
{
	const struct action *act = &it->act;
	struct problem p = { .kind = "not-cleared", .file = act->file,
		.calendar = act->booking.calendar, .uid = act->booking.uid,
		.line = act->line };
	unsigned stayed = drift_stayed(cleared(it), &q->reservation);
	struct str names = { 0 };

	if (q->outcome != API_OK || !stayed)
		return;
	drift_list(&names, stayed);
	p.message = arena_printf(&r->arena, _("the server was told to clear "
	    "%s and still has it; change it in the meeting itself"),
	    str_text(&names));
	run_problem(r, &p);
	str_free(&names);
}

static void
tell_unread(struct run *r, const char *why)
{
	struct problem p = { .kind = "not-read-back" };

	p.message = arena_printf(&r->arena, _("whether the server has cleared "
	    "what it was told to can't be seen: %s"), why);
	run_problem(r, &p);
}

void
cleared_check(struct run *r)
{
	struct err e;
	struct question *questions = xcalloc(r->items.n + 1,
	    sizeof(*questions));
	size_t i, n = 0;

	for (i = 0; i < r->items.n; i++)
		if (cleared(r->items.items[i]))
			questions[n++].reserve_id =
			    r->items.items[i]->act.booking.reserve_id;
	if (ask(r, questions, n, &e) == -1)
		tell_unread(r, e.msg);
	for (i = n = 0; i < r->items.n; i++)
		if (cleared(r->items.items[i]))
			tell_stayed(r, r->items.items[i], &questions[n++]);
	free(questions);
}
