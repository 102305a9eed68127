/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OWN_UNDO_H
#define ICSR_ICS_OWN_UNDO_H

#include "base/mem.h"
#include "ics/own_data.h"

/* What is known of what stood where we wrote a line; for ics/own. */

/* Of the line as it stands, whatever form it has taken since; that of its very
 * text goes first.  NULL: nothing is known. */
const struct own_undo *own_undo_of(const struct own_wish *wish,
    const struct own_line *l, struct arena *a);

/* Whether we have put in a property of this kind as a whole. */
bool own_undo_inserted(const struct own_wish *wish, enum own_kind kind);

#endif
