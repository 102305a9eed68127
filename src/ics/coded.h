/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_CODED_H
#define ICSR_ICS_CODED_H

#include "base/slice.h"
#include "base/str.h"

/*
 * Texts as vCalendar 1.0 wrote them, quoted-printable or in base64.  RFC 5545
 * has no such TEXT; telephones and gateways write it all the same.
 */

enum coded {
	CODED_PLAIN,	/* it is none */
	CODED_TEXT,	/* *out has it, in UTF-8 */
	CODED_BAD,	/* it is cut off, or of no such form */
};

/* params: those of the line; value: as it stands there. */
enum coded coded_text(struct slice params, struct slice value,
    struct str *out);

#endif
