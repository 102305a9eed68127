/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_OUTPUT_H
#define ICSR_SYNC_OUTPUT_H

#include <stdbool.h>

#include "ics/splice.h"
#include "sync/catalog.h"

/*
 * A calendar with `output` leaves its source alone: the copy with the
 * links stands at output itself when that ends in .ics and the source is a
 * file, else in the folder output under the source's name.
 */
const char *output_path(struct arena *a, const struct scan_file *f);

/*
 * ERR_USAGE when two files of a calendar would be written to one output, or
 * one onto itself.
 */
int output_check(const struct scan *sc, struct arena *a, struct err *e);

/* Whether the copy is there and says just that: bytes with the edits. */
bool output_is_current(const char *path, struct slice bytes,
    const struct edit_list *edits);

#endif
