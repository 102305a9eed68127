/* SPDX-License-Identifier: MIT */
#ifndef ICSR_EXPORT_CSV_H
#define ICSR_EXPORT_CSV_H

#include "base/str.h"
#include "export/meeting.h"

/*
 * The parts of a table (format_csv), for one that is written row by row, as
 * `icsreserve import --csv` does.  Its form: export/formats.h.
 */

/* The byte order mark and the names of the columns. */
void export_csv_header(struct str *out);

/* A row: as many cells as the header names, in its order, and a line end.  A
 * booking without a link has an empty cell for it. */
void export_csv_row(struct str *out, const struct meeting *m);

#endif
