/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <unicode/ucsdet.h>

#include "base/err.h"
#include "charset/codec.h"
#include "charset/detect.h"
#include "charset/narrow.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

/* Bytes that are looked at, and those of them that ICU looks at: it copies no
 * more. */
#define SAMPLE_MAX ((size_t)256 << 10)
#define ICU_MAX 8000
/* Of the characters of a text, in percent, those in daily use, at least. */
#define USUAL_LEAST 80
/* Encodings whose text is as usual as this are as likely. */
#define USUAL_NEAR 10
/* A text of Hangul alone is Korean from this number of characters up. */
#define KOREAN_LEAST 12
/* An encoding with one byte for a character is taken from this score on, and
 * told beside another one from so many letters on. */
#define NARROW_SURE 70
#define NARROW_LEAST 5

static const struct {
	struct slice mark;
	const char *name;
} marks[] = {
	/* UTF-32's begins with UTF-16's. */
	{ { "\xff\xfe\0\0", 4 }, "UTF-32LE" },
	{ { "\0\0\xfe\xff", 4 }, "UTF-32BE" },
	{ { "\xef\xbb\xbf", 3 }, "UTF-8" },
	{ { "\xff\xfe", 2 }, "UTF-16LE" },
	{ { "\xfe\xff", 2 }, "UTF-16BE" },
	{ { "\x84\x31\x95\x33", 4 }, "GB18030" },
};

const char *
detect_mark(struct slice bytes)
{
	size_t i;

	for (i = 0; i < LEN(marks); i++)
		if (slice_starts(bytes, marks[i].mark))
			return marks[i].name;
	return NULL;
}

size_t
detect_mark_length(struct slice bytes)
{
	size_t i;

	for (i = 0; i < LEN(marks); i++)
		if (slice_starts(bytes, marks[i].mark))
			return marks[i].mark.n;
	return 0;
}

const char *
detect_utf16(struct slice bytes)
{
	size_t i, little = 0, big = 0;

	if (bytes.n % 2)
		return NULL;
	for (i = 0; i < bytes.n; i += 2) {
		little += bytes.p[i] == '\n' && bytes.p[i + 1] == '\0';
		big += bytes.p[i] == '\0' && bytes.p[i + 1] == '\n';
	}
	return little && !big ? "UTF-16LE" : big && !little ? "UTF-16BE"
	    : NULL;
}

/* The bytes of ASCII at the start; most text is. */
static size_t
ascii(struct slice s)
{
	const uint64_t high = 0x8080808080808080;
	uint64_t word;
	size_t i = 0;

	for (; i + sizeof(word) <= s.n; i += sizeof(word)) {
		memcpy(&word, s.p + i, sizeof(word));
		if (word & high)
			break;
	}
	while (i < s.n && !((unsigned char)s.p[i] & 0x80))
		i++;
	return i;
}

bool
detect_all_utf8(struct slice s)
{
	size_t n;

	for (s = slice_from(s, ascii(s)); s.n; s = slice_from(s, ascii(s))) {
		n = str_utf8(s);
		if (!n)
			return false;
		s = slice_from(s, n);
	}
	return true;
}

/* --- what a line says ---------------------------------------------------- */

void
detect_line(struct detect *d, struct slice line, uint32_t number)
{
	struct slice s = slice_from(line, ascii(line));
	size_t before = d->bad, n;
	const char *last = NULL;	/* behind the last bad byte */

	if (!s.n)
		return;
	for (; s.n; s = slice_from(s, ascii(s))) {
		n = str_utf8(s);
		d->good += n > 0;
		d->wide += n > 2;
		if (!n) {
			d->bad++;
			d->broken += (unsigned char)*s.p >= 0xc0 ||
			    s.p != last;
			last = s.p + 1;
		}
		s = slice_from(s, n ? n : 1);
	}
	if (d->bad > before && d->bad_lines++ == 0)
		d->first = number;
	if (d->sample.n + line.n < SAMPLE_MAX) {
		str_add(&d->sample, line);
		str_addc(&d->sample, '\n');
	}
}

void
detect_free(struct detect *d)
{
	str_free(&d->sample);
}

/* --- two bytes for a character ------------------------------------------- */

typedef bool usual_fn(unsigned char lead, unsigned char trail);

static bool
within(unsigned char c, unsigned char from, unsigned char to)
{
	return c >= from && c <= to;
}

/* GB 2312's punctuation and the first of its two levels of characters. */
static bool
usual_gb18030(unsigned char lead, unsigned char trail)
{
	return trail >= 0xa1 && (within(lead, 0xa1, 0xa3) ||
	    within(lead, 0xb0, 0xd7));
}

static bool
usual_big5(unsigned char lead, unsigned char trail)
{
	return (within(trail, 0x40, 0x7e) || trail >= 0xa1) &&
	    within(lead, 0xa1, 0xc6);
}

/* Punctuation, kana, and the first level of JIS X 0208. */
static bool
usual_shift_jis(unsigned char lead, unsigned char trail)
{
	return trail >= 0x40 && (within(lead, 0x81, 0x83) ||
	    within(lead, 0x88, 0x98));
}

static bool
usual_euc_jp(unsigned char lead, unsigned char trail)
{
	return trail >= 0xa1 && (lead == 0xa1 || within(lead, 0xa3, 0xa5) ||
	    within(lead, 0xb0, 0xcf));
}

/* Punctuation and Hangul. */
static bool
usual_euc_kr(unsigned char lead, unsigned char trail)
{
	return trail >= 0xa1 && (lead == 0xa1 || lead == 0xa3 ||
	    within(lead, 0xb0, 0xc8));
}

struct wide {
	const char *name;	/* as ICU and iconv have it */
	usual_fn *usual;
	const char *wider;	/* what Windows made of it, with more
				 * characters; NULL */
};

static const struct wide wides[] = {
	{ "GB18030", usual_gb18030, NULL },
	{ "Big5", usual_big5, "BIG5-HKSCS" },
	{ "Shift_JIS", usual_shift_jis, "CP932" },
	{ "EUC-JP", usual_euc_jp, NULL },
	{ "EUC-KR", usual_euc_kr, "CP949" },
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * A pair amid ASCII letters is an accented letter and the one behind it:
 * "M\xfcller" is no Chinese.  before: the character in front is a letter.
 */
static bool
is_in_word(struct slice s, size_t i, bool before)
{
	bool after = i + 2 < s.n && is_letter(s.p[i + 2]);

	return i + 1 < s.n && is_letter(s.p[i + 1]) ? before || after
	    : before && after;
}

/* Characters beyond ASCII, and those of them that are in daily use. */
struct detect_count {
	size_t all, usual;
};

static struct detect_count
count(const struct wide *w, struct slice s)
{
	struct detect_count n = { 0 };
	unsigned char lead, trail;
	bool letter = false;
	size_t i = 0;

	while (i < s.n) {
		lead = (unsigned char)s.p[i];
		if (lead < 0x80) {
			letter = is_letter(s.p[i++]);
			continue;
		}
		n.all++;
		if (w->usual == usual_shift_jis && within(lead, 0xa1, 0xdf)) {
			i++;	/* half-width kana, which few write */
		} else {
			trail = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
			n.usual += w->usual(lead, trail) &&
			    !is_in_word(s, i, letter);
			i += 2;
		}
		letter = false;
	}
	return n;
}

static bool
is_valid(const char *name, struct slice s)
{
	struct str out = { 0 };
	struct err ignored;
	struct codec c;
	bool valid = codec_open(&c, name, &ignored) == 0 &&
	    codec_decode(&c, s, &out) == 0;

	codec_close(&c);
	str_free(&out);
	return valid;
}

/* --- ICU's opinion ------------------------------------------------------- */

struct opinion {
	UCharsetDetector *detector;
	const UCharsetMatch **found;
	int32_t n;
};

static void
ask(struct opinion *o, struct slice s)
{
	UErrorCode rc = U_ZERO_ERROR;

	*o = (struct opinion){ .detector = ucsdet_open(&rc) };
	ucsdet_setText(o->detector, s.p,
	    (int32_t)(s.n < ICU_MAX ? s.n : ICU_MAX), &rc);
	o->found = ucsdet_detectAll(o->detector, &o->n, &rc);
	if (U_FAILURE(rc))
		o->n = 0;
}

static int32_t
confidence(const struct opinion *o, const char *name)
{
	UErrorCode rc = U_ZERO_ERROR;
	int32_t i;

	for (i = 0; i < o->n; i++)
		if (strcmp(ucsdet_getName(o->found[i], &rc), name) == 0)
			return ucsdet_getConfidence(o->found[i], &rc);
	return 0;
}

/* The name in which it is valid; NULL. */
static const char *
name_of(const struct wide *w, struct slice s)
{
	if (is_valid(w->name, s))
		return w->name;
	return w->wider && is_valid(w->wider, s) ? w->wider : NULL;
}

/*
 * How likely an encoding is, in percent of usual characters; 0: not at all.
 * The characters of Korean are some of those of Chinese, so that a text of
 * these alone is Korean when it is not too short.
 */
static size_t
likelihood(const struct wide *w, struct slice s)
{
	struct detect_count n = count(w, s);
	size_t share = n.all ? n.usual * 100 / n.all : 0;

	if (share < USUAL_LEAST || !name_of(w, s))
		return 0;
	if (w->usual == usual_euc_kr && share > 95 && n.all >= KOREAN_LEAST)
		share += USUAL_NEAR;
	return share;
}

/* Another encoding that would do; those who know it see it by the titles. */
static void
add_other(struct detect *d, const char *name)
{
	size_t n = strlen(d->others);

	if (n + strlen(name) + 3 <= sizeof(d->others))
		snprintf(d->others + n, sizeof(d->others) - n, "%s%s",
		    n ? ", " : "", name);
}

static const char *
best_wide(struct detect *d, const struct opinion *o, struct slice s)
{
	size_t likely[LEN(wides)], best = 0, i;
	const struct wide *w = NULL;
	int32_t c, most = -1;

	for (i = 0; i < LEN(wides); i++) {
		likely[i] = likelihood(&wides[i], s);
		best = likely[i] > best ? likely[i] : best;
	}
	for (i = 0; i < LEN(wides) && best; i++) {
		c = confidence(o, wides[i].name);
		if (likely[i] + USUAL_NEAR > best && c > most) {
			most = c;
			w = &wides[i];
		}
	}
	for (i = 0; i < LEN(wides) && w; i++)
		if (&wides[i] != w && likely[i] + USUAL_NEAR > best)
			add_other(d, wides[i].name);
	return w ? name_of(w, s) : NULL;
}

/* --- all of them --------------------------------------------------------- */

static void
add_others(struct detect *d, const struct narrow *n)
{
	size_t i;

	for (i = 0; i < n->n_others; i++)
		add_other(d, n->others[i]);
}

/*
 * One with a byte for a character, where words come out; else GB18030, which
 * has rare characters in names.
 */
static const char *
best_narrow(struct detect *d, const struct narrow *n, struct slice s)
{
	bool sure = n->name && n->score >= NARROW_SURE;

	if (sure) {
		add_others(d, n);
		return n->name;
	}
	if (n->name)
		add_other(d, n->name);
	add_others(d, n);
	return is_valid("GB18030", s) ? "GB18030" : NULL;
}

const char *
detect_name(struct detect *d)
{
	struct slice s = str_slice(&d->sample);
	struct opinion o;
	struct narrow n;
	const char *name;

	/* Some broken characters of many don't make it another encoding, and
	 * no other has characters of three bytes by chance. */
	if (!d->bad || (d->good >= 4 && d->good >= 2 * d->bad) ||
	    (d->wide >= 2 && d->wide >= 2 * d->broken))
		return "UTF-8";
	ask(&o, s);
	d->others[0] = '\0';
	name = best_wide(d, &o, s);
	ucsdet_close(o.detector);
	narrow_find(s, &n);
	if (!name)
		return best_narrow(d, &n, s);
	if (n.score >= NARROW_SURE && n.letters >= NARROW_LEAST)
		add_other(d, n.name);
	return name;
}
