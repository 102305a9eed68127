/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_CONTACT_H
#define ICSR_SANDBOX_CONTACT_H

struct box;
struct call;

/* Endpoint batch_get_id of the contacts; -1 when refused. */
int contact_batch_get_id(struct box *b, struct call *c);
/* Endpoint users/batch: people by id; their names with
 * contact:user.base:readonly. */
int contact_batch(struct box *b, struct call *c);

#endif
