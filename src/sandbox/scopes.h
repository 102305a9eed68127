/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_SCOPES_H
#define ICSR_SANDBOX_SCOPES_H

struct box;
struct call;

/*
 * Endpoint scopes: what the app may do, each scope once for tenant tokens
 * and once for user tokens, granted (1) or not (2); -1 when refused.
 */
int scopes_get(struct box *b, struct call *c);

#endif
