/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DAV_EVENTS_H
#define ICSR_DAV_EVENTS_H

#include <stdbool.h>

#include "dav/collection.h"
#include "dav/listing.h"

/* The bytes of events: read, and put back. */

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

/* Whether it is a whole VCALENDAR, blanks and a BOM aside. */
bool events_is_calendar(struct slice bytes);

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

#endif
