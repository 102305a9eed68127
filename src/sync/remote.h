/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_REMOTE_H
#define ICSR_SYNC_REMOTE_H

#include "dav/collection.h"
#include "store/calendars.h"
#include "sync/run.h"

/* Where an item's file lies. */
struct remote_place {
	const char *path;
	size_t item;		/* its index */
};

/*
 * A calendar over the network in this run: the server, what is recorded of it,
 * and the folder that mirrors it (src/README.md has the states).
 */
struct remote {
	const struct calendar *calendar;
	struct run *run;
	struct remote_row row;
	struct remote_items items;	/* by name */
	struct remote_places VEC(struct remote_place) places; /* by path */
	bool known;		/* there was a row, of this URL */
	bool stale;		/* rows of another URL are to go */
	bool whole;		/* pulled completely in this run */
	bool asked;		/* pull was tried in this run */
	bool tries;		/* it took no changes in the last run, and lists
				 * no reason: one is tried before the others */
	const char *url;	/* to be asked: no webcal:// */
	struct dav_collection collection;	/* of row.collection */
	struct secret password, bearer, secret_url;
	struct dav_account account;
	struct dav *dav;	/* NULL: not opened */
};

/* Get the remote of a calendar; the first time it is made and its rows are
 * loaded.  *rm is NULL when the calendar has no url.  run_free frees it. */
int remote_of(struct run *r, const struct calendar *cal, struct remote **rm,
    struct err *e);
void remote_free(struct run *r);

/*
 * Open the way to the server: the login is asked for.  ERR_USAGE, ERR_AUTH, or
 * ERR_NETWORK.
 */
int remote_open(struct remote *rm, struct err *e);

/* Note that it is a feed: its path may be as good as a password and is masked,
 * unless it is an ordinary file name; those of files are not. */
void remote_is_feed(struct remote *rm);

/* The server as it may be shown: "https://host/…". */
const char *remote_shown(struct remote *rm);

/* Whether a missing event does not count as removed: the calendar is over the
 * network and was not pulled completely. */
bool remote_doubtful(const struct run *r, const struct calendar *cal);
/* Why the files of a calendar may not be edited, with the remedy; NULL. */
const char *remote_fixed(struct run *r, const struct calendar *cal);

/* Whether it is time to ask for all of it, not for changes alone. */
bool remote_due_anew(const struct remote *rm);

/* --- items and their files ----------------------------------------------- */

/* The item of a name, and of the file at a path; NULL. */
struct remote_item *remote_item(const struct remote *rm, const char *name);
struct remote_item *remote_item_at(const struct remote *rm,
    const char *path);
/* Add one, at the end; remote_sort follows before any is looked for. */
struct remote_item *remote_add(struct remote *rm, const char *name);
void remote_sort(struct remote *rm);
/* The path of its file; of the arena of the run. */
const char *remote_path(struct remote *rm, const char *name);

/* An ETag without the "W/" that makes it weak (RFC 9110, 8.8.3). */
const char *remote_strong_etag(const char *etag);
/* Whether two are equal by weak comparison (8.8.3.2); NULL equals none. */
bool remote_same_etag(const char *a, const char *b);

/* Note, in the transaction of the write intents, what a run is about to write
 * into the file at path; nothing when that is no item's. */
int remote_note(struct run *r, const struct calendar *cal, const char *path,
    uint64_t digest, struct err *e);

/* Begin a transaction that records the calendar's row. */
int remote_begin(struct remote *rm, struct err *e);
/* Put the rows of these items, and the calendar's, in one transaction. */
int remote_record(struct remote *rm, struct remote_item *const *items,
    size_t n, const char *commit, struct err *e);

#endif
