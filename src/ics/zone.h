/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_H
#define ICSR_ICS_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/slice.h"

/*
 * Time zones by name, with the rules of the system's tzdata as libical reads
 * them.  A zone belongs to the process and lives until zone_done.  Not for
 * more than one thread.  What one calendar calls its zones: calendar.h.
 *
 * With the zone files of Debian (zic -b fat) all IANA zones are right from
 * 2020 to 2036, both ways; the tests compare them with Python's zoneinfo.
 * From 2038 on libical misreads the rule at the end of a file in 19 of 597,
 * and these are off by an hour for up to some weeks a year, St_Johns for
 * longer: Cairo, Nuuk, Scoresbysund, Miquelon, St_Johns, Santiago, Easter,
 * Azores, Troll, Lord_Howe, Norfolk, Chatham and their aliases.  With slim
 * files six of these are so from the present on.
 */
struct zone;

/*
 * The zone of a TZID: an IANA name, exactly or in other case, or one behind
 * a prefix such as "/freeassociation.sourceforge.net/"; "UTC", "GMT", "Z";
 * a zone's name on Windows, or as Windows shows it ("China Standard Time",
 * "(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi", "中国标准时间"), or
 * with another list of places of which IANA has one; a fixed offset
 * ("UTC+8", "GMT+0800", "+08:00").  NULL when the name is not known.
 */
const struct zone *zone_find(struct slice tzid);

/*
 * Whether that zone is a mere offset though its name says more, "(UTC+01:00)
 * Somewhere", and clocks are changed in summer at some place of that offset.
 */
bool zone_offset_only(struct slice tzid);

/*
 * The same for names that can only mean one zone, whatever VTIMEZONE stands
 * beside them: IANA names with a '/', UTC and Z.  Others (EST, GMT, PRC)
 * serve as anybody's abbreviation.
 */
const struct zone *zone_find_certain(struct slice tzid);

/* Whether the system has IANA's zones; without them nearly none is known. */
bool zone_database(void);
/* The folder of their files, or NULL; libical's. */
const char *zone_folder(void);

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

/* Free all zones, those of calendars too. */
void zone_done(void);

#endif
