/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "sync/identity.h"
#include "sync/replan.h"
#include "sync/stands.h"

/* --- a series that went, and left overrides behind ------------------------ */

/* Whether the set has the VEVENT of the booking, and icsreserve did not make
 * that VEVENT. */
static bool
has_own_vevent(const struct uid_set *s, const struct booking *b)
{
	const struct component *c = uid_set_find(s, b->recurrence_id);

	return c && !c->whole;
}

/* The first booking of a series that stands here no more; NULL: none. */
static const struct booking *
left_behind(const struct uid_set *s)
{
	const struct booking *b;
	size_t i;

	for (i = 0; !s->master && i < s->rows.n; i++) {
		b = &s->rows.items[i];
		if (identity_is_worth(s->run, b) && !has_own_vevent(s, b))
			return b;
	}
	return NULL;
}

/* Whether the UID stands in another calendar of the run. */
static int
stands_in_run(struct run *r, const char *calendar, uint64_t uid, bool *does,
    struct err *e)
{
	const struct calendar *cal;
	enum standing where;
	size_t i;

	*does = false;
	for (i = 0; i < r->scans.n; i++) {
		cal = r->scans.items[i]->calendar;
		if (strcmp(cal->name, calendar) == 0)
			continue;
		if (stands_where(r, cal->name, uid, cal, &where, e) == -1)
			return -1;
		*does |= where == STANDS_HERE;
	}
	return 0;
}

int
replan_offer(struct uid_set *s, bool *waits, struct err *e)
{
	struct run *r = s->run;
	const struct booking *b;
	size_t i;

	*waits = false;
	if (!s->uid || s->master)
		return 0;
	if (stands_in_run(r, s->scan->calendar->name, s->uid_key, waits,
	    e) == -1)
		return -1;
	for (i = 0; *waits && i < s->rows.n; i++) {
		b = &s->rows.items[i];
		if (!identity_is_worth(r, b) || has_own_vevent(s, b) ||
		    run_lists(&r->offered, b->id))
			continue;
		*VEC_ADD(&r->offered) = b->id;
		*VEC_ADD(&r->wanted) = s->uid_key;
		r->again = true;
	}
	return 0;
}

void
replan_hand_on(struct run *r, const struct booking *b, const char *to_uid)
{
	if (run_lists(&r->offered, b->id))
		return;
	*VEC_ADD(&r->offered) = b->id;
	*VEC_ADD(&r->wanted) = cut_uid_key(slice_str(b->uid));
	*VEC_ADD(&r->wanted) = cut_uid_key(slice_str(to_uid));
	r->again = true;
}

void
replan_give_away(struct uid_set *s)
{
	const struct booking *b;
	size_t i, n = 0;

	for (i = 0; i < s->rows.n; i++) {
		b = &s->rows.items[i];
		if (!run_lists(&s->run->offered, b->id) ||
		    !identity_is_taken(s->run, b->id))
			s->rows.items[n++] = *b;
	}
	s->rows.n = n;
}

int
replan_kept(struct uid_set *s, bool *kept, struct err *e)
{
	const struct booking *b = left_behind(s);

	*kept = false;
	return b ? stands_tell(s->run, b, kept, e) : 0;
}

/* --- what the plan ends --------------------------------------------------- */

static bool
is_end(const struct action *act)
{
	return act->kind == ACTION_DELETE && !act->want &&
	    act->booking.reserve_id;
}

/* Whether the guard refuses what copies were told of. */
static bool
told_too_early(const struct run *r)
{
	const struct action *act;
	size_t i;

	for (i = 0; r->ends.n && i < r->items.n; i++) {
		act = &r->items.items[i]->act;
		if (is_end(act) && act->result == RESULT_REFUSED &&
		    run_ends(r, act->booking.reserve_id))
			return true;
	}
	return false;
}

int
replan_due(struct run *r, bool *more, struct err *e)
{
	struct digests found = { 0 };
	const struct action *act;
	uint64_t uid;
	bool has;
	int rc = 0;
	size_t i;

	*more = r->again;
	if (told_too_early(r)) {
		r->ends.n = 0;
		*more = r->ends_late = true;
	}
	for (i = 0; rc == 0 && !r->ends_late && i < r->items.n; i++) {
		act = &r->items.items[i]->act;
		if (!is_end(act) || act->result != RESULT_PLANNED ||
		    run_ends(r, act->booking.reserve_id))
			continue;
		uid = cut_uid_key(slice_str(act->booking.uid));
		rc = stands_in_run(r, act->booking.calendar, uid, &has, e);
		if (rc == -1 || !has)
			continue;
		*VEC_ADD(&r->wanted) = uid;
		*VEC_ADD(&found) = hash_bytes(slice_str(
		    act->booking.reserve_id));
		*more = true;
	}
	for (i = 0; i < found.n; i++)
		*VEC_ADD(&r->ends) = found.items[i];
	VEC_SORT(&r->ends, hash_cmp);
	VEC_FREE(&found);
	return rc;
}
