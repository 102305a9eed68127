/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_MEETING_H
#define ICSR_SANDBOX_MEETING_H

#include <stdint.h>

struct box;
struct json_object;

/*
 * The meeting of a reservation as it begins, without participants; id and
 * times are those of `old`, where it has them; NULL: there was none.
 */
struct json_object *meeting_make(struct box *b, struct json_object *o,
    struct json_object *old);

/* A number as the API writes it, in digits; and as a member of an object. */
struct json_object *meeting_digits(int64_t n);
void meeting_number(struct json_object *o, const char *name, int64_t n);
/* Add a member that is missing; value is taken over. */
void meeting_fill(struct json_object *o, const char *name,
    struct json_object *value);

#endif
