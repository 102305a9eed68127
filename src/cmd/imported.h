/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_IMPORTED_H
#define ICSR_CMD_IMPORTED_H

#include "cmd/session.h"

/*
 * What an import leaves beside the links: --rejects, --csv, and what is
 * said of both and of bookings that reach beyond the API's 30 days.  cals:
 * struct calendar *, those imported.  Members for --json go to s->more.
 * ERR_FAILED when a file can't be written.
 */
int imported_write(struct session *s, struct cli *cli,
    const struct vec *cals, struct err *e);

#endif
