/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "csv/workbook.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define SAVE "; save it as CSV (UTF-8) and import that"

/* So much of the start and of the end has the names of what is packed. */
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
		{ "opendocument.spreadsheet", "an OpenDocument spreadsheet"
		  SAVE },
		{ "xl/workbook", "an Excel workbook" SAVE },
		{ "xl/worksheets", "an Excel workbook" SAVE },
		{ "Index/Document.iwa", "a Numbers document; export "
		  "it as CSV" },
		{ ".ics", "a zip archive with calendars; unpack it" },
		{ ".csv", "a zip archive with tables; unpack it" },
	};
	size_t i;

	for (i = 0; i < LEN(kinds); i++)
		if (holds(bytes, kinds[i].has, strlen(kinds[i].has)))
			return kinds[i].name;
	return "a zip archive, neither a table nor a calendar; unpack it";
}

/* An OLE file: the name of its stream is UTF-16 (MS-XLS, 2.1.2). */
static const char *
compound(struct slice bytes)
{
	static const char workbook[] = "W\0o\0r\0k\0b\0o\0o\0k\0";
	static const char book[] = "B\0o\0o\0k\0\0\0";

	return holds(bytes, workbook, sizeof(workbook) - 1) ||
	    holds(bytes, book, sizeof(book) - 1)
	    ? "an Excel workbook of the old form (.xls)" SAVE
	    : "a file of Microsoft Office; export it as CSV or iCalendar";
}

const char *
workbook_name(struct slice bytes)
{
	static const char spreadsheet[] = "office:spreadsheet";

	if (slice_starts(bytes, SLICE("PK\x03\x04")))
		return packed(bytes);
	if (slice_starts(bytes, SLICE("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return compound(bytes);
	if (slice_starts(bytes, SLICE("\x1f\x8b")))
		return "a file packed with gzip; unpack it";
	if (slice_istarts(slice_trim(slice_of(bytes.p, bytes.n < 256 ? bytes.n
	    : 256)), SLICE("<?xml")) && holds(bytes, spreadsheet,
	    sizeof(spreadsheet) - 1))
		return "an Excel workbook in XML" SAVE;
	return NULL;
}
