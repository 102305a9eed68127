/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "sync/catalog.h"

bool
catalog_asks(const struct catalog *c, uint64_t uid_key)
{
	return VEC_FIND(&c->questions, &uid_key, hash_cmp) != NULL;
}

bool
catalog_doubts(const struct catalog *c, uint64_t uid_key)
{
	return c->all_in_doubt ||
	    VEC_FIND(&c->doubts, &uid_key, hash_cmp) != NULL;
}

const struct place *
catalog_places(const struct catalog *c, uint64_t uid_key, size_t *n)
{
	size_t from = VEC_LOWER(&c->places, &uid_key, hash_cmp);

	for (*n = 0; from + *n < c->places.n &&
	    c->places.items[from + *n].uid_key == uid_key; ++*n)
		;
	return *n ? &c->places.items[from] : NULL;
}

bool
catalog_holds(const struct catalog *c, uint64_t uid_key)
{
	size_t n;

	return catalog_places(c, uid_key, &n) != NULL;
}

struct scan *
catalog_scan(const struct run *r, const char *calendar)
{
	size_t i;

	for (i = 0; i < r->scans.n; i++)
		if (strcmp(r->scans.items[i]->calendar->name, calendar) == 0)
			return r->scans.items[i];
	return NULL;
}

struct scan_file *
catalog_file(const struct scan *sc, int64_t row)
{
	size_t i;

	for (i = 0; i < sc->files.n; i++)
		if (sc->files.items[i]->row.id == row)
			return sc->files.items[i];
	return NULL;
}

bool
catalog_in_doubt(const struct run *r)
{
	size_t i;

	for (i = 0; i < r->scans.n; i++)
		if (r->scans.items[i]->doubt)
			return true;
	return r->blind;
}

void
catalog_doubt(struct run *r, struct scan *sc, const char *file,
    const char *why)
{
	struct problem p = { .kind = "unreadable",
		.calendar = sc->calendar->name, .file = file,
		.message = why, .exit = ERR_SOURCE };

	sc->doubt = true;
	run_problem(r, &p);
}

void
catalog_doubt_file(struct run *r, struct scan_file *f, const char *why)
{
	f->status = SCAN_DOUBT;
	catalog_doubt(r, f->scan, f->row.path, why);
}

void
catalog_doubt_changed(struct run *r, struct scan_file *f)
{
	catalog_doubt_file(r, f, _("it changed while it was being read; the "
	    "next run takes it up"));
}
