/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_INTL_H
#define ICSR_BASE_INTL_H

#include <stdbool.h>

/*
 * The language of messages, by gettext.  English texts are the keys of the
 * catalogue (contrib/po).  Whatever prints a message or a cell of a table
 * translates its format itself (err_set, out_say, table_addf, ...), so
 * a message stands untranslated where it arises, as one whole sentence.
 *
 * N_() marks for the catalogue a text that stands in a table; _() translates
 * one where no such function gets it.  What goes into calendars, JSON, the
 * state and requests is never translated.
 */
#define N_(text) text
#define _(text) intl_text(text)
/* The one or the other by n, "%zu file" and "%zu files". */
#define P_(one, many, n) intl_plural(one, many, (unsigned long)(n))

/*
 * Take the language from the locale (LC_ALL, LC_MESSAGES, LANG, LANGUAGE);
 * without `translate` only how wide characters are (LC_CTYPE), and every
 * text stays English.  The catalogue is that of locale/ beside the program,
 * else of ../share/locale, else of the prefix /usr/local.  To be called once,
 * before threads and messages.
 */
void intl_open(bool translate);

/* The text in the user's language, or itself.  It is not to be freed. */
const char *intl_text(const char *text) __attribute__((format_arg(1)));
const char *intl_plural(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1), format_arg(2)));

#endif
