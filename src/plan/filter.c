/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/slice.h"
#include "plan/filter.h"

static bool
match_attendees(const struct event *ev, struct slice arg)
{
	(void)arg;
	return event_prop(ev, "ATTENDEE") != NULL;
}

static bool
match_category(const struct event *ev, struct slice arg)
{
	size_t i;

	for (i = 0; i < ev->n_props; i++)
		if (strcmp(ev->props[i].name, "CATEGORIES") == 0 &&
		    slice_ieq(slice_trim(slice_str(ev->props[i].value)), arg))
			return true;
	return false;
}

static bool
match_summary(const struct event *ev, struct slice arg)
{
	return slice_glob(slice_str(ev->summary), arg);
}

static bool
match_location(const struct event *ev, struct slice arg)
{
	return slice_glob(slice_str(ev->location), arg);
}

static bool
match_class(const struct event *ev, struct slice arg)
{
	/* RFC 5545, 3.8.1.3: the default is PUBLIC. */
	return slice_ieq(slice_str(ev->class ? ev->class : "PUBLIC"), arg);
}

static bool
match_organizer(const struct event *ev, struct slice arg)
{
	return ev->organizer && slice_glob(slice_str(ev->organizer), arg);
}

static bool
match_x(const struct event *ev, struct slice arg)
{
	const char *eq = memchr(arg.p, '=', arg.n);
	struct slice name = slice_of(arg.p, eq ? (size_t)(eq - arg.p)
	    : arg.n);
	struct slice value = slice_from(arg, name.n + 1);
	size_t i;

	for (i = 0; i < ev->n_props; i++)
		if (slice_ieq(slice_str(ev->props[i].name), name) && (!eq ||
		    slice_ieq(slice_trim(slice_str(ev->props[i].value)),
		    value)))
			return true;
	return false;
}

static const struct matcher {
	const char *prefix;
	bool has_arg;
	bool (*match)(const struct event *ev, struct slice arg);
} matchers[] = {
	{ "attendees", false, match_attendees },
	{ "category:", true, match_category },
	{ "summary:", true, match_summary },
	{ "location:", true, match_location },
	{ "class:", true, match_class },
	{ "organizer:", true, match_organizer },
	{ "x:", true, match_x },
};

static const struct matcher *
find(struct slice filter, struct slice *arg)
{
	struct slice prefix;
	size_t i;

	for (i = 0; i < sizeof(matchers) / sizeof(*matchers); i++) {
		prefix = slice_str(matchers[i].prefix);
		*arg = slice_trim(slice_from(filter, prefix.n));
		if (slice_istarts(filter, prefix) &&
		    (arg->n > 0) == matchers[i].has_arg)
			return &matchers[i];
	}
	return NULL;
}

bool
filter_valid(const char *filter)
{
	struct slice arg;

	return find(slice_trim(slice_str(filter)), &arg) != NULL;
}

static const char *
first_match(const struct text_list *list, const struct event *ev)
{
	const struct matcher *m;
	struct slice arg;
	size_t i;

	for (i = 0; i < list->n; i++) {
		m = find(slice_trim(slice_str(list->items[i])), &arg);
		if (m && m->match(ev, arg))
			return list->items[i];
	}
	return NULL;
}

bool
filter_passes(const struct settings *s, const struct event *ev,
    const char **by)
{
	*by = first_match(&s->exclude, ev);
	if (*by)
		return false;
	return s->include.n == 0 || first_match(&s->include, ev);
}

bool
filter_own(const struct settings *s, const char *address)
{
	size_t i;

	for (i = 0; i < s->own.n; i++)
		if (slice_glob(slice_str(address), slice_str(s->own.items[i])))
			return true;
	return s->own.n == 0;
}
