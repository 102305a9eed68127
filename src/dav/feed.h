/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DAV_FEED_H
#define ICSR_DAV_FEED_H

#include "dav/client.h"

/* A calendar that is one file behind a URL. */
struct dav_feed {
	bool changed;		/* false: 304, as it was */
	struct str bytes;	/* the caller frees them */
	char etag[HTTP_TEXT_MAX];		/* "": none, as below */
	char modified[HTTP_VALUE_MAX];
};

/*
 * Get what stands at url, when it is other than what these validators were
 * of (RFC 9110, 13.1; NULL: in any case).  -1 with ERR_AUTH or ERR_SOURCE when
 * the server does not answer, or answers with something that is no whole
 * calendar (a page of HTML, a calendar that is cut off): f->bytes is empty
 * then, and the caller does not use the rest of *f.
 */
int feed_get(struct dav *d, const char *url, const char *etag,
    const char *modified, struct dav_feed *f, struct err *e);

#endif
