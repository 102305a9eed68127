/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DAV_EVENTS_H
#define ICSR_DAV_EVENTS_H

#include <stdbool.h>

#include "dav/collection.h"
#include "dav/listing.h"

/* The bytes that a server has: of events, read and put back, and of a feed. */

/* What a server has for a member. */
struct dav_event {
	const struct dav_member *member;
	bool there;		/* false: it has gone since it was listed, or
				 * never was an event */
	bool missing;		/* the server says so: 404, 410 */
	struct slice bytes;	/* during the call alone */
	const char *etag;	/* of these bytes, or of older ones: the
				 * member's, else what came with them; NULL:
				 * not given */
};

/*
 * Read members, each of which `take` gets once, in any order: by
 * calendar-multiget (RFC 4791, 7.9) in batches, and by GET where that gives
 * no calendar, or a CR alone.  -1 with the error of the first that can't be
 * read, and when `take` fails; some may have been taken by then.
 */
int events_read(struct dav *d, const struct dav_collection *c,
    const struct dav_member *const *members, size_t n,
    int (*take)(void *cookie, const struct dav_event *ev, struct err *e),
    void *cookie, struct err *e);

/* What a PUT has come to. */
enum dav_put {
	PUT_TAKEN,	/* 200, 201, 204: to be read again */
	PUT_UNSURE,	/* lost, 5xx, 412: to be settled by reading */
	PUT_GONE,	/* there is no such resource */
	PUT_REFUSED,	/* not again until it changes there */
	PUT_LATER,	/* locked: the next run tries again */
	PUT_READ_ONLY,	/* nothing may be written here */
	PUT_STOP,	/* quota, rate: nothing more for this run */
	PUT_LOGIN,	/* 401 */
	PUT_NOT_SENT,
};
/* Judge the answer to a PUT.  *why: a sentence in the arena, for all but
 * PUT_TAKEN and PUT_UNSURE. */
enum dav_put events_judge_put(const struct dav_request *rq, struct arena *a,
    const char **why);

/* A calendar that is one file behind a URL. */
struct dav_feed {
	bool changed;		/* false: 304, as it was */
	struct str bytes;	/* the caller frees them */
	char etag[HTTP_TEXT_MAX];		/* "": none, as below */
	char modified[HTTP_VALUE_MAX];
	char charset[HTTP_VALUE_MAX];	/* of Content-Type; "": none */
};

/*
 * Get the calendar at url, unless these validators are still its own
 * (RFC 9110, 13.1; NULL: in any case).  -1 with ERR_AUTH or ERR_SOURCE when
 * the server does not answer, or answers with something that is no whole
 * calendar (a page of HTML, a calendar that is cut off): f->bytes is empty
 * then, and the caller does not use the rest of *f.
 */
int feed_get(struct dav *d, const char *url, const char *etag,
    const char *modified, struct dav_feed *f, struct err *e);

#endif
