/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OWN_TEXT_H
#define ICSR_ICS_OWN_TEXT_H

#include "base/mem.h"
#include "base/str.h"
#include "ics/own_data.h"

/*
 * What the lines of ours say, as unfolded content lines.  For ics/own and
 * ics/own_block; export/ics words a conference and a URL as write-back does.
 */

/* The line of a kind (OWN_CONFERENCE to OWN_ID), appended to out; of a
 * DESCRIPTION one with the block alone. */
void own_text(enum own_kind kind, const struct own_wish *wish,
    struct str *out);

/* The block, escaped, without line breaks around it. */
void own_text_block(const struct own_wish *wish, struct str *out);

/*
 * Whether a line of ours with the right link also has the wished password, or
 * none when none is wished.  True of a CONFERENCE whose LABEL a program has
 * removed, which it would do again.
 */
bool own_text_tells(const struct own_line *line,
    const struct own_wish *wish);

/*
 * The password that our block in a DESCRIPTION tells, with the word before
 * it: a line of its own behind the link.  p NULL: none.
 */
struct slice own_text_told(const struct own_line *line);

/* Whether an escaped line break stands there, and no escaped backslash. */
bool own_text_break(const char *text, size_t at);

/*
 * Find the next block between our marks in an unfolded, escaped DESCRIPTION,
 * from the byte `at` on: the marks at from and before to, and the link
 * between them (NULL: there is none).  An opening mark without a closing one
 * before the next block is text.  False when there is no block.
 */
bool own_text_find(struct slice text, size_t at, size_t *from, size_t *to,
    struct slice *link);

/*
 * Raw lines with the line ends of those that stand in their place now; of the
 * arena when they are others.
 */
struct slice own_text_adapted(struct slice was, struct slice now,
    struct arena *a);

/* Whether a stamp says a later time than `now` (clock_ical). */
bool own_text_is_later(const struct own_line *l, const char *now);

/* The marks around a block. */
#define OWN_BLOCK_OPEN "----( Video Call )----"
#define OWN_BLOCK_CLOSE "---===---"
/* Before the password in it. */
#define OWN_BLOCK_TOLD "Password: "

#endif
