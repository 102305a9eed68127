/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DOCTOR_FILTERS_H
#define ICSR_DOCTOR_FILTERS_H

#include "base/vec.h"
#include "doctor/doctor.h"
#include "sync/run.h"

struct watch;

/*
 * Which lines of a calendar's `include`, `exclude` and `own` ever match:
 * one that never does is likely a slip of the pen.
 */
struct filters {
	struct VEC(struct watch) watches;	/* one for each calendar */
};

/* For these calendars, which must stay. */
void filters_init(struct filters *f, const struct chosen_calendars *cals);
void filters_free(struct filters *f);

/* What a run tells of an event (sync/run.h); cookie: struct filters. */
void filters_see(void *cookie, const struct explained *x);
void filters_again(void *cookie);

/* Warn of lines that matched no event of a calendar that has some. */
void filters_tell(struct doctor *d, const struct filters *f);

#endif
