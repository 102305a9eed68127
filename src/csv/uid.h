/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_UID_H
#define ICSR_CSV_UID_H

#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"

/*
 * UIDs for rows without one: a digest of what the row says, so that the
 * same table gives the same ones again.  A zeroed struct has given none.
 */
struct uids {
	void *seen;		/* tsearch's tree; its items are the arena's */
	struct arena *arena;	/* borrowed */
};

/*
 * "0123456789abcdef@csv.icsreserve" of the texts, with -2, -3 ... behind
 * the digits for further rows with the same.  In the arena.  *line is the
 * row's line, and becomes that of the first with the same.
 */
const char *uids_derive(struct uids *u, const struct slice *texts, size_t n,
    uint32_t *line);
void uids_free(struct uids *u);

#endif
