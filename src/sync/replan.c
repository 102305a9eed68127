/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "plan/compare.h"
#include "sync/catalog.h"
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
	/* A VEVENT that can't be understood may be the master. */
	if (!s->uid || s->master || s->refused)
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
		if ((!run_lists(&s->run->offered, b->id) &&
		    !run_lists(&s->run->left, b->id)) ||
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
	return b ? stands_tell(s->run, b, false, kept, e) : 0;
}

/* --- what the plan ends, or leaves --------------------------------------- */

static bool
is_end(const struct action *act)
{
	return act->kind == ACTION_DELETE && !act->want &&
	    act->booking.reserve_id;
}

bool
replan_is_called_off(const struct run *r, const struct item *it)
{
	const struct booking *b = &it->act.booking;

	if (!it->plan.spot.file || it->plan.follower || it->plan.unmatched ||
	    !b->id || !b->reserve_id)
		return false;
	return is_end(&it->act) || (it->plan.kind == SETTLED_SKIPPED &&
	    it->act.kind == ACTION_NONE && compare_alive(b, r->now));
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

/* A reservation that the plan ends, or whose event it leaves out. */
struct end {
	uint64_t id, uid;		/* digests of its reserve_id and UID */
	const struct booking *booking;
	const struct scan *scan;	/* of its event */
	bool ends;			/* it ends */
	bool left;		/* another set may take it, if its event does
				 * not carry it */
	bool carried;			/* VEVENTs of other sets may carry it */
	bool elsewhere, here;		/* it is carried by another set, and by
					 * its event */
};
struct ends VEC(struct end);

/* Those that no plan before this one has found. */
static void
find_ends(const struct run *r, struct ends *ends)
{
	const struct item *it;
	const struct booking *b;
	struct end end;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		b = &it->act.booking;
		end = (struct end){ .booking = b };
		end.ends = is_end(&it->act) && it->act.result ==
		    RESULT_PLANNED && !run_ends(r, b->reserve_id);
		end.left = replan_is_called_off(r, it) &&
		    !run_lists(&r->left, b->id);
		if (!end.ends && !end.left)
			continue;
		end.id = hash_bytes(slice_str(b->reserve_id));
		end.uid = cut_uid_key(slice_str(b->uid));
		end.scan = catalog_scan(r, b->calendar);
		*VEC_ADD(ends) = end;
	}
	VEC_SORT(ends, hash_cmp);
}

/* Sets of a calendar that carry one. */
static void
find_carriers(struct run *r, struct ends *ends, const struct scan *sc,
    const struct holds *holds)
{
	const struct hold *h;
	struct end *found;
	uint64_t id;
	size_t i;

	for (i = 0; i < holds->n; i++) {
		h = &holds->items[i];
		if (!*h->reserve_id)
			continue;
		id = hash_bytes(slice_str(h->reserve_id));
		found = VEC_FIND(ends, &id, hash_cmp);
		if (!found)
			continue;
		if (found->uid == h->uid_key && sc == found->scan) {
			found->here = true;
			continue;
		}
		found->elsewhere = true;
		if (found->uid == h->uid_key && !found->left)
			continue;
		*VEC_ADD(&r->wanted) = h->uid_key;
		found->carried |= found->uid != h->uid_key;
	}
}

/* The same in files that the cache vouches for. */
static int
find_cached_carriers(struct run *r, struct ends *ends, const struct end *end,
    struct err *e)
{
	struct file_rows rows = { 0 };
	struct holds holds = { 0 };
	const struct scan_file *f;
	const struct scan *sc;
	size_t i;
	int rc = files_holding(r->store, end->uid, end->booking->reserve_id,
	    &r->arena, &rows, e);

	for (i = 0; rc == 0 && i < rows.n; i++) {
		sc = catalog_scan(r, rows.items[i].calendar);
		f = sc ? catalog_file(sc, rows.items[i].id) : NULL;
		holds.n = 0;
		if (f && f->status == SCAN_AS_IT_WAS)
			rc = files_holds(r->store, rows.items[i].id, &r->arena,
			    &holds, e);
		find_carriers(r, ends, sc, &holds);
	}
	VEC_FREE(&holds);
	VEC_FREE(&rows);
	return rc;
}

static int
find_sets(struct run *r, struct ends *ends, struct err *e)
{
	const struct scan_file *f;
	struct end *end;
	bool stands;
	size_t i, j;
	int rc = 0;

	for (i = 0; ends->n && i < r->scans.n; i++) {
		for (j = 0; j < r->scans.items[i]->files.n; j++) {
			f = r->scans.items[i]->files.items[j];
			if (f->status == SCAN_READ)
				find_carriers(r, ends, r->scans.items[i],
				    &f->holds);
		}
	}
	for (i = 0; rc == 0 && i < ends->n; i++) {
		end = &ends->items[i];
		rc = find_cached_carriers(r, ends, end, e);
		if (rc == 0 && end->ends)
			rc = stands_in_run(r, end->booking->calendar, end->uid,
			    &stands, e);
		if (rc == -1 || !end->ends || !stands)
			continue;
		*VEC_ADD(&r->wanted) = end->uid;
		end->carried = true;
	}
	return rc;
}

int
replan_due(struct run *r, bool *more, struct err *e)
{
	struct ends ends = { 0 };
	const struct end *end;
	int rc = 0;
	size_t i;

	*more = r->again;
	if (told_too_early(r)) {
		r->ends.n = 0;
		*more = r->ends_late = true;
	}
	if (!r->ends_late) {
		find_ends(r, &ends);
		rc = find_sets(r, &ends, e);
	}
	for (i = 0; rc == 0 && i < ends.n; i++) {
		end = &ends.items[i];
		if (end->left && end->elsewhere && !end->here) {
			*VEC_ADD(&r->left) = end->booking->id;
			*VEC_ADD(&r->wanted) = end->uid;
			*more = true;
		} else if (end->ends && end->carried) {
			*VEC_ADD(&r->ends) = end->id;
			*more = true;
		}
	}
	VEC_SORT(&r->ends, hash_cmp);
	VEC_FREE(&ends);
	return rc;
}
