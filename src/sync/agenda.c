/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/own.h"
#include "ics/recur.h"
#include "ics/zone.h"
#include "plan/meeting.h"
#include "plan/rules.h"
#include "sync/agenda.h"
#include "sync/run.h"
#include "sync/sync.h"

/* Seconds east of UTC; without a zone, none. */
static int32_t
offset(const struct zone *z, int64_t at)
{
	struct civil local;

	if (!z)
		return 0;
	local = zone_to_local(z, at);
	return (int32_t)(clock_from_civil(&local) - at);
}

static const char *
location(const struct explained *x)
{
	if (x->calendar->settings.private != PRIVATE_KEEP &&
	    event_private(x->event))
		return NULL;
	return x->event->location;
}

static void
on_event(void *cookie, const struct explained *x)
{
	struct agenda_watch *c = cookie;
	const struct event *ev = x->event;
	const struct occurrence *o = x->occurrence;
	struct agenda_entry *a;

	/* A series and its overrides come again as occurrences. */
	if (x->follower || !x->verdict || x->verdict->kind != VERDICT_BOOK ||
	    (ev->recurrence && !o && !*x->component))
		return;
	a = VEC_ADD(c->out);
	a->calendar = arena_str(c->texts, x->calendar->name);
	a->uid = arena_str(c->texts, ev->uid);
	a->component = arena_str(c->texts, x->component);
	a->occurrence = arena_str(c->texts, o ? o->recurrence_id : "");
	a->topic = meeting_topic(&x->calendar->settings, ev, c->texts);
	a->private = event_private(ev);
	a->zone = arena_str(c->texts, ev->zone && !ev->utc
	    ? zone_name(ev->zone) : NULL);
	a->location = arena_str(c->texts, location(x));
	a->start = o ? o->start : ev->start;
	a->end = o ? o->end : ev->end;
	a->start_offset = offset(ev->zone, a->start);
	a->end_offset = offset(ev->zone, a->end);
	a->all_day = ev->all_day;
	a->recurring = o || *x->component;
}

static void
on_again(void *cookie)
{
	struct agenda_watch *c = cookie;

	c->out->n = c->before;
}

static int
by_key(const void *x, const void *y)
{
	const struct agenda_entry *a = x, *b = y;
	int order = strcmp(a->calendar, b->calendar);

	if (!order)
		order = strcmp(a->uid, b->uid);
	return order ? order : strcmp(a->component, b->component);
}

static int
by_key_then_start(const void *x, const void *y)
{
	const struct agenda_entry *a = x, *b = y;
	int order = by_key(a, b);

	return order ? order : (a->start > b->start) - (a->start < b->start);
}

void
agenda_watch_begin(struct run *r, struct agenda_watch *w,
    struct arena *texts, struct agenda *out)
{
	*w = (struct agenda_watch){ .texts = texts, .out = out,
		.before = out->n, .to = { .until = r->now,
		.event = on_event, .again = on_again } };
	w->to.cookie = w;
	r->explainer = &w->to;
}

void
agenda_watch_end(struct run *r, struct agenda_watch *w)
{
	r->explainer = NULL;
	VEC_SORT(w->out, by_key_then_start);
}

int
agenda_read(struct run *r, struct calendar *const *cals, size_t n,
    int64_t until, struct arena *texts, struct agenda *out, struct err *e)
{
	struct agenda_watch w;
	int rc;

	agenda_watch_begin(r, &w, texts, out);
	w.to.until = until;
	rc = sync_calendars(r, cals, n, NULL, e);
	agenda_watch_end(r, &w);
	return rc;
}

bool
agenda_link_allowed(const struct settings *s, const char *url)
{
	return url && own_link_allowed(url, &s->link_hosts);
}

bool
agenda_other_link_allowed(const struct settings *s, const char *url)
{
	static const char *hosts[] = { "applink.feishu.cn",
		"meetings.feishu.cn", "applink.larksuite.com",
		"meetings.larksuite.com" };
	const struct text_list own = { hosts, sizeof(hosts) /
		sizeof(*hosts) };

	return url && (own_link_allowed(url, &own) ||
	    agenda_link_allowed(s, url));
}

const struct agenda_entry *
agenda_find(const struct agenda *entries, const struct booking *b, size_t *n)
{
	const struct agenda_entry key = { .calendar = b->calendar,
		.uid = b->uid, .component = b->recurrence_id };
	const struct agenda_entry *all = entries->items;
	size_t from = VEC_LOWER(entries, &key, by_key);

	for (*n = 0; from + *n < entries->n &&
	    by_key(&all[from + *n], &key) == 0; ++*n)
		;
	return *n ? &all[from] : NULL;
}
