/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_GARBLE_H
#define ICSR_SANDBOX_GARBLE_H

#include <stdbool.h>

struct call;
struct fault;

/*
 * Whether the fault answers in place of the API, before the deed.  The
 * reply is made then.
 */
bool garble_instead(struct call *c, const struct fault *f);
/* Spoil the reply that the API made, as far as it is JSON. */
void garble_json(struct call *c, const struct fault *f);
/* Spoil the finished reply: its bytes, its status, how it is sent. */
void garble_bytes(struct call *c, const struct fault *f);

#endif
