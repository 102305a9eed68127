/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_PLAIN_H
#define ICSR_CSV_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/str.h"
#include "csv/limits.h"

/* The characters of cells: blanks, what nobody sees, and those of dates. */

/*
 * Blanks in UTF-8, those included that come with pasted and with Chinese
 * text, and characters that nobody sees.  Which ones these are is
 * Unicode's general category (ICU, uchar.h: u_charType).
 */

/* The bytes of the blank that s begins with; 0 when it is none. */
size_t blank_at(struct slice s);

/*
 * The bytes of a character without a width that s begins with: a mark of
 * direction, a zero-width space or joiner, a byte order mark; 0 when it is
 * none.
 */
size_t blank_empty_at(struct slice s);

/* Without both at both ends. */
struct slice blank_trim(struct slice s);

/*
 * Append text as str_plain does, with each character that nobody sees, or
 * that looks like a plain blank, by its code: <U+200B>.
 */
void blank_show(struct str *out, struct slice text);

/*
 * The text of a date or time in ASCII, so that one reader serves all ways
 * of writing it: letters become capitals, full-width characters their plain
 * ones, dashes of all kinds '-', blanks of all kinds ' '; characters
 * without a width go.  Chinese words become the small letters of
 * enum plain_word.
 */
enum plain_word {
	PLAIN_YEAR = 'y',	/* 年 */
	PLAIN_MONTH = 'm',	/* 月 */
	PLAIN_DAY = 'd',	/* 日, 号 */
	PLAIN_HOUR = 'h',	/* 时, 点 */
	PLAIN_HALF = 'f',	/* 半 */
	PLAIN_MINUTE = 'n',	/* 分 */
	PLAIN_SECOND = 's',	/* 秒 */
	PLAIN_FORENOON = 'a',	/* 上午 */
	PLAIN_AFTERNOON = 'p',	/* 下午 */
	PLAIN_MORNING = 'b',	/* 早上 */
	PLAIN_EVENING = 'e',	/* 晚上 */
	PLAIN_NIGHT = 'g',	/* 凌晨 */
	PLAIN_NOON = 'o',	/* 中午 */
	PLAIN_WEEKDAY = 'w',	/* 星期, 周, 礼拜, and then 1 to 7 */
};

/* The length; 0 for a text that is no date or time for sure. */
size_t plain_text(struct slice text, char buf[CSV_WHEN_MAX]);

/*
 * Take the name of a weekday off the front of such a text: English, German
 * or Chinese, long or short, with the '.' or ',' behind it, or in
 * parentheses.  1 for Monday to 7; 0 when there is none.
 */
int plain_weekday(struct slice *rest);

/* The same of a month's name, English or German: 1 to 12, or 0. */
int plain_month(struct slice *rest);

/* Take off the front: a text, a character, blanks; false when they are not
 * there. */
bool plain_take(struct slice *rest, struct slice text);
bool plain_char(struct slice *rest, char c);
bool plain_blanks(struct slice *rest);

/* A number of least to most digits, all that stand there, up to max. */
bool plain_number(struct slice *rest, size_t least, size_t most, int max,
    int *out);

#endif
