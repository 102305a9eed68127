/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_ENCODING_H
#define ICSR_SYNC_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"
#include "charset/detect.h"

/*
 * In which encoding the texts of a calendar file are.  RFC 5545, 3.1.4
 * wants UTF-8; other encodings are read as an assumption.
 */
struct encoding {
	const char *name;	/* NULL: not known */
	bool utf8;
	bool assumed;		/* nobody named it */
	char others[DETECT_OTHERS];	/* of detect.h */
	size_t bad_lines;	/* lines with bytes that are not of it */
	uint32_t first;		/* where the first of them begins, from 1 */
};

/*
 * Look at all lines.  given: the encoding of what is not UTF-8, which must
 * be known; NULL finds out.  A file in UTF-8 is that whatever is given.
 */
struct encoding encoding_find(struct slice bytes, const char *given);

/* What is said of an encoding that nobody named, with the remedy. */
const char *encoding_assumption(const struct encoding *enc, struct arena *a);

#endif
