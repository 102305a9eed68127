/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
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

static int64_t
rules_until(const struct settings *s, const struct event *ev)
{
	return ev->last_end < RULES_ENDLESS - s->grace
	    ? ev->last_end + s->grace : RULES_ENDLESS;
}

/*
 * X-ICSRESERVE: yes wins over each rule that asks whether the event is meant
 * to have a meeting.  Not over those that say that it can't have one of ours
 * (cancelled, ended, foreign), and not over a link that it has: that one may
 * be ours, with the state lost or kept on another machine.
 */
static bool
says(const struct ruling *r, bool yes)
{
	const char *v = event_prop(r->ev, "X-ICSRESERVE");
	struct slice t = slice_trim(slice_str(v));

	return slice_ieq(t, yes ? SLICE("yes") : SLICE("no")) ||
	    slice_ieq(t, yes ? SLICE("true") : SLICE("false"));
}

static bool
is_cancelled(struct ruling *r)
{
	return r->ev->status == EVENT_CANCELLED &&
	    rule(r, VERDICT_CANCELLED, "cancelled", _("STATUS is CANCELLED"));
}

static bool
is_unclear(struct ruling *r)
{
	if (!event_prop(r->ev, "X-ICSRESERVE") || says(r, true) ||
	    says(r, false))
		return false;
	r->v->property = "X-ICSRESERVE";
	return rule(r, VERDICT_FAIL, "bad-value", _("neither yes nor no"));
}

static bool
is_opted_out(struct ruling *r)
{
	return says(r, false) && rule(r, VERDICT_SKIP, "opted-out",
	    _("X-ICSRESERVE says no"));
}

static bool
is_foreign(struct ruling *r)
{
	return r->ev->organizer && !filter_own(r->s, r->ev->organizer) &&
	    rule(r, VERDICT_SKIP, "foreign-organizer", arena_printf(r->a,
	    _("organised by %s, whom 'own' does not match"),
	    r->ev->organizer));
}

static bool
is_all_day(struct ruling *r)
{
	return r->ev->all_day && !r->s->all_day && !says(r, true) &&
	    rule(r, VERDICT_SKIP, "all-day", _("an all-day event"));
}

/* Also an event whose times can't be read may have ended for certain. */
static bool
is_over(struct ruling *r)
{
	return rules_until(r->s, r->ev) <= r->now &&
	    rule(r, VERDICT_SKIP, "ended", r->ev->last_end == EVENT_NEVER
	    ? _("no occurrence is left") : _("it has ended"));
}

static bool
is_private(struct ruling *r)
{
	return r->s->private == PRIVATE_SKIP && event_private(r->ev) &&
	    !says(r, true) && rule(r, VERDICT_SKIP, "private",
	    _("its CLASS is not PUBLIC"));
}

static bool
has_declined(const struct event_prop *attendee)
{
	struct slice status;

	return event_param(slice_str(attendee->params), "PARTSTAT", &status) &&
	    slice_ieq(status, SLICE("DECLINED"));
}

/*
 * Whether nobody of ours goes.  All that `own` matches must have declined:
 * one who accepted, delegated or has not answered needs the link, a room
 * too.  An organizer of ours goes without being listed (RFC 5545, 3.8.4.3,
 * makes no attendee of him), so he must be listed as declined.  With no
 * `own` set, or nobody of ours in it, there is nobody to ask.
 */
static bool
is_declined(struct ruling *r)
{
	const struct event *ev = r->ev;
	const struct event_prop *p;
	bool ours = false, organizer = !ev->organizer;
	size_t i;

	for (i = 0; r->s->own.n && i < ev->n_props; i++) {
		p = &ev->props[i];
		if (strcmp(p->name, "ATTENDEE") != 0 ||
		    !filter_own(r->s, p->value))
			continue;
		if (!has_declined(p))
			return false;
		ours = true;
		organizer = organizer || slice_ieq(slice_str(p->value),
		    slice_str(ev->organizer));
	}
	return ours && organizer && !says(r, true) && rule(r, VERDICT_SKIP,
	    "declined", _("all whom 'own' matches have declined"));
}

static bool
is_filtered(struct ruling *r)
{
	const char *by;

	if (says(r, true) || filter_passes(r->s, r->ev, &by))
		return false;
	return rule(r, VERDICT_SKIP, "filtered", by ?
	    arena_printf(r->a, _("excluded by '%s'"), by) :
	    _("no 'include' line matches"));
}

static bool
has_link(struct ruling *r)
{
	const char *property, *provider;

	if (r->booked || r->s->existing_links == LINKS_ADD)
		return false;
	provider = links_find(r->ev, &r->s->link_hosts, &property);
	if (!provider)
		return false;
	r->v->property = property;
	return rule(r, VERDICT_SKIP, "existing-link", arena_printf(r->a,
	    _("%s has a meeting link already (%s)"), property, provider));
}

/* The first X-ICSRESERVE- property that nothing looks at, or NULL. */
static const char *
unknown_property(const struct event *ev)
{
	static const char *const known[] = {
		"OWNER", "HOSTS", "PASSWORD", "AUTO-RECORD", "INTEROP",
		"HOST", "INVITE", "JOIN", "CALL",
		"ID",		/* the line that is written back */
	};
	const struct slice prefix = SLICE("X-ICSRESERVE-");
	struct slice name;
	size_t i, k;

	for (i = 0; i < ev->n_props; i++) {
		name = slice_str(ev->props[i].name);
		if (!slice_starts(name, prefix))
			continue;
		name = slice_from(name, prefix.n);
		for (k = 0; k < sizeof(known) / sizeof(*known); k++)
			if (slice_eq(name, slice_str(known[k])))
				break;
		if (k == sizeof(known) / sizeof(*known))
			return ev->props[i].name;
	}
	return NULL;
}

/*
 * The first that applies decides; the order is that in which users expect the
 * reasons.
 */
static const struct {
	bool (*applies)(struct ruling *);
	bool times;		/* asks when the event ends */
	bool override;		/* also of an override in a series that has one
				 * link */
} rules[] = {
	{ is_cancelled, false, true }, { is_over, true, false },
	{ is_foreign, false, false }, { is_unclear, false, false },
	{ is_opted_out, false, true }, { is_all_day, false, false },
	{ is_private, false, false }, { is_declined, false, false },
	{ is_filtered, false, false }, { has_link, false, true },
};

/* Which rules are asked; those that ask for times only if they are known. */
enum asked { ASK_ALL, ASK_WITHOUT_TIMES, ASK_OVERRIDE };

/* Whether a rule decides. */
static bool
decide(const struct rules_input *in, enum asked asked, struct arena *a,
    struct verdict *v)
{
	struct ruling r = { in->settings, in->event, in->booked, in->now, a,
		v };
	size_t i;

	memset(v, 0, sizeof(*v));
	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if ((asked == ASK_OVERRIDE ? rules[i].override :
		    asked == ASK_ALL || !rules[i].times ||
		    in->event->last_end) && rules[i].applies(&r))
			return true;
	return false;
}

bool
rules_without_times(const struct rules_input *in, struct arena *a,
    struct verdict *v)
{
	return decide(in, ASK_WITHOUT_TIMES, a, v) && v->kind != VERDICT_FAIL;
}

bool
rules_override(const struct rules_input *in, struct arena *a,
    struct verdict *v)
{
	return decide(in, ASK_OVERRIDE, a, v);
}

void
rules_map(const struct rules_input *in, struct arena *a, struct verdict *v)
{
	if (decide(in, ASK_ALL, a, v))
		return;
	v->unknown = unknown_property(in->event);
	v->kind = VERDICT_BOOK;
	v->request.until = rules_until(in->settings, in->event);
	v->needed = in->event->end + in->settings->grace;
	meeting_map(in, a, v);
}

bool
rules_opted_out(const struct event *ev)
{
	const struct ruling r = { .ev = ev };

	return says(&r, false);
}
