/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_BLANK_H
#define ICSR_CSV_BLANK_H

#include "base/slice.h"

/*
 * Blanks in UTF-8, those included that come with pasted and with Chinese
 * text: no-break and ideographic ones.
 */

/* The bytes of the blank that s begins with; 0 when it is none. */
size_t blank_at(struct slice s);
/* Without blanks at both ends. */
struct slice blank_trim(struct slice s);

#endif
