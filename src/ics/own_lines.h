/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OWN_LINES_H
#define ICSR_ICS_OWN_LINES_H

#include "base/mem.h"
#include "base/str.h"
#include "ics/own_data.h"
#include "model/settings.h"

/* The lines of a VEVENT that may be ours: found, and compared. */

/* The name of the property: "CONFERENCE". */
const char *own_name(enum own_kind kind);
/* The bit of the kind of line that has the name; 0: there is none. */
unsigned own_kind_bit(const char *name);

/* Find the lines.  Texts belong to the arena; own_free frees the list. */
void own_read(struct own_event *ev, struct slice file, size_t off,
    size_t len, struct arena *a);
void own_free(struct own_event *ev);

/*
 * A link as it is compared: without blanks around it, unescaped (calendar
 * programs escape values of properties that they don't know), scheme and host
 * in lower case.  NULL when the text is no single https or http link.
 */
const char *own_link_key(struct slice text, struct arena *a);

/*
 * Whether a link from the server may be written: https, on one of the
 * hosts, nothing but printable ASCII without blanks and quotes, at most
 * 2,000 bytes.
 */
bool own_link_allowed(const char *url, const struct text_list *hosts);

/*
 * Find the record of what stood in the place of a line of ours, whatever form
 * it has now; a record of exactly its text goes first.  NULL: none.
 */
const struct own_undo *own_undo_of(const struct own_wish *wish,
    const struct own_line *l, struct arena *a);
/* Whether we have put in a property of this kind as a whole. */
bool own_undo_inserted(const struct own_wish *wish, enum own_kind kind);

/* "#" and the digest of a VEVENT's bytes, as version 4 of the state has it. */
#define OWN_DIGEST sizeof("#0123456789abcdef")
const char *own_digest(struct slice component, char buf[OWN_DIGEST]);

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
