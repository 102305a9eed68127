/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_RUN_LIFE_H
#define ICSR_SYNC_RUN_LIFE_H

#include "base/err.h"
#include "conf/conf.h"
#include "plan/when.h"
#include "sync/run.h"

/* How a run begins and ends, with all that its modules keep in it. */

void run_init(struct run *r);
void run_free(struct run *r);

/*
 * Let the calendars that `import --keep` remembers count as configured.  A
 * calendar of the file goes before one of its name.
 */
int run_add_kept(struct conf *c, struct store *s, struct err *e);

/*
 * Forget what was found and planned, all but the first n problems and the
 * directory, so that the plan can be made anew.
 */
void run_reset(struct run *r, size_t n);

/*
 * The items as the report wants them: struct action, deletions last, by
 * calendar order.  The vec is the caller's to free.
 */
void run_actions(const struct run *r, struct actions *actions);

/*
 * Whether the zones that tzalias names are known: the configuration can't
 * tell, for it does not know zones.  ERR_USAGE with the calendar and the
 * alias when one is not.
 */
int run_check_zones(struct calendar *const *cals, size_t n, struct err *e);

/* How times look to people: in [sync] timezone, else in the system's zone,
 * else in UTC; named unless it is the system's. */
struct when run_local_time(const struct conf *c);

#endif
