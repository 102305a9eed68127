/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_DIRECTORY_H
#define ICSR_MODEL_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/vec.h"

/*
 * What is known of the directory of people ("Obtain user ID via email or
 * mobile number") in this run, and which addresses were needed and are not
 * known.  Plain data, filled in by sync/, read by plan/.  A zeroed struct
 * knows nobody.  Addresses are compared without regard to case and kept in
 * lower case.
 */
struct directory_entry {
	const char *address;	/* first, as in all lists of addresses */
	const char *id;		/* NULL: nobody has this address */
};

struct directory {
	struct arena arena;	/* owns the texts */
	struct VEC(struct directory_entry) entries;	/* sorted */
	struct texts wanted;	/* sorted, each once */
};

enum directory_answer {
	DIRECTORY_FOUND,
	DIRECTORY_NOBODY,	/* known not to be in it */
	DIRECTORY_NEVER,	/* not asked, or too long ago */
};

/*
 * Addresses that are looked up in one round, at most: 200 calls.
 */
#define DIRECTORY_WANTED_MAX 10000
/* Bytes of an address (RFC 5321, 4.5.3.1.3). */
#define DIRECTORY_ADDRESS_MAX 254

/*
 * Whether a text is one address that the directory may have: the Dot-string
 * and Domain of RFC 5321, 4.1.2, in ASCII, with '_' in a domain too.  A list
 * of addresses, a name beside one and a quoted local part are none.
 */
bool directory_is_address(struct slice text);

/* What is known of an address; *id is set when found, and the directory's. */
enum directory_answer directory_find(const struct directory *d,
    struct slice address, const char **id);

/*
 * Note what was answered for an address; id NULL: nobody.  A later answer
 * replaces an earlier one.
 */
void directory_add(struct directory *d, struct slice address,
    const char *id);

/*
 * Note that an address has to be looked up, once however often wanted;
 * beyond the bound it is not noted.
 */
void directory_want(struct directory *d, struct slice address);

/* Nothing is wanted any more. */
void directory_want_none(struct directory *d);

void directory_free(struct directory *d);

/*
 * The order of lists of addresses, for VEC_FIND and VEC_LOWER: the key is a
 * struct slice, an item a const char * or a struct that begins with one.
 */
int directory_by_address(const void *address, const void *item);
/* The address as it is kept, copied into an arena. */
const char *directory_lower(struct arena *a, struct slice address);

#endif
