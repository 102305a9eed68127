/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_WORKBOOK_H
#define ICSR_CSV_WORKBOOK_H

#include "base/slice.h"

/*
 * What a file is that people take for a table or a calendar, and what to do
 * with it: "an Excel workbook; save it as CSV".  By its first bytes and the
 * names in it; NULL: none of these.  The text is static and English.
 *
 * Known are workbooks of Excel, in its forms of today and of before 2007 and
 * as XML, of OpenDocument and of Numbers; archives of zip, in which Google
 * hands out calendars, and of gzip; web pages, which many programs call .xls
 * and which a download is that asks for a login; XML, JSON and PDF.  What a
 * workbook holds is not read: which of its sheets, and which of the texts
 * that a cell shows, only its program knows.
 */
const char *workbook_name(struct slice bytes);

#endif
