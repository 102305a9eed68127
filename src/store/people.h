/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_PEOPLE_H
#define ICSR_STORE_PEOPLE_H

#include "base/mem.h"
#include "base/vec.h"
#include "store/store.h"

/* What the directory answered, kept between runs. */

/* Seconds for which an answer is as good as asking again. */
#define PEOPLE_FOUND_FOR 86400
#define PEOPLE_NOBODY_FOR 3600

/* Ids are made for an app, and there are kinds of them. */
struct people_key {
	uint64_t app;			/* digest of server and app */
	const char *user_id_type;
};

struct people_row {
	const char *address;		/* lower case */
	const char *user_id;		/* NULL: nobody has it */
	int64_t asked;			/* Unix seconds */
};
struct people_rows VEC(struct people_row);

/* The answers that still hold at `now`, by address; added to out. */
int people_known(struct store *s, const struct people_key *key,
    int64_t now, struct arena *a, struct people_rows *out, struct err *e);
/* All addresses that the directory did not know when last asked. */
int people_unresolved(struct store *s, const struct people_key *key,
    struct arena *a, struct people_rows *out, struct err *e);
/* Keep an answer in the place of an earlier one. */
int people_put(struct store *s, const struct people_key *key,
    const struct people_row *row, struct err *e);
/* Forget what is too old for any use. */
int people_purge(struct store *s, int64_t now, struct err *e);

#endif
