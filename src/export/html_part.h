/* SPDX-License-Identifier: MIT */
#ifndef ICSR_EXPORT_HTML_PART_H
#define ICSR_EXPORT_HTML_PART_H

#include "export/export.h"
#include "page.h"

/* The page's parts.  Private to export/html. */

struct page {
	struct str *out;
	const struct export_input *in;
	bool zh;			/* Chinese, else English */
	const struct meeting **order;	/* as they are shown */
	const char **calendars;		/* their names, sorted, each once */
	size_t n_calendars;
};

/*
 * Append a word in the page's language as HTML, with n for its {n}.  NULL:
 * the word has none.
 */
void part_word(struct page *p, enum word w, const char *n);

/* The same in a span that the script may put into another language. */
void part_span(struct page *p, enum word w, const char *n);

/* The heading of a day, given as its local midnight. */
void part_day(struct page *p, int64_t day);

/* A meeting as an item of its day's list; i makes its ids unique. */
void part_meeting(struct page *p, const struct meeting *m, size_t i);

#endif
