/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_LIMITS_H
#define ICSR_CSV_LIMITS_H

/* Bounds on what a table can make us do, each with its reason. */

/* Bytes of a table.  What is made of it has to fit 32-bit offsets: at worst
 * each byte is escaped, and each row gets lines around it. */
#define CSV_FILE_MAX ((size_t)1 << 30)
/* Rows: spreadsheets hold 1,048,576 and the API reserves 1,000 a minute. */
#define CSV_ROWS_MAX 1000000
/* Bytes of one cell: spreadsheets hold 32,767 characters in one. */
#define CSV_CELL_MAX ((size_t)64 << 10)
/* Columns: exports of address books and calendars reach 100. */
#define CSV_COLUMNS_MAX 1000
/* Rows above the header, which people use for a title. */
#define CSV_TITLE_ROWS_MAX 10
/* Zones that get a VTIMEZONE: the world has 600 of them. */
#define CSV_ZONES_MAX 600
/* Bytes of a zone's name that are shown. */
#define CSV_ZONE_SHOWN 60
/* Bytes of a date's text that are looked at; all forms are shorter. */
#define CSV_WHEN_MAX 80

#endif
