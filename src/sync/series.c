/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "plan/compare.h"
#include "plan/links.h"
#include "sync/follow.h"
#include "sync/judge.h"
#include "sync/run.h"
#include "sync/series.h"

/*
 * The master stands for the series: it is the next occurrence now, and it
 * goes on until the last one.
 */
static bool
take_times(struct uid_set *s, struct event *ev)
{
	struct recur_found found = { 0 };
	const struct occurrence *next = NULL;
	int64_t now = s->run->now;
	bool fine = uid_set_occurrences(s, now, now + COMPARE_REACH, &found);

	if (found.occurrences.n)
		next = &found.occurrences.items[0];
	else if (found.has_beyond)
		next = &found.beyond;
	if (next) {
		ev->start = next->start;
		ev->end = next->end;
	}
	ev->last_end = found.last_end;
	VEC_FREE(&found.occurrences);
	return fine;
}

/* The same of the occurrences of a series, for who asked for them. */
static void
explain_occurrences(struct uid_set *s, const struct wanted *w)
{
	const struct explainer *to = s->run->explainer;
	struct explained x = { .calendar = s->scan->calendar,
		.file = s->master->file->row.path,
		.line = s->master->cut->line, .component = s->master->id,
		.verdict = &w->verdict };
	struct recur_found found = { 0 };
	size_t i;

	if (!to || !to->until || !s->master->ev.recurrence)
		return;
	/* The next one in any case, however far it is. */
	if (uid_set_occurrences(s, s->run->now, to->until > w->ev.end
	    ? to->until : w->ev.end, &found)) {
		for (i = 0; i < found.occurrences.n; i++) {
			x.occurrence = &found.occurrences.items[i];
			x.event = x.occurrence->event;
			run_explain(s->run, &x);
		}
	}
	VEC_FREE(&found.occurrences);
}

/* Whether an override has a meeting of its own, which is none of ours. */
static int
has_other_link(struct uid_set *s, struct component *c, bool *has,
    struct err *e)
{
	const char *property;
	struct event bare;

	*has = false;
	if (s->settings->existing_links != LINKS_SKIP || c->ours.ids.n)
		return 0;
	if (component_bare_event(c, &bare, e) == -1)
		return -1;
	*has = links_find(&bare, &s->settings->link_hosts, &property);
	return 0;
}

/* What should become of lines of ours in an override. */
static int
wish_of(struct uid_set *s, const struct wanted *w, struct component *c,
    enum wish *wish, struct err *e)
{
	bool other;

	*wish = WISH_LEAVE;
	/* Nothing but its lines would tell whose it is. */
	if (s->waits && c->ours.ids.n)
		return 0;
	if (c->whole || c->ev.status == EVENT_CANCELLED ||
	    rules_opted_out(&c->ev)) {
		*wish = WISH_BARE;
		return 0;
	}
	if (w->verdict.kind == VERDICT_CANCELLED)
		*wish = WISH_NOTHING;
	if (w->verdict.kind != VERDICT_BOOK || w->wish != WISH_LINK)
		return 0;
	if (has_other_link(s, c, &other, e) == -1)
		return -1;
	if (!other)
		*wish = WISH_LINK;
	return 0;
}

static int
follow(struct uid_set *s, struct wanted *w, struct component *c,
    struct err *e)
{
	enum wish wish;

	if (wish_of(s, w, c, &wish, e) == -1)
		return -1;
	return follow_vevent(s, c, wish, w->item ? &w->item->act.booking
	    : &w->act.booking, w->item, e);
}

/* Whether the event that an occurrence was booked for is cancelled. */
static bool
is_cancelled(const struct uid_set *s, const struct booking *b)
{
	const struct component *c = uid_set_find(s, b->recurrence_id);

	return c && !c->whole ? c->ev.status == EVENT_CANCELLED
	    : s->master->ev.status == EVENT_CANCELLED;
}

/* The VEVENT that carries a booking, and that another one stands for. */
static struct component *
find_twin(const struct uid_set *s, const struct booking *b)
{
	struct component *c;
	size_t i;

	for (i = 0; b->reserve_id && i < s->components.n; i++) {
		c = &s->components.items[i];
		if (c->twin && ours_lists(&c->ours.ids, b->reserve_id))
			return c;
	}
	return NULL;
}

/* Bookings for single occurrences are of another time. */
static int
end_occurrences(struct uid_set *s, struct err *e)
{
	struct booking *b;
	const char *why;
	bool waits;
	size_t i;

	for (i = 0; i < s->rows.n; i++) {
		b = &s->rows.items[i];
		if (!*b->recurrence_id)
			continue;
		waits = b->going && catalog_in_doubt(s->run);
		why = is_cancelled(s, b) ? "STATUS:CANCELLED" : b->going &&
		    !waits ? _("no longer an occurrence of its series") : NULL;
		if (waits)
			uid_set_redo(s);
		if (why && follow_end(s, b, find_twin(s, b), why, e) == -1)
			return -1;
		follow_release(s, b,
		    _("no longer used: the series has one link for all; kept "
		    "until it expires"));
	}
	return 0;
}

/*
 * In a calendar that can't be read completely an override that ends later may
 * stand where nobody can look: until that is known the series ends no earlier.
 */
static void
keep_end(struct uid_set *s, struct wanted *w)
{
	int64_t end;

	if (!s->scan->doubt || !w->row || !compare_alive(w->row, s->run->now))
		return;
	end = booking_until(w->row) - s->settings->grace;
	if (end > w->ev.last_end) {
		w->ev.last_end = end;
		s->master->remind = true;
	}
}

static int
examine_master(struct uid_set *s, struct wanted *w, struct err *e)
{
	*w = (struct wanted){ .set = s, .words = s->master,
		.at = s->master, .id = "", .ev = s->master->ev,
		.row = uid_set_row(s, "") };
	if ((w->ev.recurrence || s->components.n > 1) &&
	    !take_times(s, &w->ev)) {
		w->failed = true;
		return 0;
	}
	keep_end(s, w);
	if (judge_event(w, e) == -1)
		return -1;
	judge_conclude(w);
	component_lower(&s->due, w->due);
	explain_occurrences(s, w);
	return 0;
}

int
series_examine(struct uid_set *s, struct err *e)
{
	struct component *c;
	struct wanted w;
	size_t i;

	if (examine_master(s, &w, e) == -1)
		return -1;
	if (w.failed) {
		uid_set_settle(s, SETTLED_OPEN);
		return 0;
	}
	if (end_occurrences(s, e) == -1)
		return -1;
	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (c != s->master && !c->refused && !c->item &&
		    follow(s, &w, c, e) == -1)
			return -1;
	}
	if (!w.item)
		component_settle(s->master, w.verdict.kind == VERDICT_BOOK
		    ? SETTLED_DONE : SETTLED_SKIPPED, s->due);
	uid_set_settle(s, SETTLED_DONE);
	return 0;
}
