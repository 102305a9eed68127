/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/action.h"
#include "plan/digest.h"

/* NUL ends a text: two of them are not another two. */
static void
add(struct str *s, const char *text)
{
	str_adds(s, text ? text : "");
	str_addc(s, '\0');
}

static uint64_t
digest(const struct action *act)
{
	const struct booking *b = &act->booking;
	struct str s = { 0 };
	uint64_t h;

	str_addf(&s, "%d %d %u %jd", (int)act->kind,
	    act->result == RESULT_REFUSED, act->changed,
	    act->want ? (intmax_t)act->want->until : 0);
	add(&s, "");
	add(&s, b->calendar);
	add(&s, b->uid);
	add(&s, b->recurrence_id);
	add(&s, b->reserve_id);
	add(&s, act->file);
	if (act->want)
		request_write(&s, act->want);
	h = hash_bytes(str_slice(&s));
	str_free(&s);
	return h;
}

uint64_t
digest_plan(const struct actions *actions)
{
	uint64_t *all = xcalloc(actions->n + 1, sizeof(*all)), h = 0;
	const struct action *act;
	size_t i, n = 0;

	for (i = 0; i < actions->n; i++) {
		act = &actions->items[i];
		if (act->kind != ACTION_NONE)
			all[n++] = digest(act);
	}
	qsort(all, n, sizeof(*all), hash_cmp);
	for (i = 0; i < n; i++)
		h = hash_join(h, all[i]);
	free(all);
	return n && !h ? 1 : h;
}
