/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OWN_READ_H
#define ICSR_ICS_OWN_READ_H

#include "base/mem.h"
#include "ics/own_data.h"
#include "model/settings.h"

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

#endif
