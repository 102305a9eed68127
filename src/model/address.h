/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_ADDRESS_H
#define ICSR_MODEL_ADDRESS_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/slice.h"

/*
 * Mail addresses as calendars, mail programs and spreadsheets write them.
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

#endif
