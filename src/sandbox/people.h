/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_PEOPLE_H
#define ICSR_SANDBOX_PEOPLE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"
#include "base/vec.h"

/* The three kinds of ids; union and user ids are derived from open ids. */
enum id_type {
	ID_OPEN,
	ID_UNION,
	ID_USER,
};

enum person_status {
	PERSON_FROZEN = 1,
	PERSON_RESIGNED = 2,
	PERSON_INACTIVE = 4,
	PERSON_EXITED = 8,
	PERSON_UNJOIN = 16,
};

struct colleague {
	const char *address;	/* mail address or mobile number */
	const char *open_id;
	unsigned status;	/* enum person_status, or'ed */
};

/*
 * Who works here.  With a directory file these are its people and nobody
 * else; without one everybody does: each well-formed mail address or mobile
 * number has an id made from it, but for those below .invalid (RFC 2606).
 */
struct staff {
	bool listed;
	struct VEC(struct colleague) list;	/* sorted by address */
	struct arena arena;
};

/* Read a directory file; path NULL gives the open house. */
int people_read_file(struct staff *p, const char *path, struct err *e);
void people_free(struct staff *p);

/* Read user_id_type; NULL is open_id.  False when it is none. */
bool people_id_type(const char *text, enum id_type *type);
/*
 * The id of an address into out and its status; false when there is no
 * such person.
 */
bool people_find(const struct staff *p, struct slice address,
    enum id_type type, struct str *out, unsigned *status);
/* Add the id of one kind of whoever has that open id. */
void people_id(struct str *out, const char *open_id, enum id_type type);
/* Whether an id is that of somebody who works here. */
bool people_has(const struct staff *p, const char *id, enum id_type type);

#endif
