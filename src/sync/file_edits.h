/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_FILE_EDITS_H
#define ICSR_SYNC_FILE_EDITS_H

#include "base/view.h"
#include "sync/edits.h"

/*
 * The edits of one file, on what is known once the calls are done.
 */

/* What is to become of one file. */
struct file_job {
	struct scan_file *file;
	struct items items;		/* by offset */
	struct edit_list edits;
	const char *target;		/* the file itself, links resolved */
	const char *temp;
	struct output_copy *copy;	/* while its edits are planned */
};
struct file_jobs VEC(struct file_job);

/*
 * Whether the VEVENT of an item may have to be edited, now that the calls
 * are done: write-back is on, and either a link is wished whose reservation
 * lives, or an edit is planned.  With WISH_NOTHING the reservation has to be
 * gone.
 */
bool file_edits_due(const struct run *r, struct item *it);

/* Whether what becomes of its leader leaves the item's VEVENT as it is. */
bool file_edits_wait(const struct item *it);

/*
 * Find the edits of a job's items, and add a record of each to the run.  view:
 * the file as it was scanned.  A link that may not be written becomes a problem
 * of the run, and the item's edit has failed.
 */
int file_edits_plan(struct run *r, struct file_job *job,
    const struct view *view, struct err *e);

#endif
