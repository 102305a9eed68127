/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"
#include "conf/calendar.h"
#include "ics/own.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/outcome.h"
#include "sync/verify.h"

bool
verify_answered(const struct finding *f)
{
	return f->query.outcome == API_OK ||
	    f->query.outcome == API_GONE;
}

bool
verify_known(const struct finding *f)
{
	return verify_answered(f) || f->query.outcome == API_REFUSED;
}

static void
judge(struct finding *f, int64_t now)
{
	const struct query *q = &f->query;

	/* Of one that is not in the state nothing is recorded. */
	if (verify_answered(f) && f->booking.id)
		f->drifts = drift_find(&f->booking, q->outcome == API_OK
		    ? &q->reservation : NULL, now);
}

/* Those that have an id are asked for. */
static size_t
gather(const struct bookings *bookings, struct findings *findings,
    struct query *queries)
{
	struct finding *f;
	size_t i, n = 0;

	for (i = 0; i < bookings->n; i++) {
		f = VEC_ADD(findings);
		f->booking = bookings->items[i];
		f->query.outcome = API_NOT_DONE;
		f->query.reserve_id = f->booking.reserve_id;
		if (f->query.reserve_id)
			queries[n++] = f->query;
	}
	return n;
}

int
verify_ask(struct run *r, const struct bookings *bookings,
    struct findings *findings, struct err *e)
{
	struct query *queries = xcalloc(bookings->n ? bookings->n : 1,
	    sizeof(*queries));
	size_t i, asked = 0, n = gather(bookings, findings, queries);
	struct finding *f;
	int rc = client_query(r, queries, n, e);

	for (i = 0; i < findings->n; i++) {
		f = &findings->items[i];
		if (f->query.reserve_id)
			f->query = queries[asked++];
		judge(f, r->now);
	}
	free(queries);
	return rc;
}

#define DRIFT_LINKS (1u << DRIFT_URL | 1u << DRIFT_MEETING_NO | \
	1u << DRIFT_APP_LINK | 1u << DRIFT_LIVE_LINK)

static void
tell_foreign(struct run *r, const struct finding *f, const struct booking *same)
{
	struct problem p = { .kind = same ? "equal-links" : "bad-link",
		.exit = ERR_FAILED, .calendar = f->booking.calendar,
		.uid = f->booking.uid };
	const char *url = f->query.reservation.url;

	p.message = same ? arena_printf(&r->arena, _("the server has the link "
	    "'%s', which is that of %s; the recorded one is kept"), url,
	    outcome_name(r, same))
	    : arena_printf(&r->arena, _("the server has the link '%s', "
	    "which is not https on a host of link_hosts; the recorded one is "
	    "kept"), url);
	run_problem(r, &p);
}

/* What can't be written into an event, or is the link of another one, must not
 * take the place of a link that could; where there is none, it is recorded, and
 * each run tells of the former. */
static int
keep_link(struct run *r, const struct finding *f, unsigned *drifts,
    struct err *e)
{
	const char *url = f->query.reservation.url;
	const struct settings *s = conf_settings(r->conf, f->booking.calendar);
	const struct booking *same;

	if (!(*drifts & 1u << DRIFT_URL) || !f->booking.url)
		return 0;
	if (outcome_same_link(r, &f->booking, url, &same, e) == -1)
		return -1;
	if (!same && own_link_allowed(url, &s->link_hosts))
		return 0;
	tell_foreign(r, f, same);
	*drifts &= ~(same ? DRIFT_LINKS : 1u << DRIFT_URL);
	return 0;
}

static int
learn(struct run *r, const struct finding *f, struct err *e)
{
	struct booking b = f->booking;
	unsigned drifts = f->drifts;

	if (keep_link(r, f, &drifts, e) == -1)
		return -1;
	b.ask &= !verify_known(f);
	if (!drifts && b.ask == f->booking.ask)
		return 0;
	drift_adopt(&b, &f->query.reservation, drifts);
	b.updated = r->now;
	/* What is known of its files counts no more: the next plan looks at the
	 * event. */
	if (outcome_issue(r, &b, f->booking.reserve_id, e) == -1)
		return -1;
	return bookings_put(r->store, &b, e);
}

int
verify_learn(struct run *r, const struct findings *findings, struct err *e)
{
	size_t i;
	int rc = store_begin(r->store, e);

	for (i = 0; rc == 0 && i < findings->n; i++)
		rc = learn(r, &findings->items[i], e);
	return store_end(r->store, rc, "learn", e);
}

/* --- fields that were cleared --------------------------------------------- */

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
    const struct query *q)
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
verify_cleared(struct run *r)
{
	struct err e;
	struct query *queries = xcalloc(r->items.n + 1,
	    sizeof(*queries));
	size_t i, n = 0;

	for (i = 0; i < r->items.n; i++)
		if (cleared(r->items.items[i]))
			queries[n++].reserve_id =
			    r->items.items[i]->act.booking.reserve_id;
	if (client_query(r, queries, n, &e) == -1)
		tell_unread(r, e.msg);
	for (i = n = 0; i < r->items.n; i++)
		if (cleared(r->items.items[i]))
			tell_stayed(r, r->items.items[i], &queries[n++]);
	free(queries);
}
