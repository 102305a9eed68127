/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_BLANK_H
#define ICSR_CSV_BLANK_H

#include "base/slice.h"
#include "base/str.h"

/*
 * Blanks in UTF-8, those included that come with pasted and with Chinese
 * text, and characters that nobody sees.  Which ones these are is
 * Unicode's general category (ICU, uchar.h: u_charType).
 */

/* The bytes of the blank that s begins with; 0 when it is none. */
size_t blank_at(struct slice s);

/*
 * The bytes of a character without a width that s begins with: a mark of
 * direction, a zero-width space or joiner, a byte order mark; 0 when it is
 * none.
 */
size_t blank_empty_at(struct slice s);

/* Without both at both ends. */
struct slice blank_trim(struct slice s);

/*
 * Append text as str_plain does, with each character that nobody sees, or
 * that looks like a plain blank, by its code: <U+200B>.
 */
void blank_show(struct str *out, struct slice text);

#endif
