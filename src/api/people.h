/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_PEOPLE_H
#define ICSR_API_PEOPLE_H

#include "api/call.h"
#include "base/str.h"

struct json_object;

/* The look-up of people by address ("Obtain user ID via email or mobile
 * number"). */

/* Add the body that asks for n people, at most API_PEOPLE_MAX. */
void people_body(struct str *body, const struct api_person *people,
    size_t n);

/*
 * Read a code-0 answer: set the id of each person that it has one for.
 * Entries are matched by the address that they echo, whatever its case.  An
 * echo with asterisks in it, as the documentation's examples have, counts
 * when it fits one of the people alone; the order of the entries is never
 * relied on, since a wrong owner is worse than none.  Whoever has no entry,
 * one without an id, one that is no id, or two that differ is not found.
 *
 * NULL when that is so, else what is wrong.
 */
const char *people_read(struct api_person *people, size_t n,
    const struct json_object *root, struct arena *texts);

/*
 * The names of people by id ("Obtain user information in batches").  Add the
 * part of the query that asks for n people, at most API_PEOPLE_MAX; an id that
 * can't stand in a URL is left out.
 */
void people_query(struct str *url, const struct api_person *people, size_t n);

/*
 * Read a code-0 answer: set the name of each person that it has one for.  An
 * answer without a list knows nobody.  NULL, or what is wrong.
 */
const char *people_read_names(struct api_person *people, size_t n,
    const struct json_object *root, struct arena *texts);

#endif
