/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "csv/decode.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define MARK SLICE("\xef\xbb\xbf")
#define NO_ICONV ((iconv_t)-1)

static bool
all_utf8(struct slice s)
{
	size_t n;

	for (; s.n; s = slice_from(s, n)) {
		n = str_utf8(s);
		if (!n)
			return false;
	}
	return true;
}

/* What a byte order mark says; NULL: there is none. */
static const char *
marked(struct slice bytes)
{
	/* UTF-32's begins with UTF-16's. */
	static const struct {
		struct slice mark;
		const char *name;
	} marks[] = {
		{ { "\xff\xfe\0\0", 4 }, "UTF-32LE" },
		{ { "\0\0\xfe\xff", 4 }, "UTF-32BE" },
		{ { "\xef\xbb\xbf", 3 }, "UTF-8" },
		{ { "\xff\xfe", 2 }, "UTF-16LE" },
		{ { "\xfe\xff", 2 }, "UTF-16BE" },
	};
	size_t i;

	for (i = 0; i < LEN(marks); i++)
		if (slice_starts(bytes, marks[i].mark))
			return marks[i].name;
	return NULL;
}

static const char *
find_out(struct slice bytes)
{
	const char *name = marked(bytes);

	return name ? name : all_utf8(bytes) ? "UTF-8" : "GB18030";
}

/*
 * A name without byte order leaves it to the mark, as those who write such
 * files do; without a mark it is that of Windows.
 */
static const char *
with_order(const char *name, struct slice bytes)
{
	static const struct {
		const char *name, *as;
	} names[] = {
		{ "UTF8", "UTF-8" },
		{ "UTF16", "UTF-16LE" }, { "UTF-16", "UTF-16LE" },
		{ "UCS2", "UTF-16LE" }, { "UCS-2", "UTF-16LE" },
		{ "UNICODE", "UTF-16LE" },
		{ "UTF32", "UTF-32LE" }, { "UTF-32", "UTF-32LE" },
		{ "UCS4", "UTF-32LE" }, { "UCS-4", "UTF-32LE" },
	};
	const char *mark = marked(bytes);
	size_t i;

	for (i = 0; i < LEN(names); i++) {
		if (!slice_ieq(slice_str(name), slice_str(names[i].name)))
			continue;
		/* UTF-16 or UTF-32: the same family as the mark's. */
		return mark && strncmp(mark, names[i].as, 6) == 0
		    ? mark : names[i].as;
	}
	return name;
}

/* iconv's own additions ("//IGNORE") would lose characters silently. */
static bool
plain_name(const char *name)
{
	return name[0] && !strpbrk(name, "/,") && strlen(name) <= 40;
}

/* How the encoding writes a character of ASCII; the bytes, 0: not at all. */
static size_t
encoded(iconv_t cd, char c, char out[4])
{
	char in[1] = { c }, buf[16], *from = in, *to = buf;
	size_t n = 1, room = sizeof(buf);

	if (iconv(cd, &from, &n, &to, &room) == (size_t)-1)
		return 0;
	n = sizeof(buf) - room;
	if (n > 4)
		return 0;
	memcpy(out, buf, n);
	return n;
}

/* Learn what line ends look like, by writing some. */
static int
learn_ends(struct decode *d, struct err *e)
{
	iconv_t back = iconv_open(d->name, "UTF-8");
	size_t n = 0;

	if (back != NO_ICONV) {
		n = encoded(back, '\n', d->lf);
		if (encoded(back, '\r', d->cr) != n)
			n = 0;
		iconv_close(back);
	}
	if (n != 1 && n != 2 && n != 4)
		return err_set(e, ERR_USAGE, "tables in the encoding '%s' "
		    "can't be read; convert it to UTF-8", d->name);
	d->width = n;
	return 0;
}

int
decode_open(struct decode *d, struct slice bytes, const char *encoding,
    struct err *e)
{
	iconv_t cd;

	*d = (struct decode){ .bytes = bytes, .found = !encoding,
		.width = 1, .lf = "\n", .cr = "\r" };
	d->name = encoding ? with_order(encoding, bytes) : find_out(bytes);
	d->utf8 = slice_ieq(slice_str(d->name), SLICE("UTF-8"));
	if (d->utf8)
		return 0;
	cd = plain_name(d->name) ? iconv_open("UTF-8", d->name) : NO_ICONV;
	if (cd == NO_ICONV)
		return err_set(e, ERR_USAGE, "the encoding '%s' is not known; "
		    "`iconv -l' lists those that are", d->name);
	d->cd = cd;
	return learn_ends(d, e);
}

void
decode_close(struct decode *d)
{
	if (d->cd)
		iconv_close(d->cd);
	str_free(&d->text);
	*d = (struct decode){ 0 };
}

void
decode_rewind(struct decode *d)
{
	d->off = 0;
	d->line = 0;
}

static bool
at(const struct decode *d, size_t i, const char *end)
{
	return d->bytes.n - i >= d->width && d->bytes.p[i] == end[0] &&
	    memcmp(d->bytes.p + i, end, d->width) == 0;
}

/* The next line's bytes, and behind its end. */
static void
cut_line(struct decode *d, struct slice *raw)
{
	size_t i = d->off, n = d->bytes.n, end = 0;

	while (i < n && !at(d, i, d->lf) && !at(d, i, d->cr))
		i += n - i < d->width ? n - i : d->width;
	*raw = slice_of(d->bytes.p + d->off, i - d->off);
	if (i < n)
		end = at(d, i, d->cr) && n - i > d->width &&
		    at(d, i + d->width, d->lf) ? 2 * d->width : d->width;
	d->off = i + end;
}

static int
undecodable(const struct decode *d, struct err *e)
{
	if (d->found && strcmp(d->name, "GB18030") == 0)
		return err_set(e, ERR_SOURCE, "line %u: its bytes are neither "
		    "UTF-8 nor GB18030; name the encoding with --encoding",
		    d->line);
	return err_set(e, ERR_SOURCE, "line %u: its bytes are not %s; name "
	    "the encoding with --encoding", d->line, d->name);
}

static int
convert(struct decode *d, struct slice raw, struct err *e)
{
	char buf[4096], *in = (char *)(uintptr_t)raw.p, *out;
	size_t left = raw.n, room, rc;

	str_clear(&d->text);
	while (left) {
		out = buf;
		room = sizeof(buf);
		rc = iconv(d->cd, &in, &left, &out, &room);
		str_add(&d->text, slice_of(buf, sizeof(buf) - room));
		if (rc == (size_t)-1 && errno != E2BIG)
			return undecodable(d, e);
	}
	/* Some keep a character back until they know what combines with it. */
	out = buf;
	room = sizeof(buf);
	iconv(d->cd, NULL, NULL, &out, &room);
	str_add(&d->text, slice_of(buf, sizeof(buf) - room));
	return 0;
}

int
decode_next(struct decode *d, struct decode_line *l, struct err *e)
{
	size_t begin = d->off;
	struct slice raw;

	if (d->off >= d->bytes.n)
		return 0;
	cut_line(d, &raw);
	*l = (struct decode_line){ .text = raw, .line = ++d->line,
		.off = (uint32_t)begin, .len = (uint32_t)(d->off - begin) };
	if (!d->utf8) {
		if (convert(d, raw, e) == -1)
			return -1;
		l->text = str_slice(&d->text);
	} else if (!all_utf8(raw)) {
		return undecodable(d, e);
	}
	if (l->line == 1 && slice_starts(l->text, MARK))
		l->text = slice_from(l->text, MARK.n);
	if (l->text.n && memchr(l->text.p, '\0', l->text.n))
		return err_set(e, ERR_SOURCE, "line %u: a NUL byte; this is "
		    "no table, or one in UTF-16 (--encoding utf-16)",
		    d->line);
	return 1;
}
