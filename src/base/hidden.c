/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "base/hidden.h"

struct hidden_range {
	uint32_t from, to;
};
#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* The last two of each plane are noncharacters, too. */
static const struct hidden_range unseen[] = {
	{ 0xad, 0xad }, { 0x34f, 0x34f }, { 0x61c, 0x61c },
	{ 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
	{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
	{ 0x2800, 0x2800 }, { 0x3164, 0x3164 }, { 0xfdd0, 0xfdef },
	{ 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfffb }, { 0x13430, 0x1343f }, { 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
};

/* Ideographs, which have variants of their own. */
static const struct hidden_range ideographs[] = {
	{ 0x3400, 0x9fff }, { 0xf900, 0xfaff }, { 0x20000, 0x3fffd },
};
/* Symbols, among them emoji, Burmese, and full-width signs. */
static const struct hidden_range varied[] = {
	{ 0xa9, 0xa9 }, { 0xae, 0xae }, { 0x1000, 0x109f },
	{ 0x2010, 0x2027 }, { 0x2030, 0x205e }, { 0x20a0, 0x2bff },
	{ 0x3001, 0x33ff }, { 0xff01, 0xff1f }, { 0x1f000, 0x1faff },
};
/* From Hebrew to Vedic, and Indic beyond. */
static const struct hidden_range joining[] = {
	{ 0x590, 0x10ff }, { 0x1200, 0x1cff }, { 0xa800, 0xabff },
	{ 0xfb1d, 0xfdcf }, { 0xfe70, 0xfefc }, { 0x10a00, 0x11fff },
	{ 0x1e900, 0x1e95f },
};
static const struct hidden_range emoji[] = {
	{ 0x2190, 0x2bff }, { 0x1f000, 0x1faff },
};
static const struct hidden_range mongolian[] = { { 0x1820, 0x18aa } };

static bool
among(uint32_t c, const struct hidden_range *ranges, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}
#define AMONG(c, ranges) among(c, ranges, COUNT(ranges))

/* A whole character of n bytes. */
static uint32_t
decode(const char *p, size_t n)
{
	uint32_t c = (unsigned char)p[0];
	size_t i;

	if (n > 1)
		c &= 0x7fU >> n;
	for (i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)p[i] & 0x3fU);
	return c;
}

/* Of the character that begins with this byte. */
static size_t
length(unsigned char c)
{
	return c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 0;
}

/* The character that ends at *at, which goes to its start; 0: none. */
static uint32_t
before(struct slice text, size_t *at)
{
	size_t n = 1;

	while (n < 4 && n < *at && (text.p[*at - n] & 0xc0) == 0x80)
		n++;
	if (n > *at || length((unsigned char)text.p[*at - n]) != n)
		return 0;
	*at -= n;
	return decode(text.p + *at, n);
}

static bool
is_unseen(uint32_t c)
{
	return AMONG(c, unseen) || (c & 0xfffe) == 0xfffe;
}

/* "1", U+FE0F, U+20E3: a key. */
static bool
is_key(uint32_t c, struct slice after)
{
	return ((c >= '0' && c <= '9') || c == '#' || c == '*') &&
	    slice_starts(after, SLICE("\xe2\x83\xa3"));
}

/* Whether c has a use behind what stands before `at`. */
static bool
has_use(uint32_t c, struct slice text, size_t at, size_t n)
{
	uint32_t base = before(text, &at);

	if (c == 0x200c || c == 0x200d) {
		if (base == 0xfe0f)	/* of the emoji before */
			return AMONG(before(text, &at), emoji);
		return !is_unseen(base) &&
		    (AMONG(base, joining) || AMONG(base, emoji));
	}
	if (is_unseen(base))
		return false;
	if (c >= 0xfe00 && c <= 0xfe0f)
		return AMONG(base, varied) || AMONG(base, ideographs) ||
		    (c >= 0xfe0e && is_key(base, slice_from(text, at + 1 + n)));
	if (c >= 0xe0100 && c <= 0xe01ef)
		return AMONG(base, ideographs);
	return c >= 0x180b && c <= 0x180f && c != 0x180e &&
	    AMONG(base, mongolian);
}

bool
hidden_at(struct slice text, size_t at, size_t n)
{
	uint32_t c;

	/* U+00AD is the first of them: C2 AD. */
	if (n < 2)
		return false;
	c = decode(text.p + at, n);
	return is_unseen(c) && !has_use(c, text, at, n);
}
