/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DAV_LISTING_H
#define ICSR_DAV_LISTING_H

#include <stdbool.h>

#include "base/vec.h"
#include "dav/collection.h"

/* What stands in a collection, or what changed there. */

struct dav_member {
	const char *name;	/* last part of the path, decoded */
	const char *href;	/* as the server wrote it */
	const char *etag;	/* NULL: not given */
	bool gone;
	size_t order;		/* in which it came */
};

struct dav_listing {
	struct dav_members VEC(struct dav_member) members; /* by name */
	bool whole;		/* what is not listed is not there */
	const char *token;	/* for the next time; NULL: none */
	const char *moved;	/* when there is no listing: the collection is
				 * at this place of its server; NULL */
};

/*
 * List what changed since the token (RFC 6578), or, with NULL or where the
 * server has no changes since then, everything: by sync-collection, else by
 * PROPFIND.  Texts go into the arena.  -1 with ERR_AUTH or ERR_SOURCE when
 * the listing is not complete, also for a member outside of the collection;
 * of *l only `moved` is to be used then.  listing_free in any case.
 */
int listing_get(struct dav *d, const struct dav_collection *c,
    const char *token, struct arena *a, struct dav_listing *l,
    struct err *e);
void listing_free(struct dav_listing *l);

/* The member of a name; NULL. */
const struct dav_member *listing_find(const struct dav_listing *l,
    const char *name);

#endif
