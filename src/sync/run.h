/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_RUN_H
#define ICSR_SYNC_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "api/api.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"
#include "charset/codec.h"
#include "conf/conf.h"
#include "csv/convert.h"
#include "ics/parse.h"
#include "model/action.h"
#include "model/directory.h"
#include "model/totals.h"
#include "store/files.h"
#include "store/store.h"

struct occurrence;
struct verdict;

/* What stands in a file of a calendar that is not part of the run. */
struct foreign_file {
	int64_t row;
	bool readable;		/* completely */
	struct vec keys;	/* uint64_t, sorted */
};

/* A table, standard input or a calendar that is not in UTF-8, as it was
 * read; kept for the whole run (sync/input). */
struct input {
	char *path;
	int fd;				/* of what standard input said; -1 */
	struct file_stamp stamp;
	bool table;
	struct str bytes;		/* of a table, and what was made */
	struct csv_table csv;		/* of it; ics.n is 0: nothing yet */
	bool foreign;			/* a calendar that is not in UTF-8 */
	struct codec codec;		/* of that one */
	struct parse_text text;		/* the same */
};

/* What a run found of an event on its way, for `explain`, `export`
 * and `doctor`. */
struct explained {
	const struct calendar *calendar;
	const char *file;
	uint32_t line;
	const char *component;		/* RECURRENCE-ID of the VEVENT, "" */
	bool follower;			/* has the link of its series */
	const struct occurrence *occurrence;	/* of a series with one link;
						 * NULL: the event */
	const struct event *event;
	const struct verdict *verdict;	/* NULL: of a follower */
	struct directory *directory;
	int64_t now;
};

/* Who wants to know of the events of a UID; called while they are held. */
struct explainer {
	const char *uid;		/* NULL: of all */
	int64_t until;			/* also of the occurrences of series
					 * with one link that end until then,
					 * and the next one; 0: not */
	void *cookie;
	void (*event)(void *cookie, const struct explained *x);
};

/*
 * One run of a command that changes something: what it works with, and
 * what it has found and done so far.  The modules of sync/ pass it along;
 * the one who zeroes it frees it with run_free.
 */
struct run {
	struct conf *conf;		/* borrowed */
	struct store *store;		/* borrowed */
	const struct clock *clock;	/* borrowed */
	int64_t now;			/* Unix seconds, for the whole run */
	struct clock_row clock_seen;	/* as the state has it */
	bool dry_run;			/* store is a copy; no call, no write */
	bool other_run;			/* another one is at work */
	const struct explainer *explainer;	/* NULL: nobody */
	bool force;			/* the deletion guard is lifted */
	bool write_back;		/* false: --no-write-back */
	struct guard_limit max_deletes;

	struct arena arena;		/* texts of items, files, problems */
	struct vec scans;		/* struct scan *: calendars in scope */
	struct vec items;		/* struct item *: events to deal with */
	struct vec problems;		/* struct problem */
	struct directory directory;	/* what is known of people */
	unsigned look_ups;		/* rounds in which it was asked */
	bool looked_up;			/* it is not asked any more */
	struct vec mentions;		/* of people left out: sync/people */
	uint64_t mentioners;		/* events that left somebody out */
	struct api_conf api_conf;
	struct api *api;		/* NULL: not opened; sync/client */
	struct vec inputs;		/* struct input * */
	struct foreign_file foreign;	/* the last one looked into */
	struct totals totals;
	int exit;			/* the highest that applies so far */
};

enum scan_status {
	SCAN_UNREAD,	/* as it was: not opened */
	SCAN_READ,
	SCAN_DOUBT,	/* can't be read, or not completely */
	SCAN_VANISHED,	/* the state knows it, the calendar has it no more */
};

/* A calendar file in this run. */
struct scan_file {
	const struct calendar *calendar;
	struct file_row row;		/* stamp: as it was read */
	enum scan_status status;
	bool open;			/* something in it needs the next run */
	bool anew;			/* and so do all events in it */
	bool writable;			/* it may be replaced */
	struct vec settled;		/* uint64_t: need nothing */
};

/* A calendar in this run. */
struct scan {
	const struct calendar *calendar;
	bool doubt;		/* nothing follows from what is absent */
	struct vec files;	/* struct scan_file * */
	struct vec gone;	/* int64_t: bookings whose event is absent
				 * from where it was */
	struct vec standing;	/* uint64_t: keys of events that stand here
				 * but could not be looked into */
	struct vec skipped;	/* uint64_t: of those that rules leave out */
	bool sorted;		/* both of them */
	struct vec due;		/* struct booking: to be renewed, by file,
				 * then key */
	int64_t live;		/* reservations before the run */
};

/* What a VEVENT should say of an item. */
enum wish {
	WISH_LEAVE,		/* as it is */
	WISH_LINES,		/* the link, while there is a reservation */
	WISH_NOTHING,		/* no line of ours, once there is none */
	WISH_BARE,		/* no line of ours, though there is one */
};

/*
 * A VEVENT, or a booking without one, that this run has to deal with.  A
 * series with one link has an item for its master and followers for its
 * overrides: they carry the booking of the master, nothing is sent for
 * them.
 */
struct item {
	struct action act;
	const struct settings *settings;
	struct scan_file *file;		/* NULL: stands in none */
	const char *component;		/* RECURRENCE-ID of the VEVENT, "" */
	uint32_t off, len;		/* in the file; len 0: to be put in */
	uint64_t key;			/* of the VEVENT (ics/cut.h) */
	uint64_t digest;
	enum wish wish;
	bool follower;
	struct item *leader;		/* of a follower; NULL: nothing is done
					 * for the booking in this run */
	bool whole;			/* the VEVENT is ours as a whole */
	struct slice made;		/* an override for an occurrence, to
					 * stand there, without our lines;
					 * n is 0: the VEVENT is not ours */
	int64_t look_at;		/* when its event needs a look, beside
					 * renewal; 0: never */
	bool linked;			/* has a link that may be of our
					 * booking in another calendar */
	struct vec lines;	/* struct own_line: ours once it is written */
	bool written;			/* the file says what is wished */
	bool open;			/* needs the next run again */
	bool forget;			/* the row goes when all is done */
	bool relinked;			/* its link is another than before */
};

/* The booking whose link an item's VEVENT carries. */
static inline struct booking *
item_booking(struct item *it)
{
	return it->leader ? &it->leader->act.booking : &it->act.booking;
}

void run_init(struct run *r);
void run_free(struct run *r);

/*
 * Forget what was found and planned, all but the first n problems and the
 * directory, so that the plan can be made anew.
 */
void run_reset(struct run *r, size_t n);

struct item *run_add_item(struct run *r);
static inline struct item *
run_item(const struct run *r, size_t i)
{
	return VEC_AT(&r->items, struct item *, i);
}

/* Raise the exit status. */
void run_exit(struct run *r, int status);

/*
 * Note a problem and raise the exit status by what it asks for.  Texts
 * are copied.
 */
void run_problem(struct run *r, const struct problem *p);

/* When an item's booking needs a look without a change of its file. */
void run_set_due(struct item *it);

/* Whether a due booking stands in the file; key 0: any. */
bool run_is_due(const struct scan *sc, int64_t file, uint64_t key);

/* The scan of a calendar in scope by its name, or NULL. */
struct scan *run_scan(const struct run *r, const char *calendar);
/*
 * Whether an event of this key stands in some calendar without a booking
 * there: as one that can't be looked into, or that rules leave out.  When
 * all is scanned.
 */
enum standing { STANDS_NOWHERE, STANDS_UNREAD, STANDS_SKIPPED };
enum standing run_stands(const struct run *r, uint64_t key);
/* The file of a row in scope, or NULL. */
struct scan_file *run_file(const struct run *r, int64_t row);

/*
 * The items as the report wants them: struct action, deletions last, by
 * calendar order.  The vec is the caller's to free.
 */
void run_actions(const struct run *r, struct vec *actions);

#endif
