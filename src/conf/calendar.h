/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_CALENDAR_H
#define ICSR_CONF_CALENDAR_H

#include "base/err.h"
#include "conf/conf.h"

/* Calendars as a whole; private to conf/. */

/*
 * When all is read: what a table's settings are in any case, and the
 * digest over all settings, the name and the output.
 */
void calendar_finish(struct calendar *cal);

/*
 * The last calendar of the list against those before it: ERR_USAGE when it
 * has no path, or its name, path or output is another's.
 */
int calendar_check(const struct vec *calendars, struct err *e);

#endif
