/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SCAN_H
#define ICSR_SYNC_SCAN_H

#include "base/view.h"
#include "ics/cut.h"
#include "sync/run.h"

/*
 * The first step of a plan: which files there are, what stands in them, and
 * which events have to be looked into.  Nothing is parsed yet.
 */

enum scan_status {
	SCAN_AS_IT_WAS,	/* not opened: the cache vouches for it */
	SCAN_READ,
	SCAN_DOUBT,	/* can't be read, or not completely */
	SCAN_VANISHED,	/* the cache knows it, the calendar has it no more */
};

/* A calendar file in this run. */
struct scan_file {
	const struct calendar *calendar;
	struct scan *scan;
	struct file_row row;		/* stamp: as it was read */
	enum scan_status status;
	bool alias;		/* an earlier file of the run is the same
				 * one, under another name */
	bool anew;		/* what the cache says of its events does
				 * not count */
	bool writable;			/* it may be replaced */
	int64_t read_at;		/* when reading began: ns, by the
					 * system's clock */
	struct cut cut;			/* of a file that was read, or as far as
					 * one in doubt could be */
	struct settled_list known;	/* of the cache, by digest */
	struct holds held;		/* of the cache */
	size_t fresh;		/* VEVENTs that the cache does not know */
	/* For the cache, at the end of the run: */
	struct settled_list settled;
	struct holds holds;
	bool open;			/* something in it needs the next run */
	bool redo;			/* and all events in it do */
	bool counted;			/* write_count's own */
};
struct scan_files VEC(struct scan_file *);

/* The first VEVENT of a UID in a file that was read. */
struct place {
	uint64_t uid_key;
	uint32_t file;			/* index into the catalog's files */
	uint32_t event;			/* index into its cut's events */
};

/*
 * Files within which a UID is one event: those of a calendar, or of all that
 * is imported together.
 */
struct catalog {
	struct scan_files files;
	struct places VEC(struct place) places;	/* by uid_key, then file */
	struct keys questions;		/* UIDs to be looked into, sorted */
	struct keys doubts;	/* UIDs that stand in files in doubt, sorted */
	bool all_in_doubt;		/* any UID may stand in such a file */
};

struct inode {
	int64_t dev, ino;
};

/* A calendar in this run. */
struct scan {
	const struct calendar *calendar;
	struct catalog *catalog;
	bool doubt;		/* nothing follows from what is absent */
	bool looked;		/* some file was opened or has vanished */
	bool waiting;		/* absent events that were not dealt with:
				 * its files are read again */
	struct scan_files files;
	struct inodes VEC(struct inode) earlier;	/* files of the scans
					 * before, sorted */
	struct vec due;			/* struct booking: to be renewed */
	struct vec absent;		/* struct booking: their events stand
					 * nowhere in the calendar */
	int64_t live;			/* reservations before the run */
};

/*
 * List, open and cut the files of the calendars, and find out which events
 * have to be looked into (src/README.md says which).  What is wrong with a
 * file becomes a problem of the run; the error is for the state alone.
 */
int scan_calendars(struct run *r, struct calendar *const *cals, size_t n,
    struct err *e);

/* Add a scan that knows nothing of its files yet. */
struct scan *scan_add(struct run *r, const struct calendar *cal);

/* Whether an event is to be looked into; whether it is in doubt. */
bool scan_asks(const struct catalog *c, uint64_t uid_key);
bool scan_doubts(const struct catalog *c, uint64_t uid_key);

/* Whether an event stands in a file that was read. */
bool scan_stands_in(const struct catalog *c, uint64_t uid_key);

/* The places of a UID: the first of them, and how many. */
const struct place *scan_places(const struct catalog *c, uint64_t uid_key,
    size_t *n);

/* Where an event stands in a calendar. */
enum standing {
	STANDS_NOWHERE,
	STANDS_HERE,
	STANDS_UNKNOWN,		/* what may hold it can't be read */
};
/*
 * Whether a UID stands in a calendar, in the run or not; asker: the calendar
 * that it was found in.  A calendar that is not in the run is looked into
 * where the cache does not vouch for it.
 */
int scan_stands(struct run *r, const char *calendar, uint64_t uid_key,
    const struct calendar *asker, enum standing *where, struct err *e);
/* Whether it stands in a configured calendar that is not in the run. */
int scan_stands_outside(struct run *r, uint64_t uid_key,
    enum standing *where, const char **calendar, struct err *e);

/* Whether anything that lives is booked for a calendar and wanted. */
int scan_has_bookings(struct run *r, const char *calendar, bool *has,
    struct err *e);

/* The digest of settings that a file is read with. */
uint64_t scan_config(const struct run *r, const struct calendar *cal);

void scan_free(struct run *r);
void scan_free_outside(struct run *r);

#endif
