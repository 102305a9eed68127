/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "charset/codec.h"
#include "charset/detect.h"
#include "sync/utf16.h"

/* U+FEFF, in UTF-8. */
#define MARK SLICE("\xef\xbb\xbf")
/* Bytes in which the beginning of the calendar is looked for. */
#define PEEK ((size_t)65536)

struct utf16
utf16_find(struct slice raw)
{
	const char *name = detect_mark(raw);

	if (name)
		return (struct utf16){ strncmp(name, "UTF-16", 6) == 0 ||
		    strncmp(name, "UTF-32", 6) == 0 ? name : NULL, true };
	/* Only text of one byte for a character has no NUL at all. */
	if (raw.n && memchr(raw.p, '\0', raw.n < 4 ? raw.n : 4))
		name = detect_utf16(raw);
	return (struct utf16){ name, false };
}

static size_t
decode(const struct utf16 *u, struct slice raw, struct str *out)
{
	struct codec c;
	struct err ignored;
	size_t bad;

	codec_open(&c, u->name, &ignored);
	if (u->mark)
		raw = slice_from(raw, detect_mark_length(raw));
	bad = codec_decode(&c, raw, out);
	codec_close(&c);
	return bad;
}

int
utf16_read(const struct utf16 *u, struct slice raw, struct str *out,
    struct err *e)
{
	struct str again = { 0 };
	size_t from = out->n;
	bool same;

	if (raw.n > UTF16_SIZE_MAX)
		return err_set(e, ERR_SOURCE, "in %s, and larger than %zu "
		    "bytes; convert it to UTF-8", u->name, UTF16_SIZE_MAX);
	same = decode(u, raw, out) == 0;
	if (same) {
		utf16_write(u, slice_from(str_slice(out), from), &again);
		same = slice_eq(str_slice(&again), raw);
	}
	str_free(&again);
	return same ? 0 : err_set(e, ERR_SOURCE, "not all of its bytes are "
	    "%s, in which it begins; export it again, in UTF-8", u->name);
}

void
utf16_write(const struct utf16 *u, struct slice text, struct str *out)
{
	struct codec c;
	struct err ignored;

	codec_open(&c, u->name, &ignored);
	if (u->mark)
		codec_encode(&c, MARK, out);
	codec_encode(&c, text, out);
	codec_close(&c);
}

bool
utf16_begins_calendar(struct slice bytes)
{
	const struct utf16 u = utf16_find(bytes);
	struct str start = { 0 };
	struct slice text = bytes;
	bool is;

	if (u.name) {
		decode(&u, slice_of(bytes.p, bytes.n < PEEK ? bytes.n : PEEK),
		    &start);
		text = str_slice(&start);
	}
	if (slice_starts(text, MARK))
		text = slice_from(text, MARK.n);
	text = slice_trim(text);
	is = text.n >= 6 && slice_ieq(slice_of(text.p, 6), SLICE("BEGIN:"));
	str_free(&start);
	return is;
}
