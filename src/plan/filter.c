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
	return slice_ieq(ev->class && *ev->class ? slice_str(ev->class)
	    : SLICE("PUBLIC"), arg);
}

static bool
match_transp(const struct event *ev, struct slice arg)
{
	return slice_ieq(arg, SLICE("transparent")) == ev->transparent;
}

static bool
valid_transp(struct slice arg)
{
	return slice_ieq(arg, SLICE("opaque")) ||
	    slice_ieq(arg, SLICE("transparent"));
}

static bool
match_organizer(const struct event *ev, struct slice arg)
{
	return ev->organizer && slice_glob(slice_str(ev->organizer), arg);
}

/* "NAME=VALUE" in its parts; false when there is no value. */
static bool
split_x(struct slice arg, struct slice *name, struct slice *value)
{
	const char *eq = memchr(arg.p, '=', arg.n);
	size_t n = eq ? (size_t)(eq - arg.p) : arg.n;

	*name = slice_trim(slice_of(arg.p, n));
	*value = slice_trim(slice_from(arg, n + 1));
	return eq != NULL;
}

static bool
match_x(const struct event *ev, struct slice arg)
{
	struct slice name, value;
	bool any = !split_x(arg, &name, &value);
	size_t i;

	for (i = 0; i < ev->n_props; i++)
		if (slice_ieq(slice_str(ev->props[i].name), name) && (any ||
		    slice_ieq(slice_trim(slice_str(ev->props[i].value)),
		    value)))
			return true;
	return false;
}

/* An event keeps no other properties by name: they would never match. */
static bool
valid_x(struct slice arg)
{
	struct slice name, value;

	split_x(arg, &name, &value);
	return slice_istarts(name, SLICE("X-")) ||
	    slice_ieq(name, SLICE("CONFERENCE"));
}

static const struct matcher {
	const char *prefix;
	bool has_arg;
	bool (*match)(const struct event *ev, struct slice arg);
	bool (*valid)(struct slice arg);	/* NULL: any argument is */
} matchers[] = {
	{ "attendees", false, match_attendees, NULL },
	{ "category:", true, match_category, NULL },
	{ "summary:", true, match_summary, NULL },
	{ "location:", true, match_location, NULL },
	{ "class:", true, match_class, NULL },
	{ "organizer:", true, match_organizer, NULL },
	{ "transp:", true, match_transp, valid_transp },
	{ "x:", true, match_x, valid_x },
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
		    (arg->n > 0) == matchers[i].has_arg &&
		    (!matchers[i].valid || matchers[i].valid(*arg)))
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

bool
filter_matches(const char *filter, const struct event *ev)
{
	const struct matcher *m;
	struct slice arg;

	m = find(slice_trim(slice_str(filter)), &arg);
	return m && m->match(ev, arg);
}

static const char *
first_match(const struct text_list *list, const struct event *ev)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (filter_matches(list->items[i], ev))
			return list->items[i];
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
