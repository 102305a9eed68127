/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_ZONES_H
#define ICSR_SYNC_ZONES_H

#include "base/err.h"
#include "conf/conf.h"
#include "plan/when.h"

/*
 * Whether the zones that tzalias names are known: the configuration can't
 * tell, for it does not know zones.  ERR_USAGE with the calendar and the
 * alias when one is not.
 */
int zones_check(struct calendar *const *cals, size_t n, struct err *e);

/* How times look to people: in [sync] timezone, else in the system's zone,
 * else in UTC; named unless it is the system's. */
struct when zones_local(const struct conf *c);

#endif
