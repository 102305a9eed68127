/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_SESSION_H
#define ICSR_CMD_SESSION_H

#include "base/intl.h"
#include "base/lock.h"
#include "base/str.h"
#include "cmd/cli.h"
#include "conf/conf.h"
#include "plan/show.h"
#include "store/store.h"
#include "sync/run.h"

#define SESSION_ID 27

/*
 * A command at work: what it has open, and what is printed when it is done.
 */
struct session {
	const struct cli *cli;
	char id[SESSION_ID];	/* of this run; "run" of --json */
	struct conf conf;
	struct lock lock, attendance_lock;
	struct store *store;
	struct run run;
	struct when when;	/* how times look to the user */

	/* what the command has to say; cmd/program prints it */
	struct str out;		/* text for stdout; with --json the members
				 * of the object that are the command's own */
	bool dry_run;		/* "dry_run" of --json */
	bool with_plan;		/* the plan's actions, results and summary */
	struct actions actions;	/* with_plan: the run's */
	bool to_stderr;		/* stdout is for something else */
	const char *remark;	/* a line behind the summary; NULL */

	/* for what follows the run (cmd/program) */
	bool may_change;	/* the state or a calendar */
	struct report report;	/* what was printed in the end */
};

/* A session with nothing open. */
void session_init(struct session *s, const struct cli *cli);

/*
 * Open what the command and its options need (struct command).  A state that
 * the command expects is reported when it is missing.  session_close follows
 * in any case.
 */
int session_open(struct session *s, const struct cli *cli, struct err *e);
void session_close(struct session *s);

/* Add a line to `out`, wrapped where it is wider than the terminal. */
void session_line(struct session *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Add a line that names the zone of the times above, where that is not the
 * system's. */
void session_zone(struct session *s);

/* Print the text so far at once, before what follows; not with --json. */
void session_print(struct session *s);

/* How lines of the plan are to be on this terminal, or in a pipe. */
struct show_style session_style(const struct session *s);

/* The function that prints a run's plan; NULL when none is printed. */
void (*session_plan(const struct session *s))(const struct run *r);

/*
 * Options that all commands which change something have.  Their own structs
 * begin with this one.
 */
struct change_options {
	bool dry_run, force;
	const char *max_deletes;
	int64_t wait;			/* seconds */
};

#define CHANGE_AT(member) offsetof(struct change_options, member)
#define CHANGE_GUARD \
	{ 0, "max-deletes", OPTION_TEXT, CHANGE_AT(max_deletes), "N|P%", \
	    N_("allow at most N (or P%) deletions"), \
	    "The limit holds for each calendar and for the run as a " \
	    "whole; if there are\n" \
	    "more deletions, none of them is done. N is a number, P% a " \
	    "share of the live\n" \
	    "reservations; with fewer than 8 of them a percentage sets no " \
	    "limit." }, \
	{ 0, "force", OPTION_FLAG, CHANGE_AT(force), NULL, \
	    N_("lift the deletion guard for this run"), NULL }
#define CHANGE_WAIT \
	{ 0, "wait", OPTION_NUMBER, CHANGE_AT(wait), "SECONDS", \
	    N_("wait for another run to end (default 0)"), NULL }

/* struct command's needs: a copy for a dry run, and how long to wait. */
void change_needs(const void *options, struct needs *needs);

/*
 * Set up the run by the options: --dry-run, --force and --max-deletes.
 * ERR_USAGE for what is no limit.
 */
int change_begin(struct session *s, const struct change_options *o,
    struct err *e);

#endif
