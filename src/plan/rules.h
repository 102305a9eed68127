/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_RULES_H
#define ICSR_PLAN_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "model/directory.h"
#include "model/event.h"
#include "model/request.h"
#include "model/settings.h"

/*
 * Rules map an event and the settings of its calendar to the request that
 * the API should hold for it, or to the reason why there is none.  Pure.
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

/*
 * Texts of the verdict belong to the arena.  Addresses that the directory
 * was never asked for are added to those that it wants.
 */
void rules_map(const struct rules_input *in, struct arena *a,
    struct verdict *v);

/*
 * Whether a rule leaves the event out that needs none of its times: it is
 * cancelled, foreign, opted out, all-day, private, declined or filtered, or
 * has a link.  For an event whose times could not be read: one that is left
 * out anyway is no fault.  in->event has all but start, end, last_end, days,
 * seconds, recurrence and recurrence_at; all_day is needed, and known from
 * the form of DTSTART.  in->now is not looked at.
 *
 * True: *v is what rules_map would say (VERDICT_SKIP or VERDICT_CANCELLED).
 * False: none does; *v is not to be used.
 */
bool rules_without_times(const struct rules_input *in, struct arena *a,
    struct verdict *v);

/* Whether the event says itself that it wants no link. */
bool rules_opted_out(const struct event *ev);

/* `until` of what has no last occurrence: the end of the year 9999. */
#define RULES_ENDLESS INT64_C(253402300799)

#endif
