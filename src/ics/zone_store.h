/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_STORE_H
#define ICSR_ICS_ZONE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/*
 * The zones of the process, for zone, zone_system and vtimezone.  Not for
 * others.
 */

/* No zone is further from UTC than this (RFC 8536, 3.2). */
#define ZONE_OFFSET_MAX (26 * 3600)

struct _icaltimezone;		/* libical's */

struct zone {
	const char *name;
	int32_t offset;		/* of a zone that has nothing else */
	struct _icaltimezone *rules;	/* NULL: none */
	/* The C library's local time; NULL: any other zone. */
	int64_t (*offset_at)(int64_t utc);
	struct slice source;	/* of a VTIMEZONE: its bytes */
	bool guessed;		/* it has an offset without a sign */
	int64_t since;		/* local; from when a VTIMEZONE has offsets */
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

/* The zone of the system with that name, or NULL; what a calendar calls so
 * is another one. */
const struct zone *zone_loaded(struct slice name);

/* How many zones there are. */
size_t zone_count(void);

/* A zone with one offset from UTC, in seconds: "UTC+08:00"; 0 is UTC. */
const struct zone *zone_fixed(int32_t offset);

/* Free all zones, and what libical has of them by the function.  The
 * generation tells who kept a zone that it is gone. */
void zone_forget_all(void (*free_rules)(struct _icaltimezone *rules));
unsigned zone_generation(void);

#endif
