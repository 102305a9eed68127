/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_WRITE_COUNT_H
#define ICSR_SYNC_WRITE_COUNT_H

#include "sync/run.h"

/*
 * How many files the plan would write, were it carried out: what a dry run
 * says of `files_written`.  Nothing is written.
 */
int write_count(struct run *r, int64_t *n, struct err *e);

#endif
