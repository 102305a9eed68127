/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_FILTER_H
#define ICSR_PLAN_FILTER_H

#include <stdbool.h>

#include "model/event.h"
#include "model/settings.h"

/*
 * Whether the include and exclude lines let an event through: any of
 * several `include` lines must match, no `exclude` line may.  When not,
 * *by is the line that decided (NULL: no include line matched).
 */
bool filter_passes(const struct settings *s, const struct event *ev,
    const char **by);

/* Whether one filter matches an event; a filter that is none does not. */
bool filter_matches(const char *filter, const struct event *ev);

/* Whether a filter is one that filter_passes knows. */
bool filter_valid(const char *filter);

/* Whether an address is one of ours; with no `own` set every one is. */
bool filter_own(const struct settings *s, const char *address);

#endif
