/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "model/directory.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A kept address against any text, as strcmp would when both are lower. */
static int
compare(const char *kept, struct slice text)
{
	size_t i;
	int d;

	for (i = 0; i < text.n; i++) {
		d = (unsigned char)kept[i] - (unsigned char)lower(text.p[i]);
		if (d || !kept[i])
			return d ? d : -1;
	}
	return kept[i] ? 1 : 0;
}

static bool
is_alnum(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

bool
directory_is_address(struct slice text)
{
	const char *at = memchr(text.p, '@', text.n), *more;
	struct slice local, domain;
	size_t i;

	if (!at || text.n > DIRECTORY_ADDRESS_MAX)
		return false;
	local = slice_of(text.p, (size_t)(at - text.p));
	domain = slice_from(text, local.n + 1);
	for (i = 0; i < local.n; i++) {
		more = memchr("!#$%&'*+-/=?^_`{|}~.", local.p[i], 20);
		if (!is_alnum(local.p[i]) && !more)
			return false;
	}
	for (i = 0; i < domain.n; i++)
		if (!is_alnum(domain.p[i]) && !memchr("-._", domain.p[i], 3))
			return false;
	return local.n && domain.n && is_alnum(domain.p[0]) &&
	    is_alnum(domain.p[domain.n - 1]);
}

int
directory_by_address(const void *address, const void *item)
{
	return -compare(*(const char *const *)item,
	    *(const struct slice *)address);
}

const char *
directory_lower(struct arena *a, struct slice address)
{
	char *copy = arena_dup(a, address.p, address.n), *at;

	for (at = copy; *at; at++)
		*at = lower(*at);
	return copy;
}

enum directory_answer
directory_find(const struct directory *d, struct slice address,
    const char **id)
{
	const struct directory_entry *entry = VEC_FIND(&d->entries, &address,
	    directory_by_address);

	if (!entry)
		return DIRECTORY_NEVER;
	if (!entry->id)
		return DIRECTORY_NOBODY;
	*id = entry->id;
	return DIRECTORY_FOUND;
}

void
directory_add(struct directory *d, struct slice address, const char *id)
{
	size_t at = VEC_LOWER(&d->entries, &address, directory_by_address);
	struct directory_entry *entry = VEC_FIND(&d->entries, &address,
	    directory_by_address);

	if (!entry) {
		entry = VEC_INSERT(&d->entries, at);
		entry->address = directory_lower(&d->arena, address);
	}
	entry->id = arena_str(&d->arena, id);
}

void
directory_want(struct directory *d, struct slice address)
{
	size_t at = VEC_LOWER(&d->wanted, &address, directory_by_address);

	if (d->wanted.n >= DIRECTORY_WANTED_MAX ||
	    VEC_FIND(&d->wanted, &address, directory_by_address))
		return;
	*VEC_INSERT(&d->wanted, at) = directory_lower(&d->arena, address);
}

void
directory_want_none(struct directory *d)
{
	d->wanted.n = 0;
}

void
directory_free(struct directory *d)
{
	VEC_FREE(&d->entries);
	VEC_FREE(&d->wanted);
	arena_free(&d->arena);
}
