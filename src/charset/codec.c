/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "charset/codec.h"

#define NONE ((iconv_t)-1)
#define CHUNK 4096

/* iconv's own additions ("//IGNORE") would lose characters silently. */
static bool
plain_name(const char *name)
{
	return name[0] && !strpbrk(name, "/,") && strlen(name) <= 40;
}

bool
codec_known(const char *name)
{
	struct codec c;
	struct err ignored;
	bool known = codec_open(&c, name, &ignored) == 0;

	codec_close(&c);
	return known;
}

int
codec_open(struct codec *c, const char *name, struct err *e)
{
	iconv_t from = NONE, to = NONE;

	*c = (struct codec){ .name = name };
	if (plain_name(name)) {
		from = iconv_open("UTF-8", name);
		to = iconv_open(name, "UTF-8");
	}
	c->from = from == NONE ? NULL : from;
	c->to = to == NONE ? NULL : to;
	if (c->from && c->to)
		return 0;
	codec_close(c);
	return err_set(e, ERR_USAGE, "the encoding '%s' is not known; "
	    "`iconv -l' lists those that are", name);
}

void
codec_close(struct codec *c)
{
	if (c->from)
		iconv_close(c->from);
	if (c->to)
		iconv_close(c->to);
	*c = (struct codec){ 0 };
}

/* The bytes of what can't be converted that are passed over at once. */
static size_t
bad_length(bool utf8, struct slice rest)
{
	size_t n = utf8 ? str_utf8(rest) : 1;

	return n ? n : 1;
}

/*
 * All of text; what can't be converted becomes `instead`, itself already in
 * the target.
 */
static size_t
convert(iconv_t cd, bool from_utf8, struct slice text, struct slice instead,
    struct str *out)
{
	char buf[CHUNK], *in = (char *)(uintptr_t)text.p, *to;
	size_t left = text.n, room, bad = 0, n;
	size_t rc;

	iconv(cd, NULL, NULL, NULL, NULL);
	while (left) {
		to = buf;
		room = sizeof(buf);
		rc = iconv(cd, &in, &left, &to, &room);
		str_add(out, slice_of(buf, sizeof(buf) - room));
		if (rc != (size_t)-1 || errno == E2BIG)
			continue;
		n = bad_length(from_utf8, slice_of(in, left));
		str_add(out, instead);
		in += n;
		left -= n;
		bad++;
	}
	/* Some keep a character back until they know what combines with it. */
	to = buf;
	room = sizeof(buf);
	iconv(cd, NULL, NULL, &to, &room);
	str_add(out, slice_of(buf, sizeof(buf) - room));
	return bad;
}

size_t
codec_decode(struct codec *c, struct slice raw, struct str *out)
{
	return convert(c->from, false, raw, SLICE("\xef\xbf\xbd"), out);
}

size_t
codec_encode(struct codec *c, struct slice text, struct str *out)
{
	return convert(c->to, true, text, SLICE("?"), out);
}
