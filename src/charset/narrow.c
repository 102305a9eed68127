/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unicode/uchar.h>

#include "base/str.h"
#include "charset/codec.h"
#include "charset/narrow.h"

/*
 * The letters of languages beyond ASCII.  They are numbered in the order in
 * which they are expected: of two that explain a text alike the first counts.
 */
#define LANGUAGES ((size_t)27)

/* Families of encodings; a language is written in some. */
enum {
	WEST = 1, CENTRAL = 2, TURKISH = 4, BALTIC = 8,
	LATIN = WEST | CENTRAL | TURKISH | BALTIC,
	CYRILLIC = 16, OTHER = 32,
};

/* Hebrew, Arabic and Thai have all letters of their block. */
static const struct language {
	int family;
	const char *letters, *usual;
	UChar32 from, to;
} languages[LANGUAGES] = {
	{ LATIN, "äöüß", NULL, 0, 0 },				/* German */
	{ WEST, "àâæçéèêëîïôœùûü", NULL, 0, 0 },		/* French */
	{ WEST, "áéíñóúü", NULL, 0, 0 },			/* Spanish */
	{ WEST, "àáâãçéêíóôõúü", NULL, 0, 0 },		/* Portuguese */
	{ WEST, "àèéìíòóùú", NULL, 0, 0 },			/* Italian */
	{ WEST, "åäöé", NULL, 0, 0 },			/* Swedish, Finnish */
	{ WEST, "æøåéòô", NULL, 0, 0 },		/* Danish, Norwegian */
	{ WEST, "áéíóúëïöüèê", NULL, 0, 0 },			/* Dutch */
	{ WEST, "àçèéíïòóúü", NULL, 0, 0 },			/* Catalan */
	/* Russian and Bulgarian; Ukrainian. */
	{ CYRILLIC, "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "оеаинтсрвл", 0, 0 },
	{ CYRILLIC, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "оеаинтсрвлі", 0, 0 },
	{ CENTRAL, "ąćęłńóśźż", NULL, 0, 0 },			/* Polish */
	{ CENTRAL, "áčďéěíňóřšťúůýž", NULL, 0, 0 },		/* Czech */
	{ CENTRAL, "áéíóöőúüű", NULL, 0, 0 },			/* Hungarian */
	{ TURKISH, "çğıöşüâî", NULL, 0, 0 },			/* Turkish */
	{ CENTRAL, "ăâîşţ", NULL, 0, 0 },			/* Romanian */
	{ CENTRAL, "áäčďéíĺľňóôŕšťúýž", NULL, 0, 0 },		/* Slovak */
	{ CENTRAL, "čćđšž", NULL, 0, 0 },		/* Croatian, Slovene */
	/* Serbian */
	{ CYRILLIC, "абвгдђежзијклљмнњопрстћуфхцчџш", "оеаинтсрвлј", 0, 0 },
	/* Hebrew, Greek, Arabic, Thai */
	{ OTHER, NULL, "יוהלאמרבשנ", 0x5d0, 0x5ea },
	{ OTHER, "αβγδεζηθικλμνξοπρςστυφχψωάέήίόύώϊϋΐΰ", "αειονστκπ", 0, 0 },
	{ OTHER, NULL, "اليمونتربع", 0x621, 0x652 },
	{ OTHER, NULL, "านรกอมเัีง", 0xe01, 0xe4e },
	{ WEST, "áðéíóúýþæö", NULL, 0, 0 },			/* Icelandic */
	{ BALTIC, "ąčęėįšųūž", NULL, 0, 0 },			/* Lithuanian */
	{ BALTIC, "āčēģīķļņšūž", NULL, 0, 0 },			/* Latvian */
	{ WEST | BALTIC, "äöõüšž", NULL, 0, 0 },		/* Estonian */
};

/* Whether a character beyond ASCII is in a text. */
static bool
has(const char *letters, UChar32 letter)
{
	char buf[] = { (char)(0xe0 | letter >> 12),
		(char)(0x80 | (letter >> 6 & 0x3f)),
		(char)(0x80 | (letter & 0x3f)), '\0' };

	if (letter < 0x80 || letter > 0xffff)
		return false;
	if (letter < 0x800)
		buf[1] = (char)(0xc0 | letter >> 6);
	return strstr(letters, buf + (letter < 0x800)) != NULL;
}

/* Portuguese has ã and õ in few places. */
static bool
goes_before(UChar32 letter, UChar32 next)
{
	if (letter == 0xe3)
		return !next || strchr("oesn", (int)next);
	return letter != 0xf5 || next == 'e';
}

/* Whether a language of a family has a small letter in front of another; next
 * may be 0: the word ends. */
static bool
language_has(size_t language, int family, UChar32 letter, UChar32 next)
{
	const struct language *l = &languages[language];

	if (!(l->family & family))
		return false;
	if (!l->letters)
		return letter >= l->from && letter <= l->to;
	/* The small letter of Turkish's capital with a dot is ASCII. */
	if (letter == 'i')
		return l->family == TURKISH;
	/* Portuguese. */
	return has(l->letters, letter) && (!has(l->letters, 0xe3) ||
	    goes_before(letter, next));
}

/* Whether a letter is one of its frequent ones, if it is of a script in which
 * these tell encodings apart. */
static bool
language_usual(size_t language, UChar32 letter)
{
	const char *usual = languages[language].usual;

	return usual && has(usual, letter);
}

/* --- encodings ------------------------------------------------------------ */

#define LEN(a) (sizeof(a) / sizeof(*(a)))

/* So many bytes of a text are looked at. */
#define LOOK ((size_t)16 << 10)
/* A candidate has this score at least, and is as likely within so much. */
#define SCORE_LEAST 40
#define SCORE_NEAR 10
/* An encoding of old machines has to fit so much better. */
#define OLD 5
/* Below so many letters nothing is known of the language. */
#define LETTERS_TELL 3
/* So many letters beyond ASCII in a row are no word of Latin letters. */
#define ROW_MAX 3

/*
 * Of two that fit alike the first counts.  Those of Windows come first:
 * spreadsheets write them.  The last ones are of older machines.
 */
static const struct narrow_encoding {
	const char *name;
	int family;
	bool old;
} encodings[] = {
	{ "windows-1252", WEST, false },
	{ "windows-1250", CENTRAL, false },
	{ "windows-1251", CYRILLIC, false },
	{ "windows-1254", TURKISH | WEST, false },
	{ "windows-1257", BALTIC, false },
	{ "windows-1253", OTHER, false },
	{ "windows-1255", OTHER, false },
	{ "windows-1256", OTHER, false },
	{ "CP874", OTHER, false },
	{ "ISO-8859-15", WEST, false },
	{ "ISO-8859-2", CENTRAL, false },
	{ "KOI8-R", CYRILLIC, false },
	{ "KOI8-U", CYRILLIC, false },
	{ "ISO-8859-5", CYRILLIC, false },
	{ "MACINTOSH", WEST, true },
	{ "IBM850", WEST, true },
	{ "IBM852", CENTRAL, true },
	{ "IBM866", CYRILLIC, true },
};

/* What a text comes to when it is read in an encoding. */
struct narrow_tally {
	size_t all;		/* letters beyond ASCII, and odd signs */
	size_t letters;		/* those of them that may be of a word */
	size_t of[LANGUAGES];	/* letters of each language */
	size_t any;		/* letters of some language */
	size_t capitals;	/* those in words of capitals */
	size_t usual[LANGUAGES];	/* those that are frequent in it */
};

/* A word: letters with nothing between them. */
struct word {
	size_t from, to;	/* bytes */
	size_t n, high, upper;	/* characters; beyond ASCII; capitals */
	size_t lower;
	UChar32 last;
	bool capital;		/* the first one is */
	bool latin, other;	/* of which scripts its letters are */
};

struct narrow_reading {
	struct slice text;	/* UTF-8 */
	const struct narrow_encoding *of;
	struct narrow_tally t;
};

static bool
is_letter(UChar32 c)
{
	/* ª and º are none of a word. */
	return (u_isalpha(c) && c != 0xaa && c != 0xba) ||
	    u_charType(c) == U_NON_SPACING_MARK;
}

/* The character at *i, and behind it. */
static UChar32
char_at(struct slice s, size_t *i)
{
	static const int first[] = { 0, 0x7f, 0x1f, 0xf, 0x7 };
	struct slice rest = slice_from(s, *i);
	size_t n = str_utf8(rest), k;
	UChar32 c = (unsigned char)*rest.p;

	n = n ? n : 1;
	for (c &= first[n], k = 1; k < n; k++)
		c = c << 6 | ((unsigned char)rest.p[k] & 0x3f);
	*i += n;
	return c;
}

static void
add_letter(struct word *w, UChar32 c)
{
	w->capital |= !w->n && u_isupper(c);
	w->last = c;
	w->n++;
	w->high += c >= 0x80;
	w->upper += u_isupper(c) != 0;
	w->lower += u_islower(c) != 0;
	if (c < 0x250)
		w->latin = true;
	else
		w->other = true;
}

/* The word at *i, and behind it. */
static struct word
take_word(struct slice s, size_t *i)
{
	struct word w = { .from = *i, .to = *i };
	UChar32 c;

	while (*i < s.n) {
		c = char_at(s, i);
		if (!is_letter(c))
			break;
		add_letter(&w, c);
		w.to = *i;
	}
	*i = w.to;
	return w;
}

/* "Müller", "MÜLLER" and "müller" are words, "mÜller" is none. */
static bool
is_word(const struct word *w)
{
	bool cased = !w->upper || !w->lower || (w->capital && w->upper == 1);

	if (!cased || (w->latin && w->other))
		return false;
	return w->other || w->n < ROW_MAX || (w->high < w->n &&
	    (w->high <= ROW_MAX || w->high * 2 <= w->n));
}

static void
count_word(struct narrow_reading *r, const struct word *w)
{
	bool good = is_word(w);
	size_t i = w->from, l;
	UChar32 c, next;
	bool any;

	while (i < w->to) {
		c = char_at(r->text, &i);
		if (c < 0x80)
			continue;
		r->t.all++;
		r->t.letters++;
		r->t.capitals += w->upper > 1 && !w->lower;
		next = 0;
		if (i < w->to)
			next = char_at(r->text, &(size_t){ i });
		any = false;
		for (l = 0; l < LANGUAGES && good; l++) {
			if (!language_has(l, r->of->family, u_tolower(c),
			    u_tolower(next)))
				continue;
			any = true;
			r->t.of[l]++;
			r->t.usual[l] += language_usual(l, u_tolower(c));
		}
		r->t.any += any;
	}
}

/* Where signs stand that have a place of their own: joined. */
enum { BEFORE = 1, BEHIND = 2, WITHIN = 4 };

/*
 * Quotes, dashes, currencies, ...: in front of a word, behind one, within.
 * Zero: none of them.
 */
static int
places(UChar32 c)
{
	static const struct {
		UChar32 from, to;
		int at;
	} signs[] = {
		{ 0xa0, 0xa0, BEFORE | BEHIND | WITHIN },
		{ 0xa9, 0xa9, BEHIND }, { 0xab, 0xab, BEFORE | BEHIND },
		{ 0xae, 0xae, BEHIND }, { 0xb0, 0xb0, BEFORE },
		{ 0xb4, 0xb4, BEFORE | BEHIND },
		{ 0xb7, 0xb7, BEFORE | WITHIN },
		{ 0xbb, 0xbb, BEFORE | BEHIND }, { 0x5be, 0x5be, WITHIN },
		{ 0x60c, 0x60c, BEHIND }, { 0x61b, 0x61b, BEHIND },
		{ 0x61f, 0x61f, BEHIND },
		{ 0x2010, 0x2015, BEFORE | BEHIND | WITHIN },
		{ 0x2018, 0x2018, BEFORE | BEHIND },
		{ 0x2019, 0x2019, BEFORE | BEHIND | WITHIN },
		{ 0x201a, 0x201a, BEFORE }, { 0x201b, 0x201d, BEFORE | BEHIND },
		{ 0x201e, 0x201e, BEFORE }, { 0x2022, 0x2022, BEFORE },
		{ 0x2026, 0x2026, BEFORE | BEHIND },
		{ 0x2039, 0x203a, BEFORE | BEHIND },
		{ 0x20ac, 0x20ac, BEFORE }, { 0x2116, 0x2116, BEFORE },
		{ 0x2122, 0x2122, BEHIND },
	};
	size_t i;

	for (i = 0; i < LEN(signs); i++)
		if (c >= signs[i].from && c <= signs[i].to)
			return signs[i].at;
	return 0;
}

/* Whether a sign that stands at a letter has its place there. */
static bool
is_placed(struct slice s, size_t behind, UChar32 before, UChar32 c,
    UChar32 after)
{
	int at = !is_letter(before) ? BEFORE : is_letter(after) ? WITHIN
	    : BEHIND;

	if (c == 0xb2 || c == 0xb3)	/* m² */
		return before == 'm' && !is_letter(after);
	if (c == 0xaa || c == 0xba)	/* 1ª, Nº */
		return (u_isdigit(before) || before == 'n' || before == 'N') &&
		    !is_letter(after);
	if (c == 0xbf || c == 0xa1)	/* ¿Qué? */
		return at == BEFORE && memchr(s.p + behind,
		    c == 0xbf ? '?' : '!', s.n - behind);
	return (!is_letter(before) && !is_letter(after)) ||
	    (places(c) & at) != 0;
}

static void
count_sign(struct narrow_reading *r, size_t behind, UChar32 before, UChar32 c)
{
	UChar32 after = behind < r->text.n
	    ? char_at(r->text, &(size_t){ behind }) : 0;

	if (c < 0x80)
		return;
	/* Controls, and the lines of frames on old screens. */
	if (c < 0xa0 || (c >= 0x2500 && c < 0x25a0))
		r->t.all += 2;
	else if (!is_placed(r->text, behind, before, c, after))
		r->t.all++;
}

static void
count_all(struct narrow_reading *r)
{
	UChar32 c, before = 0;
	struct word w;
	size_t i = 0;

	while (i < r->text.n) {
		w = take_word(r->text, &i);
		if (w.n) {
			/* Any byte is some letter: it has to be in a word. */
			if (w.n > 1 || !r->of->old)
				count_word(r, &w);
			before = w.last;
			continue;
		}
		c = char_at(r->text, &i);
		/* Escapes of TEXT: the letter behind it is no part of a
		 * word. */
		if (c == '\\' && i < r->text.n && r->text.p[i] == 'n')
			c = char_at(r->text, &i);
		count_sign(r, i, before, c);
		before = c == 'n' ? ' ' : c;
	}
}

/*
 * In percent: letters of one language, and of others half.  Where capitals
 * and small letters come out alike in several encodings of a script, the
 * frequent ones tell.
 */
static int
score(const struct narrow_tally *t, size_t *language)
{
	size_t l, best = 0, n, share;

	*language = LANGUAGES;
	for (l = 0; l < LANGUAGES && t->all; l++) {
		n = (t->of[l] + t->any) * 50 / t->all;
		n = n * (10 * t->letters - t->capitals) /
		    (10 * t->letters + !t->letters);
		share = t->of[l] ? t->usual[l] * 200 / t->of[l] : 0;
		if (languages[l].usual && share < 100)
			n = n * (40 + share * 6 / 10) / 100;
		if (n > best) {
			best = n;
			*language = l;
		}
	}
	return (int)best;
}

/* --- all of them --------------------------------------------------------- */

struct candidate {
	const struct narrow_encoding *of;
	int score;
	size_t language, letters;
	struct str text;
};

static void
judge(struct candidate *c, struct slice raw)
{
	struct narrow_reading r = { 0 };
	struct err ignored;
	struct codec codec;

	if (codec_open(&codec, c->of->name, &ignored) == -1 ||
	    codec_decode(&codec, raw, &c->text)) {
		codec_close(&codec);
		return;
	}
	codec_close(&codec);
	r.text = str_slice(&c->text);
	r.of = c->of;
	count_all(&r);
	c->score = score(&r.t, &c->language) - (c->of->old ? OLD : 0);
	c->letters = r.t.letters;
	/* Quotes and dashes alone, which most have in the same places. */
	if (!r.t.all && c->of == encodings)
		c->score = 100;
}

static bool
is_better(const struct candidate *a, const struct candidate *b)
{
	if (a->score != b->score)
		return a->score > b->score;
	return a->letters >= LETTERS_TELL && a->language < b->language;
}

/* Of the encodings that give the bytes another text than those taken already,
 * the best one. */
static const struct candidate *
next_best(const struct candidate *all, const struct candidate *const *taken,
    size_t n)
{
	const struct candidate *best = NULL;
	size_t i, k;

	for (i = 0; i < LEN(encodings); i++) {
		if (all[i].score < SCORE_LEAST)
			continue;
		for (k = 0; k < n && !slice_eq(str_slice(&all[i].text),
		    str_slice(&taken[k]->text)); k++)
			;
		if (k == n && (!best || is_better(&all[i], best)))
			best = &all[i];
	}
	return best;
}

void
narrow_find(struct slice text, struct narrow *n)
{
	struct candidate all[LEN(encodings)] = { 0 };
	const struct candidate *taken[NARROW_OTHERS + 1], *c;
	size_t i, k = 0;

	*n = (struct narrow){ 0 };
	text.n = text.n < LOOK ? text.n : LOOK;
	for (i = 0; i < LEN(encodings); i++) {
		all[i].of = &encodings[i];
		judge(&all[i], text);
	}
	while (k <= NARROW_OTHERS && (c = next_best(all, taken, k))) {
		if (k && c->score + SCORE_NEAR < taken[0]->score)
			break;
		taken[k++] = c;
	}
	if (k) {
		n->name = taken[0]->of->name;
		n->score = taken[0]->score;
		n->letters = taken[0]->letters;
	}
	for (i = 1; i < k; i++)
		n->others[n->n_others++] = taken[i]->of->name;
	for (i = 0; i < LEN(encodings); i++)
		str_free(&all[i].text);
}
