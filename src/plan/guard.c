/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "plan/guard.h"

bool
guard_allows(const struct guard_limit *limit, int64_t deletions,
    int64_t live)
{
	if (!limit->is_percent)
		return deletions <= limit->n;
	return live < GUARD_FLOOR || deletions * 100 <= live * limit->n;
}

bool
guard_read(struct slice text, struct guard_limit *limit)
{
	bool percent = text.n && text.p[text.n - 1] == '%';
	int64_t n;

	if (percent)
		text.n--;
	if (!num_parse(text, 0, percent ? 100 : INT32_MAX, &n))
		return false;
	*limit = (struct guard_limit){ percent, n };
	return true;
}

/* --- which plan it is ----------------------------------------------------- */

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
guard_digest(const struct actions *actions)
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
