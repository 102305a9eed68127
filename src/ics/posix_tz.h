/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_POSIX_TZ_H
#define ICSR_ICS_POSIX_TZ_H

#include "ics/yearly.h"

/*
 * Read a TZ string as the footer of a TZif file has it ("CET-1CEST,M3.5.0,
 * M10.5.0/3"; POSIX.1-2017, 8.3, with the hours of RFC 8536, 3.3.1), whole.
 * Its rules hold behind the last of the changes and are appended to them.
 * False when it is none: rules must be given, and a day counted from zero
 * ("59") must not depend on leap years, which zic never writes.
 */
bool posix_tz(struct slice text, struct zone *z, struct vec *changes);

#endif
