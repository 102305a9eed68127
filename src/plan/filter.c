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
match_transp(const struct event *ev, struct slice arg)
{
	return slice_ieq(arg, SLICE("transparent")) == ev->transparent;
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
	size_t n = eq ? (size_t)(eq - arg.p) : arg.n, i;
	struct slice name = slice_trim(slice_of(arg.p, n));
	struct slice value = slice_trim(slice_from(arg, n + 1));

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
	const char *words;	/* what the argument may be; NULL: any */
	bool (*match)(const struct event *ev, struct slice arg);
} matchers[] = {
	{ "attendees", false, NULL, match_attendees },
	{ "category:", true, NULL, match_category },
	{ "summary:", true, NULL, match_summary },
	{ "location:", true, NULL, match_location },
	{ "class:", true, NULL, match_class },
	{ "organizer:", true, NULL, match_organizer },
	{ "transp:", true, "opaque transparent", match_transp },
	{ "x:", true, NULL, match_x },
};

static bool
is_allowed(const struct matcher *m, struct slice arg)
{
	struct slice rest = slice_str(m->words), word;

	if ((arg.n > 0) != m->has_arg)
		return false;
	while (slice_word(&rest, " ", &word))
		if (slice_ieq(arg, word))
			return true;
	return !m->words;
}

static const struct matcher *
find(struct slice filter, struct slice *arg)
{
	struct slice prefix;
	size_t i;

	for (i = 0; i < sizeof(matchers) / sizeof(*matchers); i++) {
		prefix = slice_str(matchers[i].prefix);
		*arg = slice_trim(slice_from(filter, prefix.n));
		if (slice_istarts(filter, prefix) &&
		    is_allowed(&matchers[i], *arg))
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
