/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OWN_H
#define ICSR_ICS_OWN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/vec.h"
#include "model/own_line.h"
#include "model/settings.h"

/*
 * The lines that this tool owns in an event: which there should be, and the
 * edits that bring them about.  A line is ours when its unfolded text is
 * what the state says we wrote; one that was changed since is the user's
 * and stays.  (INTERFACE.md, "Write-back"; RFC 7986, 5.11 for CONFERENCE.)
 */
struct own_wish {
	const char *url;		/* NULL: no line of ours at all */
	const char *reserve_id;
	const char *password;		/* to be told; NULL: not */
	const char *label;		/* of CONFERENCE */
	unsigned properties;		/* enum write_property */
	int64_t now;			/* for the stamps, Unix seconds */
};

/* What a VEVENT's bytes are and what of them the state knows as ours. */
struct own_event {
	struct slice file;		/* all bytes of the file */
	size_t off, len;		/* the VEVENT in them */
	const char *component;		/* its RECURRENCE-ID or "" */
	const struct own_line *known;
	size_t n_known;
};

/*
 * Add to edits (struct edit; offsets of the file) what makes the event as
 * wished, nothing when it is, and to lines (struct own_line) what is then
 * ours in it.  Texts belong to the arena.  With any edit DTSTAMP and
 * LAST-MODIFIED are set to now; when the wish is for nothing, the old ones
 * are put back.
 */
void own_plan(const struct own_event *ev, const struct own_wish *wish,
    struct arena *a, struct vec *edits, struct vec *lines);

/* What marks a VEVENT that is ours as a whole: "#" and its digest. */
#define OWN_DIGEST sizeof("#0123456789abcdef")
const char *own_digest(struct slice component, char buf[OWN_DIGEST]);

/*
 * Whether a link from the server may be written: https, on one of the
 * hosts, nothing but printable ASCII without blanks and quotes, at most
 * 2,000 bytes.
 */
bool own_link_allowed(const char *url, const struct text_list *hosts);

#endif
