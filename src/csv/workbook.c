/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "csv/workbook.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static const char page[] = N_("a web page, whatever its name says; open it in "
    "a spreadsheet and save it as CSV, or log in where it comes from and get "
    "it again");
static const char opendocument[] = N_("an OpenDocument spreadsheet; save it "
    "as CSV (UTF-8) and import that");
static const char excel[] = N_("an Excel workbook; save it as CSV (UTF-8) and "
    "import that");
/* RFC 7265 */
static const char jcal[] = N_("a calendar in JSON (jCal); export it as "
    "iCalendar (.ics)");
static const char json[] = N_("a file in JSON; export it as CSV or iCalendar");

/* Bytes at the start and at the end in which the names of packed files are
 * looked for. */
#define LOOK ((size_t)64 << 10)

static bool
holds(struct slice bytes, const char *text, size_t n)
{
	struct slice head = bytes, tail = bytes;

	if (bytes.n > LOOK) {
		head.n = LOOK;
		tail = slice_from(bytes, bytes.n - LOOK);
	}
	return memmem(head.p, head.n, text, n) ||
	    memmem(tail.p, tail.n, text, n);
}

/* A zip archive by what is in it (ISO/IEC 29500-2; OpenDocument 1.2, 3). */
static const char *
packed(struct slice bytes)
{
	static const struct {
		const char *has, *name;
	} kinds[] = {
		{ "opendocument.spreadsheet", opendocument },
		{ "xl/workbook", excel }, { "xl/worksheets", excel },
		{ "Index/Document.iwa", N_("a Numbers document; export it as "
		  "CSV") },
		{ ".ics", N_("a zip archive with calendars; unpack it") },
		{ ".csv", N_("a zip archive with tables; unpack it") },
	};
	size_t i;

	for (i = 0; i < LEN(kinds); i++)
		if (holds(bytes, kinds[i].has, strlen(kinds[i].has)))
			return kinds[i].name;
	return N_("a zip archive, neither a table nor a calendar; unpack it");
}

/* An OLE file: the name of its stream is UTF-16 (MS-XLS, 2.1.2). */
static const char *
compound(struct slice bytes)
{
	static const char workbook[] = "W\0o\0r\0k\0b\0o\0o\0k\0";
	static const char book[] = "B\0o\0o\0k\0\0\0";

	return holds(bytes, workbook, sizeof(workbook) - 1) ||
	    holds(bytes, book, sizeof(book) - 1)
	    ? N_("an Excel workbook of the old form (.xls); save it as CSV "
	    "(UTF-8) and import that")
	    : N_("a file of Microsoft Office; export it as CSV or iCalendar");
}

/* JSON, blanks aside; what it is comes of its first word. */
static const char *
in_json(struct slice start)
{
	struct slice rest;

	if (!slice_starts(start, SLICE("{")) &&
	    !slice_starts(start, SLICE("[")))
		return NULL;
	rest = slice_trim(slice_from(start, 1));
	if (start.p[0] == '{')
		return slice_starts(rest, SLICE("\"")) ? json : NULL;
	if (slice_starts(rest, SLICE("\"vcalendar\"")))
		return jcal;
	return slice_starts(rest, SLICE("{")) ? json : NULL;
}

/* What begins as another kind of text, which no table and no calendar does. */
static const char *
other_text(struct slice bytes)
{
	static const struct {
		const char *begin, *has, *name;
	} kinds[] = {
		{ "<?xml", "opendocument.spreadsheet", opendocument },
		{ "<?xml", "office:spreadsheet", N_("an Excel workbook in "
		  "XML; save it as CSV (UTF-8) and import that") },
		{ "<?xml", "", N_("a file in XML; export it as CSV or "
		  "iCalendar") },
		{ "<table", "", page }, { "<html", "", page },
		{ "<!doctype html", "", page }, { "<meta", "", page },
		{ "<style", "", page }, { "<head", "", page },
		{ "%PDF-", "", N_("a PDF document; export what it was made "
		  "from as CSV or iCalendar") },
	};
	struct slice start = bytes;
	size_t i;

	if (slice_starts(start, SLICE_BOM))
		start = slice_from(start, SLICE_BOM.n);
	start = slice_trim(slice_of(start.p, start.n < 256 ? start.n : 256));
	for (i = 0; i < LEN(kinds); i++)
		if (slice_istarts(start, slice_str(kinds[i].begin)) &&
		    holds(bytes, kinds[i].has, strlen(kinds[i].has)))
			return kinds[i].name;
	return in_json(start);
}

const char *
workbook_name(struct slice bytes)
{
	if (slice_starts(bytes, SLICE("PK\x03\x04")))
		return packed(bytes);
	if (slice_starts(bytes, SLICE("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return compound(bytes);
	if (slice_starts(bytes, SLICE("\x1f\x8b")))
		return N_("a file packed with gzip; unpack it");
	return other_text(bytes);
}
