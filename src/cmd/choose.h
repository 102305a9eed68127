/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_CHOOSE_H
#define ICSR_CMD_CHOOSE_H

#include "cmd/session.h"

/* What commands that sync calendars take from the command line. */

/* Add a calendar to a list of struct calendar *, unless it is there. */
void choose_add(struct vec *cals, struct calendar *cal);

/* --max-deletes and --force; ERR_USAGE for what is no limit. */
int choose_guard(struct session *s, const struct cli *cli, struct err *e);

#endif
