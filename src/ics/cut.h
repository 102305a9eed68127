/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_CUT_H
#define ICSR_ICS_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/view.h"
#include "ics/cut_data.h"

/*
 * Cut finds, in one pass over the bytes of a calendar file and without
 * copying, where each VCALENDAR and each VEVENT stands.  It decides about
 * structure: what it can't prove is refused by name.  Nothing else decides
 * where the events of a file begin and end.
 */

/* The digest by which a UID is found in files: of its text, unescaped and
 * trimmed, as struct event has it. */
uint64_t cut_uid_key(struct slice uid);

/*
 * Cut bytes.  With a view, whose bytes they are, memory that was passed is
 * given back on the way, so that the resident size stays flat.  Events of
 * a refused VCALENDAR are listed too; look at its reason.  Files that
 * view_open accepts fit the 32-bit offsets.
 */
void cut_bytes(struct cut *c, struct slice bytes, const struct view *view);

static inline struct slice
cut_slice(struct slice bytes, const struct cut_event *ev)
{
	return slice_of(bytes.p + ev->off, ev->len);
}

#endif
