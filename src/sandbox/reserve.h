/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_RESERVE_H
#define ICSR_SANDBOX_RESERVE_H

#include <stdint.h>

struct box;
struct call;
struct json_object;

/* Endpoints of /open-apis/vc/v1/reserves; -1 when refused. */
int reserve_apply(struct box *b, struct call *c);
int reserve_update(struct box *b, struct call *c);
int reserve_delete(struct box *b, struct call *c);
int reserve_get(struct box *b, struct call *c);

/*
 * The reservation that a call names, if it is there and the caller's; its
 * object is the store's.  NULL when the call was refused.
 */
struct json_object *reserve_find(struct box *b, struct call *c, int64_t *id);
/* Join link of a reservation, owned by the caller. */
struct json_object *reserve_url(const struct box *b, struct json_object *o);

#endif
