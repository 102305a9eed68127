/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "conf/calendar.h"
#include "plan/compare.h"
#include "plan/guard.h"
#include "store/bookings.h"
#include "store/people.h"
#include "sync/absent.h"
#include "sync/apply.h"
#include "sync/catalog.h"
#include "sync/examine.h"
#include "sync/file_jobs.h"
#include "sync/people.h"
#include "sync/pull.h"
#include "sync/push.h"
#include "sync/recover.h"
#include "sync/rekey.h"
#include "sync/replan.h"
#include "sync/run_life.h"
#include "sync/scan.h"
#include "sync/settle.h"
#include "sync/sync.h"
#include "sync/verify.h"
#include "sync/write.h"

static void
keep_counts(struct run *r, const struct live_counts *counts)
{
	struct scan *sc;
	size_t i;

	for (i = 0; i < counts->n; i++) {
		sc = catalog_scan(r, counts->items[i].calendar);
		if (sc)
			sc->live = counts->items[i].n;
	}
}

/* The reservations that no other calendar takes over in this run. */
static int
count_staying(struct run *r, const char *calendar, int64_t *n, struct err *e)
{
	struct bookings all = { 0 };
	const struct booking *b;
	size_t i;
	int rc = bookings_all(r->store, calendar, &r->arena, &all, e);

	*n = 0;
	for (i = 0; i < all.n; i++) {
		b = &all.items[i];
		*n += compare_alive(b, r->now) &&
		    !run_lists(&r->claimed, b->id);
	}
	VEC_FREE(&all);
	return rc;
}

/* Leaving the configuration is no deletion, but is reported. */
static int
tell_unconfigured(struct run *r, const struct live_counts *counts,
    struct err *e)
{
	struct problem p = { .kind = "not-configured" };
	int64_t n;
	size_t i;

	for (i = 0; i < counts->n; i++) {
		p.calendar = counts->items[i].calendar;
		/* Names that are paths were given on the command line of some
		 * run. */
		if (catalog_scan(r, p.calendar) || p.calendar[0] == '/' ||
		    conf_has_calendar(r->conf, p.calendar))
			continue;
		n = counts->items[i].n;
		if (r->claimed.n && count_staying(r, p.calendar, &n, e) == -1)
			return -1;
		p.message = arena_printf(&r->arena, P_("no longer configured; "
		    "its %jd reservation is kept until it expires",
		    "no longer configured; its %jd reservations are kept until "
		    "they expire", n), (intmax_t)n);
		if (n)
			run_problem(r, &p);
	}
	return 0;
}

static int
plan_scanned(struct run *r, struct err *e)
{
	if (examine(r, e) == -1)
		return -1;
	rekey(r);
	return absent_find(r, e);
}

/* One pass of the plan: it only reads. */
static int
plan_once(struct run *r, struct calendar *const *cals, size_t n,
    struct err *e)
{
	struct live_counts live = { 0 };
	int rc = scan_calendars(r, cals, n, e);

	/* Counted before anything moves; reported when all that moves has. */
	if (rc == 0)
		rc = bookings_live(r->store, r->now, &r->arena, &live, e);
	keep_counts(r, &live);
	if (rc == 0)
		rc = plan_scanned(r, e);
	if (rc == 0)
		rc = tell_unconfigured(r, &live, e);
	VEC_FREE(&live);
	return rc;
}

/* Seconds by which a clock may be set back without a warning. */
#define CLOCK_SLACK 3600

/*
 * The next run may be as far away as the last one: what would expire until
 * then is renewed now.  So links last while runs come every 30 days less
 * renew_before, and not only while one comes within renew_before.
 */
static int
look_ahead(struct run *r, struct calendar *const *cals, size_t n,
    struct err *e)
{
	const int64_t most = COMPARE_REACH - 86400;
	struct clock_row c;
	struct settings *s;
	int64_t before;
	size_t i;

	if (files_clock(r->store, &c, e) == -1)
		return -1;
	for (i = 0; i < n && c.run && c.run < r->now; i++) {
		s = &cals[i]->settings;
		before = r->now - c.run + SETTLE_RUN_NOTED;
		if (before > most)
			before = most;
		if (before > s->renew_before) {
			s->renew_more = before - s->renew_before;
			s->renew_before = before;
		}
	}
	return 0;
}

/*
 * While the clock was ahead, events looked over that are not: nothing that
 * was concluded then counts any more.
 */
static int
check_clock(struct run *r, struct err *e)
{
	struct clock_row *c = &r->clock_seen;
	struct problem p = { .kind = "clock-set-back" };
	char when[CLOCK_TEXT];

	if (files_clock(r->store, c, e) == -1)
		return -1;
	if (c->latest <= r->now + CLOCK_SLACK)
		return 0;
	p.message = arena_printf(&r->arena, _("the clock was at %s in an "
	    "earlier run; all calendars are read anew"),
	    clock_rfc3339(c->latest, when));
	run_problem(r, &p);
	c->latest = c->run = r->now;
	c->jumps++;
	r->clock_back = true;
	return 0;
}

static int64_t
deletions(const struct run *r, const char *calendar)
{
	const struct action *act;
	int64_t n = 0;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		act = &r->items.items[i]->act;
		if (act->kind == ACTION_DELETE &&
		    act->result == RESULT_PLANNED && (!calendar ||
		    strcmp(act->booking.calendar, calendar) == 0))
			n++;
	}
	return n;
}

static void
refuse(struct run *r, const char *calendar, int64_t n, int64_t live)
{
	struct problem p = { .kind = "guard", .calendar = calendar,
		.exit = ERR_GUARD };
	const struct action *act;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		act = &r->items.items[i]->act;
		if (act->kind == ACTION_DELETE && (!calendar ||
		    strcmp(act->booking.calendar, calendar) == 0))
			item_refuse(r->items.items[i]);
	}
	p.message = arena_printf(&r->arena, P_("%jd deletion (live: %jd) is "
	    "more than max_deletes (%jd%s) allows; it is not done. If it is "
	    "meant, run once with --force", "%jd deletions of %jd live "
	    "reservations are more than max_deletes (%jd%s) allows; none is "
	    "done. If they are meant, run once with --force", n),
	    (intmax_t)n, (intmax_t)live, (intmax_t)r->max_deletes.n,
	    r->max_deletes.is_percent ? "%" : "");
	run_problem(r, &p);
}

/* Each calendar is guarded, and the run as a whole. */
static void
guard(struct run *r)
{
	const struct scan *sc;
	int64_t n, live = 0;
	size_t i;

	for (i = 0; i < r->scans.n && !r->force; i++) {
		sc = r->scans.items[i];
		n = deletions(r, sc->calendar->name);
		live += sc->live;
		if (!guard_allows(&r->max_deletes, n, sc->live))
			refuse(r, sc->calendar->name, n, sc->live);
	}
	n = deletions(r, NULL);
	if (!r->force && !guard_allows(&r->max_deletes, n, live))
		refuse(r, NULL, n, live);
	for (i = 0; i < r->items.n; i++)
		r->totals.refused += r->items.items[i]->act.result ==
		    RESULT_REFUSED;
}

/* Plan again after each look-up of people, and when the plan, as the guard lets
 * it, ends a reservation whose link a copy of the event in another calendar
 * carries. */
static int
make_plan(struct run *r, struct calendar *const *cals, size_t n,
    struct err *e)
{
	size_t problems;
	bool people, more;

	if (check_clock(r, e) == -1)
		return -1;
	problems = r->problems.n;
	if (people_load(r, e) == -1 || plan_once(r, cals, n, e) == -1)
		return -1;
	for (;;) {
		people = people_wanted(r);
		if (!people) {
			guard(r);
			if (replan_due(r, &more, e) == -1)
				return -1;
			if (!more)
				break;
		}
		run_reset(r, problems);
		if ((people && people_look_up(r, e) == -1) ||
		    plan_once(r, cals, n, e) == -1)
			return -1;
	}
	people_tell(r);
	return 0;
}

/* The rows that the plan changes, in one transaction, before any call. */
static int
commit_plan(struct run *r, struct err *e)
{
	int rc = store_begin(r->store, e);

	if (rc == 0 && r->clock_back)
		rc = files_set_clock(r->store, &r->clock_seen, e);
	if (rc == 0)
		rc = people_purge(r->store, r->now, e);
	if (rc == 0)
		rc = changes_make(&r->changes, r->store, e);
	if (rc == 0)
		rc = scan_note_new(r, e);
	return store_end(r->store, rc, "plan", e);
}

/* Live reservations that nothing is done to. */
static void
count_unchanged(struct run *r)
{
	const struct item *it;
	size_t i;

	for (i = 0; i < r->scans.n; i++)
		r->totals.unchanged += r->scans.items[i]->live;
	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		if (it->act.kind != ACTION_NONE && !it->plan.follower &&
		    compare_alive(&it->act.booking, r->now) &&
		    r->totals.unchanged)
			r->totals.unchanged--;
	}
}

/* What a dry run would have done. */
static int
count_plan(struct run *r, struct err *e)
{
	struct totals *t = &r->totals;
	int64_t *counts[] = {
		[ACTION_CREATE] = &t->created,
		[ACTION_UPDATE] = &t->updated,
		[ACTION_RENEW] = &t->renewed,
		[ACTION_DELETE] = &t->deleted,
	};
	const struct item *it;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		if (it->act.kind == ACTION_NONE ||
		    it->act.kind == ACTION_WRITE ||
		    it->act.result != RESULT_PLANNED)
			continue;
		++*counts[it->act.kind];
		t->created += action_recreates(&it->act);
	}
	return file_jobs_count(r, &t->files_written, e);
}

static int
carry_out(struct run *r, struct err *e)
{
	recover_folders(r);
	if (commit_plan(r, e) == -1 || apply_actions(r, e) == -1 ||
	    write_files(r, e) == -1 || settle_run(r, e) == -1)
		return -1;
	verify_cleared(r);
	return push_calendars(r, e);
}

/*
 * Renewals that came when less than half of renew_before was left: one more
 * run later, and the links would have changed.
 */
static void
warn_late(struct run *r)
{
	struct problem p = { .kind = "late-renewal" };
	const struct item *it;
	const struct booking *b;
	int64_t n = 0, first = INT64_MAX;
	char when[CLOCK_TEXT];
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		it = r->items.items[i];
		b = &it->act.booking;
		if (it->plan.follower || !it->act.end_time || !b->id ||
		    !compare_alive(b, r->now) ||
		    b->held.until <= b->end_time ||
		    b->end_time - r->now >= (it->plan.settings->renew_before -
		    it->plan.settings->renew_more) / 2)
			continue;
		n++;
		if (b->end_time < first)
			first = b->end_time;
	}
	if (n == 0)
		return;
	p.message = arena_printf(&r->arena, P_("%jd reservation is renewed "
	    "late: it would have expired at %s, and its link with it; let "
	    "sync run more often", "%jd reservations are renewed late: the "
	    "first would have expired at %s, and its link with it; let sync "
	    "run more often", n), (intmax_t)n,
	    clock_rfc3339(first, when));
	run_problem(r, &p);
}

/* What was reviewed is what is done, or nothing is. */
static int
check_plan(struct run *r, struct err *e)
{
	struct actions actions;

	run_actions(r, &actions);
	snprintf(r->plan, sizeof(r->plan), "%016jx",
	    (uintmax_t)guard_digest(&actions));
	VEC_FREE(&actions);
	if (!r->only_plan || strcmp(r->only_plan, r->plan) == 0)
		return 0;
	/* What the other plan asks for is not the question. */
	r->exit = 0;
	return err_set(e, ERR_USAGE, "the plan has changed from %s to %s; "
	    "nothing was done. `icsreserve -v sync --dry-run` shows the new "
	    "plan and its digest", r->only_plan, r->plan);
}

int
sync_calendars(struct run *r, struct calendar *const *cals, size_t n,
    void (*plan)(const struct run *r), struct err *e)
{
	if (run_check_zones(cals, n, e) == -1 || recover(r, e) == -1 ||
	    pull_calendars(r, cals, n, e) == -1 ||
	    look_ahead(r, cals, n, e) == -1 ||
	    make_plan(r, cals, n, e) == -1)
		return -1;
	count_unchanged(r);
	warn_late(r);
	if (plan)
		plan(r);
	if (check_plan(r, e) == -1)
		return -1;
	return r->dry_run ? count_plan(r, e) : carry_out(r, e);
}
