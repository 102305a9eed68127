/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_VERDICT_H
#define ICSR_PLAN_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "model/address.h"
#include "model/event.h"
#include "model/reservation.h"
#include "model/settings.h"

/*
 * What rules are asked about, and what they say: plain data.
 */
enum verdict_kind {
	VERDICT_BOOK,		/* request is filled in */
	VERDICT_SKIP,		/* not to be booked; a booking that there is
				 * is kept until it expires */
	VERDICT_CANCELLED,	/* says itself that it does not take place */
	VERDICT_FAIL,		/* it asks for what can't be */
};

struct rules_input {
	const struct settings *settings;	/* of its calendar */
	struct directory *directory;
	const struct event *event;
	bool booked;		/* it has a booking already, so that a link
				 * in it is ours and no reason to leave it
				 * alone */
	int64_t now;		/* Unix seconds */
};

/* One of many people whom nobody knows an id for. */
struct verdict_person {
	const char *address;
	struct verdict_person *next;
};

struct verdict {
	enum verdict_kind kind;
	unsigned pending;	/* fields of the request (1u << f) that hang
				 * on an address to be looked up: they are
				 * missing in part or as a whole */
	size_t hosts_cut;	/* chairs beyond what the API takes */
	struct verdict_person *unresolved;	/* left out; NULL: none */
	const char *word;	/* "all-day": stable; NULL for BOOK */
	const char *text;	/* for people; may be of the arena */
	const char *property;	/* of the event, at fault; or NULL */
	const char *unknown;	/* an X-ICSRESERVE- property that is none of
				 * ours, a slip; NULL: none.  Only of events
				 * that are to be booked */
	struct request request;
	int64_t needed;		/* until when it is needed at first: the end
				 * of the next occurrence and grace */
};

#endif
