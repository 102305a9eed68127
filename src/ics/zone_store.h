/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_STORE_H
#define ICSR_ICS_ZONE_STORE_H

#include "ics/zone.h"

/*
 * The zones of the process, shared by zone.c, zone_system.c and
 * vtimezone.c.  Not for others.
 */

/* No zone is further from UTC than this (RFC 8536, 3.2). */
#define ZONE_OFFSET_MAX (26 * 3600)

struct _icaltimezone;		/* libical's */

struct zone {
	const char *name;
	int32_t offset;		/* of a zone that has nothing else */
	struct _icaltimezone *rules;	/* NULL: none */
	bool system;		/* the C library's local time */
	struct slice source;	/* of a VTIMEZONE: its bytes */
};

/*
 * Add a zone with this name and nothing else; it lives until zone_done.
 * libical's zone, once it is put in, belongs to it.
 */
struct zone *zone_add(struct slice name);

/* The same for a VTIMEZONE, whose bytes are copied. */
struct zone *zone_add_own(struct slice name, struct slice source);
/* The zone that was made of these bytes, or NULL. */
const struct zone *zone_by_source(struct slice bytes);

/* How many zones there are. */
size_t zone_count(void);

/* A zone that is always so far from UTC, "UTC+08:00"; 0 is UTC. */
const struct zone *zone_fixed(int32_t offset);

#endif
