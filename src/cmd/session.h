/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_SESSION_H
#define ICSR_CMD_SESSION_H

#include "base/lock.h"
#include "cmd/cli.h"
#include "conf/conf.h"
#include "store/store.h"
#include "sync/run.h"

/*
 * What most commands need opened: configuration, lock, state.
 */
struct session {
	struct conf conf;
	struct lock lock;
	struct store *store;
	struct run run;
	const char *more;	/* of session_report: see struct report */
	bool no_summary;
	bool to_stderr;		/* stdout is for something else */
	const char *remark;	/* a line behind the summary; NULL */
};

/*
 * Read the configuration, and take the lock if asked to.  session_close
 * follows in any case.
 */
int session_begin(struct session *s, struct cli *cli, bool lock,
    struct err *e);

/*
 * The same (the lock with STORE_WRITE alone); then open the state and start
 * the run.
 */
int session_open(struct session *s, struct cli *cli, enum store_mode mode,
    struct err *e);
void session_close(struct session *s);

/* Whether a calendar of this name is configured, or kept for another file. */
bool session_keeps_other(const struct session *s,
    const struct calendar *cal);

/*
 * Print what came of the run; rc and e are what the command ended with.
 * Returns the exit status.
 */
int session_report(struct session *s, struct cli *cli, int rc,
    const struct err *e);

/* What prints a run's plan; NULL with --json or -q. */
void (*session_plan(const struct cli *cli))(const struct run *r);

#endif
