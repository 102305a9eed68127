/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sync/judge.h"
#include "sync/single.h"

bool
single_is(const struct uid_set *s)
{
	const struct component *c = &s->components.items[0];

	return s->components.n == 1 && !c->ev.recurrence &&
	    (s->master || s->settings->recurrence ==
	    RECURRENCE_OCCURRENCES) && (s->rows.n == 0 || (s->rows.n == 1 &&
	    strcmp(s->rows.items[0].recurrence_id, c->id) == 0));
}

int
single_examine(struct uid_set *s, struct err *e)
{
	struct component *c = &s->components.items[0];
	struct wanted w = { .set = s, .words = c, .at = c, .id = c->id,
		.ev = c->ev, .row = uid_set_row(s, c->id) };

	if (judge(&w, e) == -1)
		return -1;
	judge_conclude(&w);
	component_lower(&s->due, w.due);
	if (!w.item)
		component_settle(c, w.failed ? SETTLED_OPEN :
		    w.verdict.kind == VERDICT_BOOK ? SETTLED_DONE
		    : SETTLED_SKIPPED, s->due);
	return 0;
}
