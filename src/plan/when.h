/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_WHEN_H
#define ICSR_PLAN_WHEN_H

#include <stdint.h>

#include "base/clock.h"
#include "base/str.h"

/*
 * Instants as people read them: in local time, with the day of the week and
 * the offset, so that nobody has to know which zone it is.  A zeroed struct
 * is UTC.
 */
struct zone;

struct when {
	struct civil (*local)(const struct zone *zone, int64_t utc);
	const struct zone *zone;
	const char *name;	/* to be printed; NULL: the system's zone */
};

#define WHEN_TEXT 96

/* "Thu 2026-12-03 10:00 +08:00"; returns buf, as the others do. */
const char *when_time(const struct when *w, int64_t at, char buf[WHEN_TEXT]);

/*
 * When an event starts: as above, or of one that fills whole days of the zone
 * the day alone, "Thu 2026-12-03".  end is when it ends, 0: not known.
 */
const char *when_start(const struct when *w, int64_t start, int64_t end,
    char buf[WHEN_TEXT]);

/*
 * An instant beside another, whose day and offset are printed: where both are
 * the same the time alone, "10:02", else as when_time.
 */
const char *when_beside(const struct when *w, int64_t at, int64_t other,
    char buf[WHEN_TEXT]);

/*
 * From when to when: "Thu 2026-12-03 10:00-11:00 +08:00", on several days
 * "Thu 2026-12-03 23:00 - Fri 2026-12-04 01:00 +08:00", of whole days
 * "Thu 2026-12-03" and "Thu 2026-12-03 - Fri 2026-12-04".  The offset stands
 * twice when it changes in between.
 */
const char *when_range(const struct when *w, int64_t start, int64_t end,
    char buf[WHEN_TEXT]);

/*
 * Add "Times are in Asia/Shanghai." and a newline when the zone is not the
 * one in which the user's own clock runs; else nothing.
 */
void when_zone(const struct when *w, struct str *out);

/*
 * Add a message with each instant in it, "2026-12-03T02:00:00Z", as when_time
 * has it.  What stands behind a quotation mark is somebody's own text and
 * stays.
 */
void when_message(const struct when *w, const char *text, struct str *out);

#endif
