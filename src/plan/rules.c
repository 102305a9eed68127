/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "plan/filter.h"
#include "plan/links.h"
#include "plan/meeting.h"
#include "plan/rules.h"

struct ruling {
	const struct settings *s;
	const struct event *ev;
	bool booked;
	int64_t now;
	struct arena *a;
	struct verdict *v;
};

static bool
rule(struct ruling *r, enum verdict_kind kind, const char *word,
    const char *text)
{
	r->v->kind = kind;
	r->v->word = word;
	r->v->text = text;
	return true;
}

/* X-ICSRESERVE: yes books whatever the filters say, no does not. */
static bool
says(const struct ruling *r, const char *what)
{
	const char *v = event_prop(r->ev, "X-ICSRESERVE");

	return v && slice_ieq(slice_trim(slice_str(v)), slice_str(what));
}

static bool
is_cancelled(struct ruling *r)
{
	return r->ev->status == EVENT_CANCELLED &&
	    rule(r, VERDICT_CANCELLED, "cancelled", "STATUS is CANCELLED");
}

static bool
is_opted_out(struct ruling *r)
{
	return says(r, "no") && rule(r, VERDICT_SKIP, "opted-out",
	    "X-ICSRESERVE says no");
}

static bool
is_foreign(struct ruling *r)
{
	return r->ev->organizer && !filter_own(r->s, r->ev->organizer) &&
	    rule(r, VERDICT_SKIP, "foreign-organizer", arena_printf(r->a,
	    "organised by %s, whom 'own' does not match",
	    r->ev->organizer));
}

static bool
is_series(struct ruling *r)
{
	return (r->ev->recurring || r->ev->recurrence_id) &&
	    rule(r, VERDICT_SKIP, "recurring",
	    "a recurring event; only single events are booked");
}

static bool
is_all_day(struct ruling *r)
{
	return r->ev->all_day && !r->s->all_day && !says(r, "yes") &&
	    rule(r, VERDICT_SKIP, "all-day", "an all-day event");
}

static bool
is_over(struct ruling *r)
{
	return r->ev->end + r->s->grace <= r->now &&
	    rule(r, VERDICT_SKIP, "ended", "it has ended");
}

static bool
is_filtered(struct ruling *r)
{
	const char *by;

	if (says(r, "yes") || filter_passes(r->s, r->ev, &by))
		return false;
	return rule(r, VERDICT_SKIP, "filtered", by ?
	    arena_printf(r->a, "excluded by '%s'", by) :
	    "no 'include' line matches");
}

static bool
has_link(struct ruling *r)
{
	const char *property, *provider;

	if (r->booked || r->s->existing_links == LINKS_ADD)
		return false;
	provider = links_find(r->ev, &property);
	if (!provider)
		return false;
	r->v->property = property;
	return rule(r, VERDICT_SKIP, "existing-link", arena_printf(r->a,
	    "%s has a meeting link already (%s)", property, provider));
}

void
rules_map(const struct rules_input *in, struct arena *a, struct verdict *v)
{
	/* The first that applies decides; the order is what users expect
	 * to be told. */
	static bool (*const rules[])(struct ruling *) = {
		is_cancelled, is_over, is_opted_out, is_foreign, is_series,
		is_all_day, is_filtered, has_link,
	};
	struct ruling r = { in->settings, in->event, in->booked, in->now, a,
		v };
	size_t i;

	memset(v, 0, sizeof(*v));
	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (rules[i](&r))
			return;
	v->kind = VERDICT_BOOK;
	v->request.until = in->event->end + in->settings->grace;
	meeting_map(in, a, v);
}
