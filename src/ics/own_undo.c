/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/line.h"
#include "ics/own_read.h"
#include "ics/own_undo.h"

/* Whether the line says what we wrote, in whatever form. */
static bool
says(const struct own_line *l, const char *wrote, struct arena *a)
{
	struct line_parts parts;
	const char *key;

	if (!l->key || l->kind >= OWN_KINDS || l->kind == OWN_DESCRIPTION ||
	    !line_split(slice_str(wrote), &parts))
		return false;
	if (l->kind == OWN_ID)
		return slice_eq(slice_trim(parts.value), slice_str(l->key));
	key = own_link_key(parts.value, a);
	return key && strcmp(key, l->key) == 0;
}

const struct own_undo *
own_undo_of(const struct own_wish *wish, const struct own_line *l,
    struct arena *a)
{
	const struct own_undos *all = wish->undos;
	const struct own_undo *u, *found = NULL;
	size_t i;

	for (i = 0; all && i < all->n; i++) {
		u = &all->items[i];
		if (strcmp(u->name, own_name(l->kind)) != 0)
			continue;
		if (strcmp(u->wrote, l->text) == 0)
			return u;
		if (!found && says(l, u->wrote, a))
			found = u;
	}
	return found;
}

bool
own_undo_inserted(const struct own_wish *wish, enum own_kind kind)
{
	const struct own_undos *all = wish->undos;
	size_t i;

	for (i = 0; all && i < all->n; i++)
		if (strcmp(all->items[i].name, own_name(kind)) == 0 &&
		    !all->items[i].was.p)
			return true;
	return false;
}
