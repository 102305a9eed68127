/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"
#include "doctor/filters.h"
#include "plan/filter.h"

struct watch {
	const struct calendar *calendar;
	bool *included, *excluded;	/* for each line */
	size_t events, organized, own;
};

void
filters_init(struct filters *f, const struct chosen_calendars *cals)
{
	struct watch *w;
	size_t i;

	*f = (struct filters){ 0 };
	for (i = 0; i < cals->n; i++) {
		w = VEC_ADD(&f->watches);
		w->calendar = cals->items[i];
		w->included = xcalloc(w->calendar->settings.include.n + 1,
		    sizeof(bool));
		w->excluded = xcalloc(w->calendar->settings.exclude.n + 1,
		    sizeof(bool));
	}
}

void
filters_free(struct filters *f)
{
	struct watch *w;
	size_t i;

	for (i = 0; i < f->watches.n; i++) {
		w = &f->watches.items[i];
		free(w->included);
		free(w->excluded);
	}
	VEC_FREE(&f->watches);
}

static void
match(const struct text_list *lines, const struct event *ev, bool *seen)
{
	size_t i;

	for (i = 0; i < lines->n; i++)
		seen[i] = seen[i] || filter_matches(lines->items[i], ev);
}

void
filters_see(void *cookie, const struct explained *x)
{
	struct filters *f = cookie;
	const struct settings *s = &x->calendar->settings;
	struct watch *w = f->watches.items, *end = w + f->watches.n;

	while (w < end && w->calendar != x->calendar)
		w++;
	if (w == end)
		return;
	w->events++;
	match(&s->include, x->event, w->included);
	match(&s->exclude, x->event, w->excluded);
	if (!x->event->organizer)
		return;
	w->organized++;
	w->own += filter_own(s, x->event->organizer);
}

void
filters_again(void *cookie)
{
	struct filters *f = cookie;
	struct watch *w;
	size_t i;

	for (i = 0; i < f->watches.n; i++) {
		w = &f->watches.items[i];
		w->events = w->organized = w->own = 0;
	}
}

static void
tell_lines(struct doctor *d, const struct watch *w, const char *key,
    const struct text_list *lines, const bool *seen)
{
	size_t i;

	for (i = 0; i < lines->n; i++)
		if (!seen[i])
			check_warn(d, _("correct the line or take it out; "
			    "icsreserve.conf(5) has the forms of filters"),
			    "calendar %s: '%s = %s' matches none of its "
			    "events", w->calendar->name, key,
			    lines->items[i]);
}

static void
tell(struct doctor *d, const struct watch *w)
{
	const struct settings *s = &w->calendar->settings;

	if (w->events == 0)
		return;
	tell_lines(d, w, "include", &s->include, w->included);
	tell_lines(d, w, "exclude", &s->exclude, w->excluded);
	if (s->own.n && w->organized && !w->own)
		check_warn(d, _("add the addresses of your people to `own`, or "
		    "unset it: events that others organize are left alone"),
		    "calendar %s: 'own = %s%s' matches no ORGANIZER",
		    w->calendar->name, s->own.items[0],
		    s->own.n > 1 ? " ..." : "");
}

void
filters_tell(struct doctor *d, const struct filters *f)
{
	size_t i;

	for (i = 0; i < f->watches.n; i++)
		tell(d, &f->watches.items[i]);
}
