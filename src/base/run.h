/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_RUN_H
#define ICSR_BASE_RUN_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * Run `/bin/sh -c command` with no standard input and put the first line
 * that it prints into out, without its line end; the rest is read and
 * dropped.  What the command says on stderr goes to ours until it has ended.
 * Unless our stderr is a terminal, the command gets none of our descriptors,
 * so that a process which it leaves running holds none.  The command is a
 * process group of its own, which has the terminal meanwhile if this program
 * has it.  The whole group is ended when the command has failed, after
 * timeout_s seconds, and when a signal comes that ends this program; the
 * signal then has its usual effect.  What a command that did well leaves
 * running in the background is neither waited for nor ended.
 *
 * Errors are ERR_AUTH, since such commands fetch secrets: it failed, took
 * too long, printed nothing or a line above 8 KiB.  They name neither the
 * command nor what it printed; the caller names the key.  out is as before
 * on failure.  What it gets may be a secret: wipe it after use.
 */
int run_first_line(const char *command, int64_t timeout_s, struct str *out,
    struct err *e);

/*
 * Run it in the same way, but with input as its standard input, never with
 * the terminal, and put all that it prints on stdout and stderr into out, as
 * far as out takes it (struct str, max).  -1 when it could not be started,
 * failed, or took too long; what it printed until then is in out.  Errors are
 * ERR_FAILED.
 */
int run_all(const char *command, struct slice input, int64_t timeout_s,
    struct str *out, struct err *e);

#endif
