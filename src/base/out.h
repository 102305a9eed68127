/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_OUT_H
#define ICSR_BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

/*
 * What the program says.  Diagnostics go to stderr, a line each; results go
 * to stdout through out_result.  Every text passes secret_mask; control
 * characters of a diagnostic are made visible.  One of the singletons of
 * base/.
 */
enum out_level {
	OUT_ERROR,
	OUT_WARN,
	OUT_INFO,	/* printed unless -q */
	OUT_VERBOSE,	/* -v: events left out, files written */
	OUT_DEBUG,	/* -vv: each call, each file */
	OUT_TRACE,	/* -vvv: bodies and statements */
};

/* program stands before errors and warnings; defaults to "icsreserve". */
void out_init(const char *program, enum out_level level, bool progress);
/*
 * How lines of stderr look from now on.  As JSON each is an object with
 * time, level, run and message.  When stderr is systemd's journal
 * (JOURNAL_STREAM, systemd.exec(5)) each line begins with its priority,
 * "<3>" as sd-daemon(3) has it, and one of text with "[run] ", too.  run is
 * copied; "" for none.
 */
void out_log(bool json, const char *run, const struct clock *clock);
enum out_level out_level(void);

/* Say one line; no newline at its end. */
void out_say(enum out_level level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Write a result to stdout as it is.  False with errno when stdout can't be
 * written; a closed pipe ends up here too.
 */
bool out_result(const char *text, size_t n);

/*
 * Whether any result did not get there; and whether that is because whoever
 * read it has gone (a closed pipe), which is no failure.
 */
bool out_failed(void);
bool out_gone(void);

/* Write bytes that are not ours to stdout, as they are: a calendar.  As
 * out_result. */
bool out_bytes(const char *bytes, size_t n);

/* The cells of a line of the terminal that stdout is; 0: it is none. */
size_t out_width(void);

/* Whether stdout is a terminal that wants colour (NO_COLOR, TERM). */
bool out_colour(void);

/*
 * Show how far the calls are, on a terminal only: done of total, calls in
 * the last second, seconds left (-1: not known).  out_progress_end clears
 * the line; any other output does so too.
 */
void out_progress(size_t done, size_t total, double rate, long left);
void out_progress_end(void);

/*
 * Say that the program waits, for "the rate limit" for instance, and the
 * seconds left: in the progress line; where there is none, once in a line
 * when it is more than five seconds.  True when it is to be called again each
 * second.  out_waited: the wait is over, the next one is another.
 */
bool out_waiting(const char *what, long left);
void out_waited(void);
/*
 * The same for a wait whose end nobody knows: since ms milliseconds, and at
 * most for the seconds left.  It is shown once it has lasted for a second, or
 * for five where there is no progress line.
 */
void out_waiting_since(int64_t ms, const char *what, long left);

#endif
