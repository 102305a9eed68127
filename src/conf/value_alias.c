/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "conf/value.h"
#include "model/settings.h"

/*
 * NAME = ZONE, by the last '=': names of zones have none.  Quotation marks
 * around the name are left out, for no TZID can hold one.  Whether the zone
 * is known is seen by those who know zones.
 */
static bool
read_alias(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	const char *eq = memrchr(text.p, '=', text.n);
	struct tz_aliases *list = at;
	struct tz_alias *items;
	struct slice name, zone;

	(void)k;
	if (!eq)
		return false;
	name = slice_trim(slice_of(text.p, (size_t)(eq - text.p)));
	zone = slice_trim(slice_from(text, (size_t)(eq - text.p) + 1));
	if (name.n > 1 && name.p[0] == '"' && name.p[name.n - 1] == '"')
		name = slice_trim(slice_of(name.p + 1, name.n - 2));
	if (!name.n || !zone.n)
		return false;
	items = arena_alloc(vc->a, (list->n + 1) * sizeof(*items));
	if (list->n)
		memcpy(items, list->items, list->n * sizeof(*items));
	items[list->n].name = arena_dup(vc->a, name.p, name.n);
	items[list->n].zone = arena_dup(vc->a, zone.p, zone.n);
	*list = (struct tz_aliases){ items, list->n + 1 };
	return true;
}

static void
print_alias(const struct key *k, const void *at, struct str *out)
{
	const struct tz_aliases *list = at;
	size_t i;

	(void)k;
	for (i = 0; i < list->n; i++)
		str_addf(out, "%s%s = %s", i ? "\n" : "",
		    list->items[i].name, list->items[i].zone);
}

const struct value_type value_alias = {
	.read = read_alias,
	.print = print_alias,
	.repeats = true,
	.allowed = "NAME = ZONE, such as Beijing Time = Asia/Shanghai",
};
