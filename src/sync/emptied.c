/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "ics/cut.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/emptied.h"
#include "sync/stands.h"

int
emptied_booked(struct run *r, const char *calendar, struct digests *uids,
    struct err *e)
{
	struct bookings rows = { 0 };
	int rc = bookings_all(r->store, calendar, &r->arena, &rows, e);
	const struct booking *b;
	bool moved;
	size_t i;

	for (i = 0; rc == 0 && i < rows.n; i++) {
		b = &rows.items[i];
		if (!compare_alive(b, r->now) || b->released)
			continue;
		rc = stands_moved(r, b, &moved, e);
		if (rc == 0 && !moved)
			*VEC_ADD(uids) = cut_uid_key(slice_str(b->uid));
	}
	VEC_FREE(&rows);
	return rc;
}

int
emptied_judge(const struct remote *rm, size_t n, size_t there,
    struct err *e)
{
	if (rm->run->ends_all)
		return 0;
	return err_set(e, ERR_SOURCE, there ? N_("none of the %zu events that "
	    "were there is, but others are: another calendar? Nothing is "
	    "deleted for that; if it is meant, end what was booked for it: "
	    "icsreserve cancel --calendar %s") : P_("it is empty where it had "
	    "%zu event; nothing is deleted for that. If it was emptied on "
	    "purpose, end what was booked for it: icsreserve cancel "
	    "--calendar %s", "it is empty where it had "
	    "%zu events; nothing is deleted for that. If it was emptied on "
	    "purpose, end what was booked for it: icsreserve cancel "
	    "--calendar %s", n), n,
	    rm->calendar->name);
}
