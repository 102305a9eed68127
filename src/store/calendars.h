/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_CALENDARS_H
#define ICSR_STORE_CALENDARS_H

#include <stdbool.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/vec.h"
#include "store/store.h"

/* What the state knows of calendars beside their events. */

/*
 * Those over the network, and what their folders hold.  Both may be lost:
 * everything is fetched anew then.
 */
enum remote_kind { REMOTE_CALDAV, REMOTE_FEED };

struct remote_row {
	const char *calendar;
	uint64_t url_key;	/* digest of the configured URL and user */
	enum remote_kind kind;
	const char *collection;	/* its URL; NULL: to be found */
	bool sync, read_only, schedules;	/* struct dav_collection */
	const char *token;	/* NULL: list everything */
	const char *etag, *modified;	/* of a feed; NULL */
	int64_t listed, pulled;	/* Unix seconds: everything, anything */
};

struct remote_rows VEC(struct remote_row);

struct remote_item {
	const char *calendar, *name;
	const char *href;	/* as the server wrote it */
	const char *etag;	/* of the bytes `base`; NULL: not known */
	uint64_t base;		/* digest of what the server gave */
	uint64_t wrote;		/* of what a run made of it; 0: nothing */
	uint64_t held;		/* of the meaning that is not sent again */
	struct file_stamp stamp;	/* of the file with one of these */
	uint64_t meant;		/* of the meaning of what `wrote` was made of
				 * in this run; 0: not known; never stored */
};
struct remote_items VEC(struct remote_item);

/* The row of a calendar; *found tells whether there is one. */
int remotes_get(struct store *s, const char *calendar, struct arena *a,
    struct remote_row *row, bool *found, struct err *e);
int remotes_put(struct store *s, const struct remote_row *row,
    struct err *e);

/* The rows of all calendars by name; added to out. */
int remotes_all(struct store *s, struct arena *a, struct remote_rows *out,
    struct err *e);
int remotes_delete(struct store *s, const char *calendar, struct err *e);

/* The items of a calendar by name; added to out. */
int remotes_items(struct store *s, const char *calendar, struct arena *a,
    struct remote_items *out, struct err *e);
int remotes_put_item(struct store *s, const struct remote_item *item,
    struct err *e);
int remotes_delete_item(struct store *s, const struct remote_item *item,
    struct err *e);
/* All of a calendar. */
int remotes_delete_items(struct store *s, const char *calendar,
    struct err *e);

/* Those that `import --keep` remembers. */
struct kept_row {
	const char *name, *path;
	const char *output;		/* NULL: in place */
	const char *encoding;		/* NULL: found out */
	const char *dates;		/* NULL: found out, or refused */
};
struct kept_rows VEC(struct kept_row);

/* All, by name; added to out. */
int kept_all(struct store *s, struct arena *a, struct kept_rows *out,
    struct err *e);
/* Insert, or replace the row of the name. */
int kept_put(struct store *s, const struct kept_row *row, struct err *e);
int kept_delete(struct store *s, const char *name, struct err *e);

#endif
