/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_MEMBER_H
#define ICSR_BASE_MEMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * JSON written in order (RFC 8259).  Each call appends a member, or with the
 * name NULL an element of an array or the outermost value.  The ',' before
 * it comes by itself: a string that ends in a value gets one.  Names are
 * written as they are.
 */

/* '{' or '[', and what closes it: '}' or ']'. */
void member_open(struct str *out, const char *name, char bracket);
void member_close(struct str *out, char bracket);

/* A string; null when text is NULL. */
void member_text(struct str *out, const char *name, const char *text);
/* The same, and null also when it is "". */
void member_word(struct str *out, const char *name, const char *text);
/* "2026-12-01T02:00:00Z" of seconds since 1970; null when 0. */
void member_time(struct str *out, const char *name, int64_t unix_s);
void member_int(struct str *out, const char *name, int64_t n);
void member_bool(struct str *out, const char *name, bool value);
/* JSON as it is; null when it is NULL. */
void member_raw(struct str *out, const char *name, const char *json);

#endif
