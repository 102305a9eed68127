/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_PARSE_CALENDAR_H
#define ICSR_ICS_PARSE_CALENDAR_H

#include "base/mem.h"
#include "base/slice.h"
#include "ics/parse_context.h"
#include "model/settings.h"

/*
 * What the VCALENDAR in bytes says for its events; all of it is in the
 * arena, and the bytes must live as long.  Its own lines are those before
 * the first component and after the last; VTIMEZONEs are looked for when a
 * name needs them.  aliases: the user's names for zones, or NULL.
 */
void parse_calendar(struct slice calendar, const struct tz_aliases *aliases,
    struct arena *a, struct parse_calendar *out);

#endif
