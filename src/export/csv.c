/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "export/csv.h"

/* --- cells ---------------------------------------------------------------- */

/* The last five are full-width: Excel in East Asia takes them as well. */
static const char *const formula[] = { "=", "+", "-", "@", "|", "\t", "\n",
	"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0",
	"\xef\xbd\x9c" };

/* The length of a blank, or of a mark without a character of its own, at the
 * start of s, which spreadsheets may pass by; 0: there is none. */
static size_t
passed_by(struct slice s)
{
	size_t n = str_utf8(s);
	UChar32 c;
	int32_t i = 0;

	if (!n)
		return 0;
	U8_NEXT_UNSAFE(s.p, i, c);
	return c == ' ' || (c >= 0x80 && (U_GET_GC_MASK(c) & (U_GC_Z_MASK |
	    U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK | U_GC_CN_MASK) ||
	    u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)))
	    ? n : 0;
}

/*
 * Apostrophes in front are passed by, so that a reader who takes one away
 * always has the text again.
 */
static bool
is_formula(struct slice s)
{
	size_t n, i;

	while (s.n && s.p[0] == '\'')
		s = slice_from(s, 1);
	while ((n = passed_by(s)))
		s = slice_from(s, n);
	for (i = 0; i < sizeof(formula) / sizeof(*formula); i++)
		if (slice_starts(s, slice_str(formula[i])))
			return true;
	return false;
}

void
cell_add(struct str *out, const char *text)
{
	struct str safe = { 0 };
	const char *p;

	/* First of all: behind a control character a formula's sign would
	 * come to the front. */
	text_clean(&safe, text);
	p = str_text(&safe);
	/* Elsewhere ; and tab separate, and readers trim bare blanks. */
	if (!is_formula(str_slice(&safe)) && !strpbrk(p, ",;\"\t\n") &&
	    *p != ' ' && (!safe.n || p[safe.n - 1] != ' ')) {
		str_adds(out, p);
	} else {
		str_adds(out, is_formula(str_slice(&safe)) ? "\"'" : "\"");
		for (; *p; p++) {
			if (*p == '"')
				str_addc(out, '"');
			str_addc(out, *p);
		}
		str_addc(out, '"');
	}
	str_free(&safe);
}

void
cell_row(struct str *out, const char *const *cells, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i)
			str_addc(out, ',');
		cell_add(out, cells[i]);
	}
	str_adds(out, "\r\n");
}

/* --- the format ----------------------------------------------------------- */

#define LEN(a) (sizeof(a) / sizeof(*(a)))

/* Longer texts are neither numbers nor dates nor words of a spreadsheet. */
#define SHORT 20

/* Whether a spreadsheet may take it for a number, a date or TRUE. */
static bool
is_risky(const char *uid)
{
	size_t n = strlen(uid);

	if (strncmp(uid, "uid:", 4) == 0 ||
	    slice_ieq(slice_str(uid), SLICE("true")) ||
	    slice_ieq(slice_str(uid), SLICE("false")))
		return true;
	return !strchr(uid, '@') && strpbrk(uid, "0123456789") &&
	    (n <= SHORT || strspn(uid, "0123456789eE+-.,: ") == n);
}

static const char *
marked(struct str *out, const char *mark, const char *text)
{
	str_addf(out, "%s%s", mark, text);
	return str_text(out);
}

/* The last day of one of whole days, as tables have it. */
static void
add_end(struct str *out, const struct meeting *m)
{
	if (m->all_day)
		text_date(out, meeting_last_day(m));
	else
		meeting_end(out, m);
}

void
export_csv_row(struct str *out, const struct meeting *m)
{
	struct str start = { 0 }, end = { 0 }, expires = { 0 };
	struct str uid = { 0 }, id = { 0 };
	const char *cells[12];

	meeting_start(&start, m);
	add_end(&end, m);
	meeting_expires(&expires, m);
	cells[0] = m->calendar;
	cells[1] = m->uid && is_risky(m->uid) ? marked(&uid, "uid:", m->uid)
	    : m->uid;
	cells[2] = m->recurrence_id;
	cells[3] = m->topic;
	cells[4] = str_text(&start);
	cells[5] = str_text(&end);
	cells[6] = meeting_zone(m);
	cells[7] = m->url;
	cells[8] = m->meeting_no;
	cells[9] = m->reserve_id && *m->reserve_id
	    ? marked(&id, "id:", m->reserve_id) : NULL;
	cells[10] = str_text(&expires);
	cells[11] = m->state;
	cell_row(out, cells, LEN(cells));
	str_free(&start);
	str_free(&end);
	str_free(&expires);
	str_free(&uid);
	str_free(&id);
}

void
export_csv_header(struct str *out)
{
	static const char *const header[] = { "calendar", "uid",
		"recurrence_id", "summary", "start", "end", "timezone", "url",
		"meeting_no", "reserve_id", "expires", "state" };

	str_adds(out, CELL_BOM);
	cell_row(out, header, LEN(header));
}

static void
write_csv(struct str *out, const struct export_input *in)
{
	size_t i;

	export_csv_header(out);
	for (i = 0; i < in->n; i++)
		export_csv_row(out, &in->meetings[i]);
}

const struct export_format format_csv = { "csv", "csv", write_csv };
