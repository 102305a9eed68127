/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "conf/path.h"

/* The folders that a path may begin with, by their variables. */
static const struct {
	const char *name, *variable;
} folders[] = {
	{ "~", "HOME" },
	{ "$HOME", "HOME" },
	{ "${HOME}", "HOME" },
	/* Where LoadCredential= puts secrets: systemd.exec(5). */
	{ "$CREDENTIALS_DIRECTORY", "CREDENTIALS_DIRECTORY" },
	{ "${CREDENTIALS_DIRECTORY}", "CREDENTIALS_DIRECTORY" },
};

/* The variable that text begins with and what follows it; NULL: none. */
static const char *
variable_of(struct slice text, struct slice *rest)
{
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		*rest = slice_from(text, strlen(folders[i].name));
		if (slice_starts(text, slice_str(folders[i].name)) &&
		    (!rest->n || rest->p[0] == '/'))
			return folders[i].variable;
	}
	return NULL;
}

const char *
path_expand(struct slice text, const char *folder, struct arena *a)
{
	const char *variable, *to;
	struct slice rest;

	while (text.n > 1 && text.p[text.n - 1] == '/')
		text.n--;
	variable = variable_of(text, &rest);
	if (variable) {
		to = getenv(variable);
		if (to && *to)
			return arena_printf(a, "%s%.*s", to, (int)rest.n,
			    rest.p);
		/* Whoever runs a command by hand may not need the secret. */
		return strcmp(variable, "HOME") == 0 ? NULL
		    : arena_dup(a, text.p, text.n);
	}
	if (!text.n || text.p[0] == '/' || !folder || !strcmp(folder, "."))
		return arena_dup(a, text.p, text.n);
	return arena_printf(a, "%s/%.*s", folder, (int)text.n, text.p);
}

const char *
path_xdg(const char *var, const char *fallback, const char *name,
    struct arena *a)
{
	const char *base = getenv(var), *home = getenv("HOME");

	/* The XDG base directory rules: a relative path is to be ignored. */
	if (base && base[0] == '/')
		return arena_printf(a, "%s/icsreserve/%s", base, name);
	if (!home || !*home)
		return NULL;
	return arena_printf(a, "%s/%s/icsreserve/%s", home, fallback, name);
}

const char *
path_segment(struct slice text, const char *keep, struct arena *a)
{
	struct str out = { 0 };
	const char *name;
	size_t i;

	for (i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z') || c >= 0x80 ||
		    (c && strchr("-_", c)) || (c && strchr(keep, c)))
			str_addc(&out, text.p[i]);
		else
			str_addf(&out, "=%02X", c);
	}
	if (out.n > 200) {
		str_clear(&out);
		str_addf(&out, "=%016jx", (uintmax_t)hash_bytes(text));
	}
	name = arena_str(a, str_text(&out));
	str_free(&out);
	return name;
}
