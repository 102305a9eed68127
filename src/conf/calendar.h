/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_CALENDAR_H
#define ICSR_CONF_CALENDAR_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "conf/data.h"

/*
 * The calendars of a configuration, each with its section as a whole, and
 * those that are named beside it.
 */

/*
 * When all is read: what a table's settings are in any case, and the
 * digest over all settings, the name and the output.
 */
void calendar_finish(struct calendar *cal);

/*
 * The last calendar of the list against those before it: ERR_USAGE when it
 * has neither path nor url, or both, or its name, path or output is another's.
 * With a url its path is set, in the arena: a folder of this state, URL and
 * user alone, since what is not in it counts as gone.
 */
int calendar_check(const struct calendars *calendars, const char *state,
    struct arena *a, struct err *e);

/* The folder of a calendar over the network, by its name and url_key; NULL
 * when there is neither $XDG_CACHE_HOME nor $HOME. */
const char *calendar_folder(const struct calendar *cal, const char *state,
    struct arena *a);

/*
 * Whether a path is that of a table: *.csv, *.tsv, *.tab, and a *.txt or
 * *.xls, as many programs call such text, that is no calendar.
 */
bool calendar_is_table(const char *path);

/* The calendar of this name that is configured, or kept; NULL: none. */
struct calendar *conf_named(const struct conf *c, const char *name);
/* Its path.  Calendars of the command line are named by theirs; "": neither. */
const char *conf_path(const struct conf *c, const char *name);
/* The settings of the calendar of this name, or the defaults. */
const struct settings *conf_settings(const struct conf *c, const char *name);
/* Whether a calendar of this name is configured, or kept. */
bool conf_has_calendar(const struct conf *c, const char *name);

/*
 * The calendar of that name, or else the one configured with that path
 * (both as real paths), or else a new one named by its real path with the
 * default settings (kept in extra; the same path gives it again).
 * ERR_SOURCE when there is neither such a name nor such a path.  It stays
 * where it is until conf_free.
 */
int conf_calendar(struct conf *c, const char *name_or_path,
    struct calendar **cal, struct err *e);

/* Whether a text is a URL of some kind, and no path. */
bool conf_is_url(const char *text);
/*
 * Set name, path and url_key of a feed by its url: the name is its host and a
 * digest, for the rest may be as good as a password.  ERR_USAGE for what is no
 * URL of a feed; the message does not show it.
 */
int conf_feed(struct conf *c, struct calendar *feed, struct err *e);

/* Whether there is an encoding of this name. */
bool conf_knows_encoding(const char *name);

/* Let no file of the calendar be written. */
void conf_leave_files(struct calendar *cal);

/*
 * Add a calendar that no file configures, by the name, path, url, output,
 * encoding, dates and imported of `like`, whose texts are copied; its settings
 * are the defaults.  A table wants a topic in each row.  With
 * `kept` it counts as configured from now on; else it is one of extra.
 * Not before all other calendars were asked for: those may move.
 */
struct calendar *conf_add_calendar(struct conf *c,
    const struct calendar *like, bool kept);

#endif
