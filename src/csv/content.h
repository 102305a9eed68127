/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_CONTENT_H
#define ICSR_CSV_CONTENT_H

#include "base/slice.h"
#include "base/str.h"

/*
 * Content lines (RFC 5545, 3.1): folded at 75 bytes, never inside of a
 * UTF-8 character, ended by CRLF.  Whatever a value holds, it adds neither
 * a line nor a parameter.  The values must be UTF-8.
 */

/* NAME:value as it is; control characters are left out. */
void content_raw(struct str *out, const char *name, struct slice value);

/*
 * NAME:value escaped as TEXT (3.3.11).  Line ends in it become \n; of other
 * control characters the tab is kept.
 */
void content_text(struct str *out, const char *name, struct slice value);

/*
 * NAME;TZID=zone:value.  A quotation mark can't stand in a parameter (3.2):
 * it becomes an apostrophe, a control character '?', so that the name is
 * an unknown one and stays it.
 */
void content_zoned(struct str *out, const char *name, struct slice zone,
    struct slice value);

#endif
