/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "dav/events.h"
#include "dav/feed.h"
#include "dav/limits.h"

static int
judge(const struct dav_request *rq, struct err *e)
{
	struct slice body = slice_trim(str_slice(&rq->reply.body));

	if (dav_judge(rq, e) == -1)
		return -1;
	if (rq->reply.status == 304)
		return rq->if_none_match || rq->if_modified_since ? 0
		    : err_set(e, ERR_SOURCE, "the server says that nothing "
		    "changed (304), though it was not asked that");
	if (rq->reply.status != 200)
		return err_set(e, ERR_SOURCE, "the server answers %d to GET",
		    rq->reply.status);
	if (events_is_calendar(body))
		return 0;
	if (slice_istarts(body, SLICE("<")))
		return err_set(e, ERR_SOURCE, "the server sends a page "
		    "(%s), not a calendar; is the address still good?",
		    rq->reply.content_type);
	return err_set(e, ERR_SOURCE, "what the server sends is no whole "
	    "calendar (BEGIN:VCALENDAR to END:VCALENDAR)");
}

int
feed_get(struct dav *d, const char *url, const char *etag,
    const char *modified, struct dav_feed *f, struct err *e)
{
	struct dav_request rq = { .method = "GET", .depth = DAV_NO_DEPTH,
		.feed = true, .max = DAV_FEED_MAX, .if_none_match = etag,
		.if_modified_since = modified };
	struct str place = { 0 };
	int rc;

	*f = (struct dav_feed){ 0 };
	str_adds(&place, url);
	dav_ask_there(d, &rq, &place);
	rc = judge(&rq, e);
	f->changed = rq.reply.status != 304;
	memcpy(f->etag, rq.reply.etag, sizeof(f->etag));
	memcpy(f->modified, rq.reply.modified, sizeof(f->modified));
	if (rc == 0 && f->changed) {
		f->bytes = rq.reply.body;
		rq.reply.body = (struct str){ 0 };
	}
	dav_request_free(&rq);
	str_free(&place);
	return rc;
}
