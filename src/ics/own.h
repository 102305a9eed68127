/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OWN_H
#define ICSR_ICS_OWN_H

#include "ics/own_lines.h"
#include "ics/splice.h"

/*
 * The lines that this tool writes into a VEVENT.  A line is ours by its
 * property and its value, whatever its parameters, quoting, case, folding,
 * order or line end have become: calendar servers rewrite all of these.
 *
 * own_read finds the candidates, the caller says which of their links and
 * ids were issued to us (own_line.claim), own_plan makes the edits.
 */

struct own_result {
	struct edit_list edits;	/* offsets of the file, in their order */
	struct own_undos undos;	/* to be recorded once the edits are made */
	unsigned stands;		/* kinds of ours after the edits, and
					 * OWN_TOLD */
	unsigned yielded;		/* kinds missing where a line of the
					 * user's stands: it may have taken the
					 * place of ours */
	bool lost;			/* with OWN_LINK: all lines that we
					 * wrote here are missing */
};

/*
 * The edits that make the VEVENT carry what is wished; none when it does.
 *
 * A line whose value is right stays, whatever else it says; the second of a
 * kind goes.  Another link of ours is replaced where it stands.  The copied
 * link of another event beside a right line is taken out, and recorded as what
 * stood there, so that it returns when our line goes.  A blank URL or LOCATION
 * is filled.  When a byte changes, DTSTAMP and LAST-MODIFIED are set to now,
 * unless they are later; when no line of ours is left, they are put back if
 * they still are what we wrote.  New texts belong to the arena; `undos` borrow
 * from ev, with its file, and from wish, too, which must outlive *out.
 * own_result_free frees the lists.
 */
void own_plan(const struct own_event *ev, const struct own_wish *wish,
    struct arena *a, struct own_result *out);
void own_result_free(struct own_result *r);

#endif
