/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_FILE_JOBS_H
#define ICSR_SYNC_FILE_JOBS_H

#include "sync/file_edits.h"

/*
 * Which files a run edits, or writes copies of, now that the calls are done;
 * each file's items are in their order there.
 */
void file_jobs_collect(struct run *r, struct file_jobs *jobs);
void file_jobs_free(struct file_jobs *jobs);
/* Add the problem of a file that is not written. */
void file_jobs_blame(struct run *r, const struct file_job *job,
    const char *kind, const char *why);

/*
 * How many files the plan would write, were it carried out: what a dry run
 * says of `files_written`.  Nothing is written; what could not be is a problem.
 */
int file_jobs_count(struct run *r, int64_t *n, struct err *e);

#endif
