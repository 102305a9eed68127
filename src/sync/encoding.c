/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "charset/codec.h"
#include "charset/detect.h"
#include "ics/line.h"
#include "sync/encoding.h"

/* A fold may split a character, so lines are looked at without folds. */
static void
look(struct detect *d, struct slice rest)
{
	struct str line = { .max = ICS_VALUE_MAX };
	struct slice raw;
	uint32_t number = 1;

	for (; line_next(&rest, &raw); number += line_count(raw)) {
		str_clear(&line);
		line_unfold(&line, raw);
		detect_line(d, str_slice(&line), number);
	}
	str_free(&line);
}

/* The lines whose bytes are not of the encoding. */
static void
count_bad(struct encoding *enc, struct slice rest)
{
	struct str line = { .max = ICS_VALUE_MAX }, text = { 0 };
	struct slice raw;
	struct codec c;
	struct err ignored;
	uint32_t number = 1;

	enc->bad_lines = 0;
	codec_open(&c, enc->name, &ignored);
	for (; line_next(&rest, &raw); number += line_count(raw)) {
		if (detect_all_utf8(raw))
			continue;
		str_clear(&line);
		str_clear(&text);
		line_unfold(&line, raw);
		if (codec_decode(&c, str_slice(&line), &text) &&
		    enc->bad_lines++ == 0)
			enc->first = number;
	}
	codec_close(&c);
	str_free(&line);
	str_free(&text);
}

struct encoding
encoding_find(struct slice bytes, const char *given)
{
	struct encoding enc = { .name = "UTF-8", .utf8 = true };
	const char *mark = detect_mark(bytes);
	struct detect d = { 0 };

	/* One in UTF-16 is refused by the next reader, with its name. */
	if (detect_all_utf8(bytes) || (mark && strcmp(mark, "UTF-8") != 0))
		return enc;
	look(&d, bytes);
	enc.bad_lines = d.bad_lines;
	enc.first = d.first;
	if (d.bad && !mark) {
		enc.name = given ? given : detect_name(&d);
		enc.utf8 = enc.name && slice_ieq(slice_str(enc.name),
		    SLICE("UTF-8"));
		enc.assumed = !given && !enc.utf8;
		memcpy(enc.others, d.others, sizeof(enc.others));
	}
	detect_free(&d);
	if (enc.name && !enc.utf8)
		count_bad(&enc, bytes);
	return enc;
}

const char *
encoding_assumption(const struct encoding *enc, struct arena *a)
{
	if (!enc->name)
		return _("it is in no encoding that can be told; name it with "
		    "`encoding' in its [calendar], or import --encoding");
	if (!enc->others[0])
		return arena_printf(a, _("it is not in UTF-8; read as "
		    "%s. `encoding' in its [calendar], or import --encoding, "
		    "names another"), enc->name);
	return arena_printf(a, _("it is not in UTF-8; read as %s, but "
	    "it may be in %s: look at the titles. `encoding' in its "
	    "[calendar], or import --encoding, names another"), enc->name,
	    enc->others);
}

/* --- UTF-16 and UTF-32 ---------------------------------------------------- */

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
		codec_encode(&c, SLICE_BOM, out);
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
	while (slice_starts(text, SLICE_BOM))
		text = slice_from(text, SLICE_BOM.n);
	text = slice_trim(text);
	is = text.n >= 6 && slice_ieq(slice_of(text.p, 6), SLICE("BEGIN:"));
	str_free(&start);
	return is;
}
