/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_H
#define ICSR_ICS_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/slice.h"

/*
 * Time zones by name, with the rules of the system's tzdata.  A zone that
 * is found here belongs to the process and lives until zone_done.  Not for
 * more than one thread.  What one calendar calls its zones: zone_table.h.
 */
struct zone;

/*
 * The zone of a TZID: an IANA name, exactly or in other case, or one behind
 * a prefix such as "/freeassociation.sourceforge.net/"; "UTC", "GMT", "Z";
 * a zone's name on Windows, or as Windows shows it ("China Standard Time",
 * "(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi", "中国标准时间"); a
 * fixed offset ("UTC+8", "GMT+0800").  NULL when the name is not known.
 */
const struct zone *zone_find(struct slice tzid);

/*
 * The same for names that can only mean one zone, whatever VTIMEZONE stands
 * beside them: IANA names with a '/', UTC and Z.  Others (EST, GMT, PRC)
 * serve as anybody's abbreviation.
 */
const struct zone *zone_find_certain(struct slice tzid);

/* The system's zone (TZ, /etc/timezone, /etc/localtime), else UTC. */
const struct zone *zone_system(void);

/*
 * Local time in a zone to Unix seconds.  In the gap of a change to summer
 * time the offset before the gap counts; in the overlap the first of the
 * two instants (RFC 5545, 3.3.5).
 */
int64_t zone_to_utc(const struct zone *z, const struct civil *local);
/* And back, to show times. */
struct civil zone_to_local(const struct zone *z, int64_t utc);
/*
 * Its IANA name; of a fixed offset "UTC+08:00"; of a calendar's own zone
 * its TZID.
 */
const char *zone_name(const struct zone *z);

/* Free all zones but those of calendars. */
void zone_done(void);

#endif
