/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_MEETING_H
#define ICSR_SANDBOX_MEETING_H

struct box;
struct json_object;

/*
 * The meeting of a reservation as it begins, without participants; id and
 * times are those of `old`, where it has them; NULL: there was none.
 */
struct json_object *meeting_make(struct box *b, struct json_object *o,
    struct json_object *old);

#endif
