/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_ADDRESS_H
#define ICSR_MODEL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/vec.h"

/*
 * Mail addresses as calendars, mail programs and spreadsheets write them, and
 * what the directory of people knows of them.
 */

/*
 * Read the mail address that a text names: a CAL-ADDRESS (RFC 5545, 3.3.3)
 * or what a person wrote.  These forms name zhang@example.com:
 *
 *	zhang@example.com		'zhang@example.com'	(Outlook)
 *	MAILTO:zhang%40example.com	mailto:zhang@example.com?subject=x
 *	Zhang San <zhang@example.com>	SMTP:zhang@example.com	(Exchange)
 *	li@example.com:mailto:zhang@example.com
 *
 * The last is what is left of SENT-BY without its quotation marks: the last
 * mailto: counts.  Other URIs, "invalid:nomail", the X.500 addresses of
 * Exchange ("/o=ExchangeLabs/...", "IMCEAEX-...") and bare words name none.
 *
 * Returns the address, which belongs to the text or the arena, or an empty
 * slice when the text names none.
 */
struct slice address_read(struct slice text, struct arena *a);

/*
 * Cut the next entry off a list of people and put the person into *who: a
 * word, or an address without the name beside it.  False at the end.
 *
 *	Zhang San <zhang@example.com>; "Li, Si" <li@example.com>
 *	zhang@example.com (Zhang San), ou_li
 *
 * Blanks, line ends and , ; ， ； 、 separate.  A word without '@' that
 * stands before a name's '<' belongs to that name, together with the
 * commas between them ("Zhang, San <zhang@example.com>"), unless it is one
 * of `words` or begins with ou_ or on_, as ids do.  words ends with NULL.
 */
bool address_next(struct slice *list, const char *const *words,
    struct slice *who);

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
