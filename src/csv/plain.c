/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/num.h"
#include "csv/plain.h"

/* The first character, and its bytes in *n; -1 for none. */
static UChar32
first(struct slice s, size_t *n)
{
	UChar32 c;
	int32_t i = 0;

	*n = str_utf8(s);
	if (!*n)
		return -1;
	U8_NEXT_UNSAFE(s.p, i, c);
	return c;
}

static bool
is_empty(UChar32 c)
{
	return c >= 0x80 && u_charType(c) == U_FORMAT_CHAR;
}

static bool
is_blank(UChar32 c)
{
	/* U+0085 and those of ASCII stand in lines of text. */
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x85 ||
	    (c >= 0x80 && (u_charType(c) == U_SPACE_SEPARATOR ||
	    u_charType(c) == U_LINE_SEPARATOR ||
	    u_charType(c) == U_PARAGRAPH_SEPARATOR));
}

size_t
blank_at(struct slice s)
{
	size_t n;

	/* Most characters are none. */
	if (!s.n || (s.p[0] > ' ' && s.p[0] <= '~'))
		return 0;
	return is_blank(first(s, &n)) ? n : 0;
}

size_t
blank_empty_at(struct slice s)
{
	size_t n;

	if (!s.n || !((unsigned char)s.p[0] & 0x80))
		return 0;
	return is_empty(first(s, &n)) ? n : 0;
}

static size_t
either_at(struct slice s)
{
	size_t n = blank_at(s);

	return n ? n : blank_empty_at(s);
}

struct slice
blank_trim(struct slice s)
{
	size_t n, back;

	while ((n = either_at(s)))
		s = slice_from(s, n);
	do {
		for (n = 0, back = 1; back <= 4 && back <= s.n && !n; back++)
			if (either_at(slice_of(s.p + s.n - back, back)) ==
			    back)
				n = back;
		s.n -= n;
	} while (n);
	return s;
}

void
blank_show(struct str *out, struct slice text)
{
	size_t from = 0, at, n;
	UChar32 c;

	for (at = 0; at < text.n; at += n ? n : 1) {
		c = first(slice_from(text, at), &n);
		if (c < 0x80 || !(is_empty(c) || is_blank(c)))
			continue;
		/* Whole, for what has a use behind another character. */
		str_plain(out, slice_of(text.p + from, at - from));
		str_addf(out, "<U+%04X>", (unsigned)c);
		from = at + n;
	}
	str_plain(out, slice_from(text, from));
}

/* --- dates ---------------------------------------------------------------- */

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static const struct {
	const char *word, *as;
} words[] = {
	{ "年", "y" }, { "月", "m" }, { "日", "d" }, { "号", "d" },
	{ "时", "h" }, { "時", "h" }, { "点", "h" }, { "點", "h" },
	{ "半", "f" }, { "分", "n" }, { "秒", "s" }, { "上午", "a" }, { "下午", "p" },
	{ "早上", "b" }, { "晚上", "e" }, { "凌晨", "g" }, { "中午", "o" },
	{ "星期", "w" }, { "周", "w" }, { "週", "w" }, { "礼拜", "w" },
	{ "禮拜", "w" },
	/* Dashes that keep a date together, and those of typesetters. */
	{ "\xe2\x80\x90", "-" }, { "\xe2\x80\x91", "-" },
	{ "\xe2\x80\x92", "-" }, { "\xe2\x80\x93", "-" },
	{ "\xe2\x88\x92", "-" },
};

/* Behind "星期". */
static const char *const days_of_week[] = { "一", "二", "三", "四", "五",
	"六", "日" };

/* U+FF01 to U+FF5E are those of ASCII from '!' on; '\0': none of them. */
static char
narrow(struct slice text)
{
	unsigned wide;

	if (text.n < 3 || text.p[0] != '\xef')
		return '\0';
	wide = ((unsigned)text.p[1] & 0x3f) << 6 | ((unsigned)text.p[2] & 0x3f);
	return wide >= 0xf01 && wide <= 0xf5e ? (char)(wide - 0xf01 + '!')
	    : '\0';
}

/* The number of a day behind "星期" at the start of *text, or '\0'. */
static char
day_of_week(struct slice *text)
{
	size_t i;

	if (plain_take(text, SLICE("天")))
		return '7';
	for (i = 0; i < LEN(days_of_week); i++)
		if (plain_take(text, slice_str(days_of_week[i])))
			return (char)('1' + i);
	return '\0';
}

/* A word at the start of *text, in at most two characters; 0: none. */
static size_t
word(struct slice *text, char to[2])
{
	size_t i;

	for (i = 0; i < LEN(words); i++) {
		if (!plain_take(text, slice_str(words[i].word)))
			continue;
		to[0] = words[i].as[0];
		to[1] = to[0] == PLAIN_WEEKDAY ? day_of_week(text) : '\0';
		if (to[0] != PLAIN_WEEKDAY)
			return 1;
		return to[1] ? 2 : 0;
	}
	return 0;
}

/* A day of the week as "(四)", behind the bracket; 0: it is none. */
static size_t
in_brackets(struct slice *text, char to[2])
{
	to[0] = PLAIN_WEEKDAY;
	to[1] = day_of_week(text);
	return to[1] ? 2 : 0;
}

/* A character at the start of *text; 0: it has no meaning here. */
static size_t
one(struct slice *text, char to[2])
{
	size_t blank = blank_at(*text);
	unsigned char c = (unsigned char)text->p[0];

	if (blank) {
		to[0] = ' ';
		*text = slice_from(*text, blank);
		return 1;
	}
	if (c >= 0x80 && narrow(*text)) {
		to[0] = narrow(*text);
		*text = slice_from(*text, 3);
	} else if (plain_take(text, SLICE("ä")) ||
	    plain_take(text, SLICE("Ä"))) {
		to[0] = 'A';		/* März */
	} else if (c < 0x80) {
		to[0] = (char)c;
		*text = slice_from(*text, 1);
	} else {
		return word(text, to);
	}
	if (to[0] >= 'a' && to[0] <= 'z')
		to[0] = (char)(to[0] - 32);
	return to[0] != '\0';
}

size_t
plain_text(struct slice text, char buf[CSV_WHEN_MAX])
{
	size_t n = 0, added, empty;
	char to[2];

	while (text.n) {
		empty = blank_empty_at(text);
		if (empty) {
			text = slice_from(text, empty);
			continue;
		}
		added = n && buf[n - 1] == '(' ? in_brackets(&text, to) : 0;
		if (!added)
			added = one(&text, to);
		if (!added || n + added > CSV_WHEN_MAX)
			return 0;
		memcpy(buf + n, to, added);
		n += added;
	}
	return n;
}

bool
plain_take(struct slice *rest, struct slice text)
{
	if (!slice_starts(*rest, text))
		return false;
	*rest = slice_from(*rest, text.n);
	return true;
}

bool
plain_char(struct slice *rest, char c)
{
	return plain_take(rest, slice_of(&c, 1));
}

bool
plain_blanks(struct slice *rest)
{
	bool some = rest->n && rest->p[0] == ' ';

	while (plain_char(rest, ' '))
		;
	return some;
}

bool
plain_number(struct slice *rest, size_t least, size_t most, int max, int *out)
{
	size_t n = 0;
	int64_t v;

	while (n < rest->n && rest->p[n] >= '0' && rest->p[n] <= '9')
		n++;
	if (n < least || n > most ||
	    !num_parse(slice_of(rest->p, n), 0, max, &v))
		return false;
	*out = (int)v;
	*rest = slice_from(*rest, n);
	return true;
}

/* --- names --------------------------------------------------------------- */

struct plain_name {
	const char *text;
	int number;
};

static const struct plain_name weekdays[] = {
	{ "w1", 1 }, { "w2", 2 }, { "w3", 3 }, { "w4", 4 }, { "w5", 5 },
	{ "w6", 6 }, { "w7", 7 },
	{ "MONDAY", 1 }, { "MON", 1 }, { "TUESDAY", 2 }, { "TUES", 2 },
	{ "TUE", 2 }, { "WEDNESDAY", 3 }, { "WED", 3 }, { "THURSDAY", 4 },
	{ "THURS", 4 }, { "THUR", 4 }, { "THU", 4 }, { "FRIDAY", 5 },
	{ "FRI", 5 }, { "SATURDAY", 6 }, { "SAT", 6 }, { "SUNDAY", 7 },
	{ "SUN", 7 },
	{ "MONTAG", 1 }, { "MO", 1 }, { "DIENSTAG", 2 }, { "DI", 2 },
	{ "MITTWOCH", 3 }, { "MI", 3 }, { "DONNERSTAG", 4 }, { "DO", 4 },
	{ "FREITAG", 5 }, { "FR", 5 }, { "SAMSTAG", 6 }, { "SONNABEND", 6 },
	{ "SA", 6 }, { "SONNTAG", 7 }, { "SO", 7 },
};

static const struct plain_name months[] = {
	{ "JANUARY", 1 }, { "JAN", 1 }, { "FEBRUARY", 2 }, { "FEB", 2 },
	{ "MARCH", 3 }, { "MAR", 3 }, { "APRIL", 4 }, { "APR", 4 },
	{ "MAY", 5 }, { "JUNE", 6 }, { "JUN", 6 }, { "JULY", 7 },
	{ "JUL", 7 }, { "AUGUST", 8 }, { "AUG", 8 }, { "SEPTEMBER", 9 },
	{ "SEPT", 9 }, { "SEP", 9 }, { "OCTOBER", 10 }, { "OCT", 10 },
	{ "NOVEMBER", 11 }, { "NOV", 11 }, { "DECEMBER", 12 }, { "DEC", 12 },
	{ "JANUAR", 1 }, { "JANNER", 1 }, { "FEBRUAR", 2 }, { "MARZ", 3 },
	{ "MRZ", 3 }, { "MAI", 5 }, { "JUNI", 6 }, { "JULI", 7 },
	{ "OKTOBER", 10 }, { "OKT", 10 }, { "DEZEMBER", 12 }, { "DEZ", 12 },
};

/* A whole name: no letter follows it. */
static int
take_name(struct slice *rest, const struct plain_name *names, size_t n)
{
	struct slice after;
	size_t i;

	for (i = 0; i < n; i++) {
		after = *rest;
		if (!plain_take(&after, slice_str(names[i].text)) ||
		    (after.n && after.p[0] >= 'A' && after.p[0] <= 'Z'))
			continue;
		*rest = after;
		return names[i].number;
	}
	return 0;
}

int
plain_weekday(struct slice *rest)
{
	struct slice after = *rest;
	bool within = plain_take(&after, SLICE("("));
	int day = take_name(&after, weekdays, LEN(weekdays));

	if (!day)
		return 0;
	plain_take(&after, SLICE("."));
	if (within && !plain_take(&after, SLICE(")")))
		return 0;
	plain_take(&after, SLICE(","));
	*rest = after;
	return day;
}

int
plain_month(struct slice *rest)
{
	int month = take_name(rest, months, LEN(months));

	if (month)
		plain_take(rest, SLICE("."));
	return month;
}
