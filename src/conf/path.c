/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "conf/path.h"

static const char *
home(void)
{
	const char *h = getenv("HOME");

	return h && *h ? h : NULL;
}

/* What follows a name for the home folder; false when there is none. */
static bool
below_home(struct slice text, struct slice *rest)
{
	static const char *const names[] = { "~", "$HOME", "${HOME}" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		*rest = slice_from(text, strlen(names[i]));
		if (slice_starts(text, slice_str(names[i])) &&
		    (!rest->n || rest->p[0] == '/'))
			return true;
	}
	return false;
}

const char *
path_expand(struct slice text, const char *folder, struct arena *a)
{
	struct slice rest;

	while (text.n > 1 && text.p[text.n - 1] == '/')
		text.n--;
	if (below_home(text, &rest))
		return home() ? arena_printf(a, "%s%.*s", home(), (int)rest.n,
		    rest.p) : NULL;
	if (!text.n || text.p[0] == '/' || !folder || !strcmp(folder, "."))
		return arena_dup(a, text.p, text.n);
	return arena_printf(a, "%s/%.*s", folder, (int)text.n, text.p);
}

const char *
path_xdg(const char *var, const char *fallback, const char *name,
    struct arena *a)
{
	const char *base = getenv(var);

	/* The XDG base directory rules: a relative path is to be ignored. */
	if (base && base[0] == '/')
		return arena_printf(a, "%s/icsreserve/%s", base, name);
	if (!home())
		return NULL;
	return arena_printf(a, "%s/%s/icsreserve/%s", home(), fallback, name);
}
