/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "model/event.h"

static const struct event_prop *
find(const struct event *ev, const char *name)
{
	size_t i;

	for (i = 0; i < ev->n_props; i++)
		if (strcmp(ev->props[i].name, name) == 0)
			return &ev->props[i];
	return NULL;
}

bool
event_private(const struct event *ev)
{
	return ev->class && *ev->class && strcmp(ev->class, "PUBLIC") != 0;
}

const char *
event_prop(const struct event *ev, const char *name)
{
	const struct event_prop *p = find(ev, name);

	return p ? p->value : NULL;
}

const char *
event_params(const struct event *ev, const char *name)
{
	const struct event_prop *p = find(ev, name);

	return p ? p->params : NULL;
}

/* The length of a parameter: to the next ';' outside of quotes. */
static size_t
param_length(struct slice s)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			quoted = !quoted;
		else if (s.p[i] == ';' && !quoted)
			break;
	}
	return i;
}

bool
event_param(struct slice params, const char *name, struct slice *value)
{
	struct slice one, want = slice_str(name);
	const char *eq;

	while (params.n) {
		params = slice_from(params, 1);
		one = slice_of(params.p, param_length(params));
		params = slice_from(params, one.n);
		eq = memchr(one.p, '=', one.n);
		if (!eq || !slice_ieq(slice_trim(slice_of(one.p,
		    (size_t)(eq - one.p))), want))
			continue;
		*value = slice_trim(slice_from(one,
		    (size_t)(eq + 1 - one.p)));
		if (value->n >= 2 && value->p[0] == '"' &&
		    value->p[value->n - 1] == '"')
			*value = slice_of(value->p + 1, value->n - 2);
		return true;
	}
	return false;
}
