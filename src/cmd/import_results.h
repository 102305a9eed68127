/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_IMPORT_RESULTS_H
#define ICSR_CMD_IMPORT_RESULTS_H

#include "cmd/import_files.h"

/*
 * What an import leaves behind beside the links.  After the run: write
 * --rejects, the events that could not be booked, and --csv, a row for each
 * booking; report how many of either, and how many bookings reach beyond the
 * API's 30 days, whose links last no longer unless a sync renews them.
 *
 * Members for --json go to the session, and so does the remark behind the
 * summary.  Files get no more permissions than what was imported has.
 *
 * ERR_FAILED when a file can't be written.
 */
int import_results(struct import *im, struct err *e);

#endif
