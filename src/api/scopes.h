/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_SCOPES_H
#define ICSR_API_SCOPES_H

#include "api/api.h"

struct json_object;

/*
 * Read a code-0 answer of application/v6/scopes ("Query tenant authorization
 * status"): data.scopes, each with scope_name, grant_status (1: granted) and
 * scope_type ("tenant" or "user"; both when it is absent).  Scopes that
 * nobody asked for are passed by; those that are not listed are not granted.
 * NULL when it could be read, else what is wrong.
 */
const char *scopes_read(struct api_scope *scopes, size_t n,
    const struct json_object *root);

#endif
