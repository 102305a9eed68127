/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DAV_MULTISTATUS_H
#define ICSR_DAV_MULTISTATUS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/vec.h"

/*
 * The XML of WebDAV's answers (RFC 4918, 14): expat with namespaces, the only
 * file that knows it.  Whatever is unknown is passed over, a DOCTYPE is
 * refused, and with it every entity; depth is bounded.
 */

/* A response of a multistatus: a resource, and what 2xx propstats say. */
struct dav_response {
	const char *href;	/* as the server wrote it; "" when empty */
	int status;		/* of the resource; 0: none given */
	const char *etag, *name, *token;	/* NULL: not given */
	const char *principal;	/* href; NULL */
	struct texts homes, addresses;	/* hrefs */
	bool has_data;
	struct slice data;	/* calendar-data; LF for CRLF */
	bool collection, calendar, inbox;	/* resourcetype */
	bool components_given, events;	/* VEVENT is among them */
	bool privileges_given, write;
	bool reports_given, sync;	/* sync-collection is among them */
	bool schedules;		/* it has a scheduling outbox */
	const char *error;	/* as in struct dav_multistatus */
};

struct dav_multistatus {
	struct dav_responses VEC(struct dav_response) responses;
	const char *token;	/* DAV:sync-token; NULL */
	const char *error;	/* the name of the first element in DAV:error,
				 * "need-privileges"; NULL */
};

/*
 * Read a body into m, texts into the arena.  Its root must be multistatus or
 * error and it must be whole; else ERR_SOURCE says what is wrong.  On -1 there
 * are no responses in *m, nothing in it has to be freed, and its texts are not
 * to be used.
 */
int multistatus_read(struct dav_multistatus *m, struct slice body,
    struct arena *a, struct err *e);
void multistatus_free(struct dav_multistatus *m);

/*
 * An ETag that can be sent back in a header line (RFC 9110, 8.8.3); NULL for
 * an empty one and for one with control characters.
 */
const char *multistatus_etag(const char *text);

#endif
