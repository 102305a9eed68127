/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_TZIF_H
#define ICSR_ICS_TZIF_H

#include "ics/yearly.h"

/*
 * The system's zones, from the files that zic makes (TZif, RFC 8536).  Own
 * code, for libical is some days off behind 2037 in 4 of 39 zones that
 * were tried, and an hour off around changes.
 */

/*
 * Read the bytes of a TZif file of version 2 or later into a zone, all but
 * its name.  False when they are none, or have a footer that is not
 * understood.
 */
bool tzif_parse(struct slice bytes, struct zone *z, struct arena *a);

/*
 * The file of an IANA name, from $TZDIR or where systems keep them.  The
 * caller has made sure that the name leads nowhere else.
 */
bool tzif_load(const char *name, struct zone *z, struct arena *a);

#endif
