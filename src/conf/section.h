/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_SECTION_H
#define ICSR_CONF_SECTION_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"
#include "model/settings.h"

/* The section of a calendar as a whole. */

/*
 * When all is read: what a table's settings are in any case, and the
 * digest over all settings, the name and the output.
 */
void section_finish(struct calendar *cal);

/*
 * The last calendar of the list against those before it: ERR_USAGE when it
 * has neither path nor url, or both, or its name, path or output is another's.
 * With a url its path is set, in the arena: a folder of this state, URL and
 * user alone, since what is not in it counts as gone.
 */
int section_check(const struct calendars *calendars, const char *state,
    struct arena *a,
    struct err *e);

/* The folder of a calendar over the network, by its name and url_key; NULL
 * when there is neither $XDG_CACHE_HOME nor $HOME. */
const char *section_folder(const struct calendar *cal, const char *state,
    struct arena *a);
/* Set path and url_key of a calendar with a url; see section_check. */
int section_place(struct calendar *cal, const char *state, struct arena *a,
    struct err *e);

/*
 * Whether a path is that of a table: *.csv, *.tsv, *.tab, and a *.txt or
 * *.xls, as many programs call such text, that is no calendar.
 */
bool section_is_table(const char *path);

/* Whether two paths are the same, also by way of links. */
bool section_same_path(const char *a, const char *b);

#endif
