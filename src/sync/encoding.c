/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "charset/codec.h"
#include "charset/detect.h"
#include "ics/line.h"
#include "sync/encoding.h"

static uint32_t
count_lines(struct slice raw)
{
	struct slice line;
	uint32_t n = 0;

	while (slice_line(&raw, &line))
		n++;
	return n;
}

/* A fold may split a character, so lines are looked at without folds. */
static void
look(struct detect *d, struct slice rest)
{
	struct str line = { .max = ICS_VALUE_MAX };
	struct slice raw;
	uint32_t number = 1;

	for (; line_next(&rest, &raw); number += count_lines(raw)) {
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
	for (; line_next(&rest, &raw); number += count_lines(raw)) {
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
