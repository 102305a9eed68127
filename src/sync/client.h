/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_CLIENT_H
#define ICSR_SYNC_CLIENT_H

#include "sync/run.h"

/*
 * The API of the run: opened when it is first needed, so that a run that
 * calls nothing asks for no secret, and shared by all that call, so that
 * one token serves them.  One that has stopped is opened anew.  run_free
 * closes it.
 */
int client_open(struct run *r, struct api **api, struct err *e);
void client_close(struct run *r);

/* When the API has stopped: a problem of the run, and its exit status. */
void client_tell_stop(struct run *r);

/* Move the progress bar: `done` calls of `total` since started (mono). */
void client_progress(const struct run *r, int64_t started, size_t done,
    size_t total);

#endif
