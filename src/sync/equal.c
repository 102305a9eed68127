/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "ics/own.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "store/issued.h"
#include "sync/equal.h"

int
equal_id(struct run *r, const struct booking *b, const char *reserve_id,
    const struct booking **other, struct err *e)
{
	struct bookings found = { 0 };
	const struct booking *at;
	struct booking *first = NULL;
	size_t i;
	int rc = bookings_by_reserve_id(r->store, reserve_id, &r->arena,
	    &found, e);

	for (i = 0; rc == 0 && i < found.n; i++) {
		at = &found.items[i];
		if (at->id == b->id || !compare_alive(at, r->now) ||
		    (first && first->id < at->id))
			continue;
		if (!first)
			first = ARENA_NEW(&r->arena, struct booking);
		*first = *at;
	}
	*other = first;
	VEC_FREE(&found);
	return rc;
}

int
equal_link(struct run *r, const struct booking *b, const char *url,
    const struct booking **other, struct err *e)
{
	struct issued_rows rows = { 0 };
	const struct issued_row *row;
	const char *key = url ? own_link_key(slice_str(url), &r->arena) : NULL;
	size_t i;
	int rc = key ? issued_by_link(r->store, key, &r->arena, &rows, e) : 0;

	*other = NULL;
	for (i = 0; rc == 0 && i < rows.n && !*other; i++) {
		row = &rows.items[i];
		if (row->until > r->now && (!b->reserve_id ||
		    strcmp(row->reserve_id, b->reserve_id) != 0))
			rc = equal_id(r, b, row->reserve_id, other, e);
	}
	VEC_FREE(&rows);
	return rc;
}

const char *
equal_name(struct run *r, const struct booking *other)
{
	return *other->recurrence_id
	    ? arena_printf(&r->arena, _("UID %s, RECURRENCE-ID %s, of "
		"calendar %s"), other->uid, other->recurrence_id,
		other->calendar)
	    : arena_printf(&r->arena, _("UID %s of calendar %s"), other->uid,
		other->calendar);
}
