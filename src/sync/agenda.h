/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_AGENDA_H
#define ICSR_SYNC_AGENDA_H

#include "sync/run.h"

/*
 * When booked events take place, from their calendars: the state knows only
 * the next occurrence of a series, and no zone.
 */
struct agenda_entry {
	const char *calendar, *uid;
	const char *component;		/* as in struct booking, "" */
	const char *occurrence;		/* RECURRENCE-ID of one of a series
					 * with one link, "" */
	const char *topic;		/* as it would be sent */
	const char *zone;		/* as the event names it; NULL: UTC */
	const char *location;		/* NULL: none, or private */
	int64_t start, end;		/* Unix seconds */
	int32_t start_offset, end_offset;	/* seconds east of UTC */
	bool all_day, recurring, private;	/* CLASS */
};
struct agenda VEC(struct agenda_entry);

/*
 * Add an entry for each event of the calendars that is to be booked, and
 * for the next occurrence of a series and all that end until `until`, sorted
 * by calendar, UID, component and start.  The run has a copy of the state
 * (STORE_COPY); nothing is called or written.  What is wrong with a
 * calendar is a problem of the run.  Texts belong to texts.
 */
int agenda_read(struct run *r, struct calendar *const *cals, size_t n,
    int64_t until, struct arena *texts, struct agenda *out, struct err *e);

/*
 * The same for a run that is under way: entries are added by the plan that is
 * made between begin and end, of series the next occurrence alone;
 * agenda_watch_end sorts them.
 */
struct agenda_watch {
	struct explainer to;
	struct arena *texts;
	struct agenda *out;
	size_t before;			/* entries of out that were there */
};
void agenda_watch_begin(struct run *r, struct agenda_watch *w,
    struct arena *texts, struct agenda *out);
void agenda_watch_end(struct run *r, struct agenda_watch *w);

/* Whether a link that a server gave may be shown: one of link_hosts. */
bool agenda_link_allowed(const struct settings *s, const char *url);

/* The same for its links to the app and to a live stream, which are on hosts
 * of their own.  NULL is none. */
bool agenda_other_link_allowed(const struct settings *s, const char *url);

/* Those of a booking: the first one of them, and how many; 0: none. */
const struct agenda_entry *agenda_find(const struct agenda *entries,
    const struct booking *b, size_t *n);

#endif
