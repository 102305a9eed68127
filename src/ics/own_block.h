/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OWN_BLOCK_H
#define ICSR_ICS_OWN_BLOCK_H

#include "base/mem.h"
#include "ics/own_lines.h"
#include "ics/splice.h"

/*
 * Our block in a DESCRIPTION, put in, changed and taken out without touching
 * a byte of the user's text around it: its folds stay where they are.  For
 * ics/own.  Each adds edits (struct edit); texts belong to the arena.
 */

/* Whether the DESCRIPTION is plain text that a block may be added to. */
bool own_block_may_stand(const struct own_line *line);

/* Append the block to the text, with two line breaks before it when there
 * is some; line has no block of ours. */
void own_block_add(const struct own_event *ev, const struct own_line *line,
    const struct own_wish *wish, struct arena *a, struct edit_list *edits);

/* Let the block have the wished link and password; what somebody wrote into
 * it stays. */
void own_block_change(const struct own_event *ev,
    const struct own_line *line, const struct own_wish *wish,
    struct arena *a, struct edit_list *edits);

/*
 * Take out the marks, the link and a password of ours; when nothing else is in
 * the block, also the line breaks that stand before it, two at most.  True
 * when nothing but blanks and line breaks is left then.
 */
bool own_block_remove(const struct own_event *ev,
    const struct own_line *line, const struct own_wish *wish,
    struct arena *a, struct edit_list *edits);

#endif
