/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "plan/compare.h"
#include "plan/links.h"
#include "plan/rules.h"
#include "sync/group.h"
#include "sync/remark.h"

/*
 * The master stands for the series: it is the next occurrence now, and it
 * goes on until the last one.
 */
static bool
take_times(struct group *g)
{
	struct event *ev = &g->master->ev;
	struct recur_look look = { 0 };
	const struct occurrence *next = NULL;
	int64_t now = g->x->run->now;
	bool fine = group_look(g, now, now + COMPARE_REACH, &look);

	if (look.occurrences.n)
		next = &VEC_AT(&look.occurrences, struct occurrence, 0);
	else if (look.has_beyond)
		next = &look.beyond;
	if (next) {
		ev->start = next->start;
		ev->end = next->end;
	}
	ev->last_end = look.last_end;
	vec_free(&look.occurrences);
	return fine;
}

/* What should become of lines of ours in an override. */
static enum wish
wish_of(const struct group *g, const struct subject *o)
{
	const struct subject *m = g->master;
	const struct booking *b = &m->item.act.booking;
	const char *property;

	if (o->item.whole)
		return WISH_BARE;
	if (m->verdict.kind == VERDICT_CANCELLED)
		return WISH_NOTHING;
	if (m->verdict.kind != VERDICT_BOOK)
		return WISH_LEAVE;
	if (o->ev.status == EVENT_CANCELLED ||
	    rules_opted_out(&o->ev))
		return WISH_BARE;
	/* Of another meeting; ours is there when a program copied it. */
	if (m->item.settings->existing_links == LINKS_SKIP &&
	    !group_written(g, o) &&
	    !(b->url && links_mention(&o->ev, b->url)) &&
	    links_find(&o->ev, &m->item.settings->link_hosts, &property))
		return WISH_LEAVE;
	if (m->kept || compare_alive(b, g->x->run->now))
		return WISH_LINES;
	return WISH_LEAVE;
}

static int
follow(struct group *g, struct subject *o, struct err *e)
{
	struct subject *m = g->master;

	o->item.leader = m->kept;
	o->item.act.booking = m->item.act.booking;
	return subject_follow(o, wish_of(g, o), e);
}

/* Bookings for single occurrences are of another time. */
static int
supersede_occurrences(struct group *g, struct err *e)
{
	struct booking *b;
	size_t i;

	for (i = 0; i < g->rows.n; i++) {
		b = &VEC_AT(&g->rows, struct booking, i);
		if (*b->recurrence_id && group_supersede(g, b, "no longer "
		    "used: the series has one link for all; kept until it "
		    "expires", e) == -1)
			return -1;
	}
	return 0;
}

int
series_examine(struct group *g, struct err *e)
{
	struct subject *m = g->master, *o;
	size_t i;

	if (!take_times(g))
		return 0;
	m->booking = group_row(g, "");
	if (subject_judge(m, e) == -1 || subject_conclude(m, e) == -1)
		return -1;
	if (m->refused) {
		group_leave_open(g);
		return 0;
	}
	if (m->ev.recurrence)
		remark_occurrences(g);
	for (i = 0; i < g->members.n; i++) {
		o = group_member(g, i);
		if (o != m && !o->refused && follow(g, o, e) == -1)
			return -1;
	}
	return supersede_occurrences(g, e);
}

int
series_orphans(struct group *g, struct booking *row, struct err *e)
{
	struct subject *o;
	size_t i;

	for (i = 0; i < g->members.n; i++) {
		o = group_member(g, i);
		o->item.act.booking = *row;
		if (subject_follow(o, o->ev.status == EVENT_CANCELLED ||
		    rules_opted_out(&o->ev) ? WISH_BARE : WISH_LINES,
		    e) == -1)
			return -1;
	}
	return supersede_occurrences(g, e);
}
