/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DAV_COLLECTION_H
#define ICSR_DAV_COLLECTION_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "dav/client.h"

/* A calendar collection (RFC 4791, 4.2), and how it is found. */
struct dav_collection {
	const char *url;	/* with a slash at its end */
	const char *name;	/* displayname; NULL */
	bool read_only;		/* the server lists what the user may, and no
				 * write is in it (RFC 3744) */
	bool sync;		/* false: the server lists its reports, and
				 * sync-collection is none (RFC 6578) */
	bool schedules;		/* changes are mailed to attendees by the
				 * server (RFC 6638) */
};

/*
 * Find the collection: url itself when it is a calendar; else by principal
 * and home set (RFC 6764), where it is the one whose displayname or last part
 * of the path is `name`, or the only one.  Texts go into the arena.
 *
 * -1 with ERR_AUTH, or ERR_SOURCE: the server can't be asked, or has no such
 * calendar; the message names those it has.  *webdav is false when what
 * stands there does not speak WebDAV, which may be a feed.
 */
int collection_find(struct dav *d, const char *url, const char *name,
    struct arena *a, struct dav_collection *c, bool *webdav, struct err *e);

/*
 * Append the mail addresses by which the server knows the user (RFC 6638,
 * 2.4.1), ", " between them; none when it does not say.
 */
void collection_addresses(struct dav *d, const struct dav_collection *c,
    struct arena *a, struct str *out);

/*
 * The name of a member, from a URL that the server of the collection gave: the
 * part of its path behind the collection's, decoded.  One that holds a '/'
 * (%2F) or a control character, which no file's name may, is a '/' and this
 * part with "%XX" for these and '%', so that no two members have one name.
 * *name is emptied first.  False for the collection itself and for a folder
 * that stands in it (*outside is false); false with *outside for what lies
 * outside or deeper, or has a part "." or "..".
 */
bool collection_member(const char *collection, const char *href,
    struct str *name, bool *outside);

/*
 * Append the URL of a member from its href.  A '?' or '#' that stands there as
 * it is belongs to the name: Cyrus writes them so, and takes them only as
 * "%3F" and "%23"; a '?' stays when the collection's URL has a query itself.
 * -1, with nothing appended, when url_join fails.
 */
int collection_url(struct str *out, const char *collection,
    const char *href);

/* Append text as XML's character data, in which no line end changes. */
void collection_escape(struct str *out, struct slice text);

#endif
