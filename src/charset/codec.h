/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CHARSET_CODEC_H
#define ICSR_CHARSET_CODEC_H

#include <stdbool.h>

#include "base/err.h"
#include "base/slice.h"
#include "base/str.h"

/*
 * Text in one encoding to UTF-8 and back, by iconv(3).
 */
struct codec {
	const char *name;	/* borrowed */
	void *from, *to;	/* iconv_t */
};

/* Whether an encoding of this name is known. */
bool codec_known(const char *name);

/*
 * Begin; codec_close afterwards in any case.  The name must live as long.
 * -1 with ERR_USAGE for a name that is unknown.
 */
int codec_open(struct codec *c, const char *name, struct err *e);
void codec_close(struct codec *c);

/*
 * Append raw as UTF-8.  Each byte that is not of the encoding becomes
 * U+FFFD; how many there were.
 */
size_t codec_decode(struct codec *c, struct slice raw, struct str *out);

/*
 * Append UTF-8 in the encoding.  A character that it does not have becomes
 * a question mark; how many there were.
 */
size_t codec_encode(struct codec *c, struct slice text, struct str *out);

#endif
