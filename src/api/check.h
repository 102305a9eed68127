/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_CHECK_H
#define ICSR_API_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Whether a field of an answer can be what its name says.  A field that
 * can't is "odd": it comes from a broken or hostile server, and nothing of
 * it is kept.
 */

/* 1 to 32 digits: a reserve_id has 19.  It goes into the path of calls. */
bool check_reserve_id(const char *text);
/* 1 to 24 digits and single blanks: a meeting number has 9. */
bool check_meeting_no(const char *text);
/* One line of UTF-8, at most 4096 bytes; "" too.  No control characters. */
bool check_line(const char *text);
/* 1 to 128 printable ASCII characters without a blank: ids of people. */
bool check_word(const char *text);
/* https:// and a host, printable ASCII without blanks, quotes, <, > and \,
 * at most 2000 bytes.  Which hosts are wanted is not asked here. */
bool check_link(const char *text);
/* 4 to 9 digits ("Reserve a meeting", meeting_settings.password). */
bool check_password(const char *text);
/*
 * An end_time in Unix seconds.  asked is the one of the request: the answer
 * may be a day later and 31 days earlier, since a reservation lasts 30 days
 * at most.  asked 0: none; any time of the years 2000 to 2099.
 */
bool check_end_time(int64_t t, int64_t asked);

#endif
