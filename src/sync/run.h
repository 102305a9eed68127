/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_RUN_H
#define ICSR_SYNC_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "api/api.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"
#include "charset/codec.h"
#include "conf/conf.h"
#include "csv/convert.h"
#include "ics/parse.h"
#include "ics/recur.h"
#include "model/address.h"
#include "model/booking.h"
#include "plan/rules.h"
#include "store/files.h"
#include "store/store.h"
#include "sync/changes.h"
#include "sync/encoding.h"

struct item;
struct mention;
struct outside;
struct record;
struct remote;
struct scan;
struct scan_file;

struct scans VEC(struct scan *);
struct items VEC(struct item *);
struct ids VEC(int64_t);
struct records VEC(struct record *);
struct remotes VEC(struct remote *);

/* A claim: the events of a UID in a calendar may take a booking.  `far` says
 * how little they look like the event that the booking was made for
 * (sync/identity). */
struct claim {
	int64_t booking;
	uint64_t uid;
	const struct scan *scan;
	unsigned far;
	bool done;			/* they were examined */
};
struct claims VEC(struct claim);

/* A table, standard input or a calendar that is not in UTF-8, as it was
 * read; kept for the whole run (sync/input). */
struct input {
	char *path;
	int fd;				/* a copy of standard input; -1: none */
	struct file_stamp stamp;
	bool table;
	struct str bytes;		/* of the table; or the UTF-8 text of a
					 * calendar in UTF-16 or UTF-32 */
	struct utf16 utf16;
	struct csv_table csv;		/* the table, and the calendar made of
					 * it; ics.n is 0: not made yet */
	bool foreign;			/* a calendar that is not in UTF-8 */
	struct codec codec;		/* of a foreign calendar */
	struct parse_text text;		/* the same */
};

/* What a run found of an event on its way, for `explain`, `export` and
 * `doctor`. */
struct explained {
	const struct calendar *calendar;
	const char *file;
	uint32_t line;
	const char *component;		/* RECURRENCE-ID of the VEVENT, "" */
	bool follower;		/* has no booking of its own */
	const char *note;	/* of a follower: what decides, no rule;
				 * NULL: the verdict does */
	const struct occurrence *occurrence;	/* of a series with one link;
						 * NULL: the event */
	const struct event *event;
	const struct verdict *verdict;	/* NULL: there is a note */
	struct directory *directory;
	int64_t now;
};

/* A callback for the events of a UID; what it gets is valid during the call. */
struct explainer {
	const char *uid;		/* NULL: of all */
	int64_t until;			/* also of the occurrences of series
					 * with one link that end until then,
					 * and the next one; 0: not */
	void *cookie;
	void (*event)(void *cookie, const struct explained *x);
	/* What was told counts no more: the plan is made anew, and the next
	 * one tells all events. */
	void (*again)(void *cookie);
};

/* What temp_name puts digits between, for files beside calendars. */
#define FILE_TEMP_BEGIN ".icsreserve-"
#define FILE_TEMP_END ".tmp"

/*
 * One run of a command that changes something: what it works with, and
 * what it has found and done so far.  The modules of sync/ pass it along;
 * whoever calls run_init calls run_free.
 *
 * A run plans first.  Before the plan, recover and pull bring the
 * state and the folders up to date; between two passes of the plan, people
 * records what the directory answered.  From scan to guard, all others only
 * read: scans, items and changes are the plan.  Then, unless it is a dry run,
 * the plan is carried out.
 */
struct run {
	struct conf *conf;		/* borrowed */
	struct store *store;		/* borrowed */
	const struct clock *clock;	/* borrowed */
	int64_t now;			/* Unix seconds, for the whole run */
	const char *id;			/* of the run; borrowed */
	struct clock_row clock_seen;	/* as the state has it, or will */
	bool clock_back;		/* it was ahead in an earlier run */
	bool dry_run;			/* no call, no write */
	bool other_run;			/* another one is at work */
	const char *only_plan;		/* digest of the one plan that may be
					 * carried out; NULL: any */
	char plan[17];			/* digest of what is planned; "" */
	const struct explainer *explainer;	/* NULL: nobody */
	bool force;			/* the deletion guard is lifted */
	bool write_back;		/* false: --no-write-back */
	bool clears;		/* cancel removes lines from files even where
				 * write-back is off now */
	bool ends_all;		/* cancel of whole calendars: an empty one is
				 * not in doubt */
	struct guard_limit max_deletes;

	struct arena arena;		/* texts of items, files, problems */
	struct arena arena_run;		/* what outlives a plan: remotes */
	struct remotes remotes;		/* calendars over the network */
	struct scans scans;		/* calendars in scope */
	bool blind;		/* a file that was never read can't be
				 * read now: any event may be in it */
	/* calendars that are not in scope, as far as they were looked into */
	struct outside *outside;
	struct items items;		/* events to deal with */
	struct changes changes;		/* rows of the state to be changed */
	struct digests unasked;	/* UIDs whose reservation could not be asked
				 * for, after `restore` */
	struct digests unread;	/* UIDs that are there but could not be looked
				 * into, and digests of the reserve_ids in
				 * their VEVENTs; sorted */
	/* What the plan ends while copies of its event may carry it: digests
	 * of the reserve_ids, sorted */
	struct digests ends;
	bool ends_late;		/* copies lose the link in the next run */
	/* Bookings whose series may have gone to another calendar of the run,
	 * while overrides of it stayed behind. */
	struct ids offered;
	/* Bookings of events that are called off, for those that have their
	 * lines. */
	struct ids left;
	struct digests wanted;	/* UIDs to be looked into in each calendar */
	struct texts changing;	/* files that changed while a plan was made
				 * from them, each as often as they did */
	bool again;		/* the plan has to be made again */
	struct digests ended;	/* digests of the reserve_ids that ended in
				 * this run; sorted when it settles */
	struct records records;		/* what is to be recorded of VEVENTs */
	bool anew;			/* all events are looked into */
	bool strays;			/* `cancel --strays`: lines with our
					 * bookkeeping are taken for ours */
	struct ids claimed;		/* bookings another event has taken */
	struct claims claims;	/* of sets that are examined late; sorted */
	struct problems problems;
	struct directory directory;	/* what is known of people */
	unsigned look_ups;		/* rounds in which it was asked */
	bool looked_up;			/* it is not asked any more */
	struct VEC(struct mention) mentions;	/* people left out */
	uint64_t mentioners;		/* events that left somebody out */
	struct api_conf api_conf;
	struct api *api;		/* NULL: not opened; sync/client */
	struct api_count calls[API_OPS + 1];	/* of all that were open */
	struct VEC(struct input *) inputs;
	struct totals totals;
	int exit;			/* the highest that applies so far */
};

/* Whether the plan ends a reservation whose link copies of its event may
 * carry. */
bool run_ends(const struct run *r, const char *reserve_id);

/* How often the file stands in `changing`. */
unsigned run_changing(const struct run *r, const char *path);
/* Whether an id is among others. */
bool run_lists(const struct ids *ids, int64_t id);

/* Raise the exit status. */
void run_exit(struct run *r, int status);

/*
 * Note a problem and raise the exit status by what it asks for.  Texts
 * are copied.
 */
void run_problem(struct run *r, const struct problem *p);

/* Tell the run's explainer of an event, if it asked for its UID. */
void run_explain(const struct run *r, const struct explained *x);

#endif
