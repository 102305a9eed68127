/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_MASK_H
#define ICSR_API_MASK_H

#include "base/slice.h"
#include "base/str.h"

/*
 * Meeting passwords stand in bodies, and a server may echo a body in an
 * error.  They are masked wherever such a text goes further.
 */

/* Overwrite with '*' each place in text where the meeting password of the
 * request body stands.  A body without one changes nothing. */
void mask_password(char *text, struct slice body);

/*
 * Add a JSON text to out for a log: the value of each member named
 * password, app_secret or …_token becomes "***".  Works on text that is
 * not quite JSON too.
 */
void mask_body(struct str *out, struct slice json);

#endif
