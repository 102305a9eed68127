/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "ics/extra.h"
#include "ics/line.h"
#include "ics/own.h"

static bool
is_extra(const char *name)
{
	return name[0] == 'X' && name[1] == '-' &&
	    strcmp(name, "X-MOZ-GENERATION") != 0 &&
	    strcmp(name, own_name(OWN_ID)) != 0;
}

void
extra_find(struct slice bytes, struct extras *out)
{
	struct str line = { 0 };
	char name[ICS_NAME_MAX];
	struct slice raw;

	while (line_next(&bytes, &raw)) {
		if (!line_name(raw, name) || !is_extra(name))
			continue;
		str_clear(&line);
		line_unfold(&line, raw);
		*VEC_ADD(out) = (struct extra){ hash_bytes(slice_str(name)),
			hash_bytes(str_slice(&line)),
			slice_starts(slice_str(name), SLICE("X-ICSRESERVE")) };
	}
	str_free(&line);
}

bool
extra_has_line(const struct extras *all, uint64_t line)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->items[i].line == line)
			return true;
	return false;
}

bool
extra_has_name(const struct extras *all, uint64_t name)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->items[i].name == name)
			return true;
	return false;
}

static bool
has_rules_of(const struct extras *all, const struct extras *of)
{
	size_t i;

	for (i = 0; i < of->n; i++)
		if (of->items[i].rules &&
		    !extra_has_line(all, of->items[i].line))
			return false;
	return true;
}

bool
extra_same_rules(struct slice a, struct slice b)
{
	struct extras x = { 0 }, y = { 0 };
	bool same;

	extra_find(a, &x);
	extra_find(b, &y);
	same = has_rules_of(&x, &y) && has_rules_of(&y, &x);
	VEC_FREE(&x);
	VEC_FREE(&y);
	return same;
}
