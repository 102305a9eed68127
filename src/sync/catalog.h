/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_CATALOG_H
#define ICSR_SYNC_CATALOG_H

#include "ics/cut.h"
#include "sync/run.h"
#include "sync/source.h"

/*
 * The calendars of a run, their files, and where each UID stands in them: what
 * a scan (sync/scan.h) finds, and questions to it.
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
	const char *fixed;	/* why it, or its copy elsewhere, can't be
				 * replaced; NULL: it can */
	bool blamed;			/* events have failed because of it */
	bool barred;		/* its copy would replace a file that is not
				 * ours */
	int64_t read_at;		/* when reading began: ns, by the
					 * system's clock */
	struct cut cut;			/* of a file that was read, or as far as
					 * one in doubt could be */
	struct settled_list known;	/* of the cache, by digest */
	struct holds known_holds;	/* the same: what it held */
	size_t fresh;		/* VEVENTs that the cache does not know */
	/* For the cache, at the end of the run: */
	struct settled_list settled;
	struct holds holds;
	struct digests edited;		/* UIDs of VEVENTs that were edited */
	bool open;			/* something in it needs the next run */
	bool redo;			/* and all events in it do */
	bool counted;			/* file_jobs_count's own */
};
struct scan_files VEC(struct scan_file *);

/* The first VEVENT of a UID in a file that was read. */
struct place {
	uint64_t uid_key;		/* first, for the order */
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
	struct digests questions;	/* UIDs to be looked into, sorted */
	struct digests doubts;	/* UIDs that are in files in doubt, sorted */
	bool all_in_doubt;		/* any UID may be in such a file */
	const char *hides;	/* why an absent event may still be in a
				 * table; NULL: none may */
};

/* A calendar in this run. */
struct scan {
	const struct calendar *calendar;
	struct catalog *catalog;
	bool doubt;		/* an absent event is not removed */
	bool looked;		/* some file was opened or has vanished */
	bool waiting;		/* absent events that were not dealt with:
				 * its files are read again */
	struct scan_files files;
	struct inodes earlier;		/* files of the scans before, sorted */
	struct bookings due;		/* to be renewed */
	struct bookings absent;		/* their events are nowhere in the
					 * calendar */
	int64_t live;			/* reservations before the run */
};

/* Whether an event is to be looked into. */
bool catalog_asks(const struct catalog *c, uint64_t uid_key);
/* Whether an event is in doubt. */
bool catalog_doubts(const struct catalog *c, uint64_t uid_key);

/* Whether an event is in a file that was read. */
bool catalog_holds(const struct catalog *c, uint64_t uid_key);

/* The places of a UID: the first of them, and how many. */
const struct place *catalog_places(const struct catalog *c, uint64_t uid_key,
    size_t *n);

/* The scan of a calendar in scope by its name, or NULL. */
struct scan *catalog_scan(const struct run *r, const char *calendar);
/* Its file with a row of the cache, or NULL. */
struct scan_file *catalog_file(const struct scan *sc, int64_t row);

/* Whether what is absent may stand in a calendar of the run that could not
 * be read completely. */
bool catalog_in_doubt(const struct run *r);
/* Put a calendar in doubt, and tell why; file: at fault, or NULL. */
void catalog_doubt(struct run *r, struct scan *sc, const char *file,
    const char *why);
/* The same of a file, with its calendar. */
void catalog_doubt_file(struct run *r, struct scan_file *f, const char *why);
/* The same, since it changed while it was being read. */
void catalog_doubt_changed(struct run *r, struct scan_file *f);

#endif
