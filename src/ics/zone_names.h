/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_NAMES_H
#define ICSR_ICS_ZONE_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/*
 * Names of time zones that are none of IANA's: those of Windows, through
 * ICU, and what Outlook and others show to people.
 */

/* The longest IANA name has 32 bytes. */
#define ZONE_NAME_MAX 64

/*
 * The IANA name for a zone's name on Windows ("China Standard Time", in
 * this case), for what Windows shows ("(UTC+08:00) Beijing, Chongqing, Hong
 * Kong, Urumqi", also without the offset) or for a common one's name in
 * another language ("中国标准时间").  buf is for where the name may be put;
 * NULL when it is none of them.
 */
const char *zone_names_find(struct slice tzid, char buf[ZONE_NAME_MAX]);

/*
 * The offset that a name consists of or begins with: "UTC+8", "GMT+0800",
 * "GMT+08:00", "+08:00", "(UTC+08:00)", "(UTC+08:00) Somewhere".  East of
 * Greenwich is positive, whatever IANA's Etc/GMT+8 means.  False when it has
 * none.
 */
bool zone_names_offset(struct slice tzid, int32_t *seconds);

/*
 * The two parts of what Windows and Google show: "(UTC+01:00)
 * Sarajevo/Warsaw/Zagreb".  False when there is no name behind the offset.
 */
bool zone_names_shown(struct slice tzid, int32_t *seconds,
    struct slice *name);

/*
 * Whether that offset has no sign, as in "UTC 08:00", where a '+' was lost,
 * or "GMT8".  It is taken for one east of Greenwich.
 */
bool zone_names_unsigned(struct slice tzid);

/*
 * An IANA name without what it can't have: "America/New York",
 * "Asia\/Shanghai".  False when it has nothing of that kind.
 */
bool zone_names_spelled(struct slice tzid, char buf[ZONE_NAME_MAX]);

#endif
