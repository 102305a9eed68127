/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_SELECT_H
#define ICSR_CMD_SELECT_H

#include "cmd/session.h"

/*
 * The bookings that the arguments name, each a UID or the id of a
 * reservation; added to out (struct booking).  An id that the state does
 * not know is a booking with nothing else in it: the API may know it.
 * ERR_USAGE without an argument, or for one that can be neither.
 */
int select_bookings(struct session *s, const struct cli *cli,
    struct vec *out, struct err *e);

#endif
