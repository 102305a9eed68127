/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_CHANGE_H
#define ICSR_CMD_CHANGE_H

#include "base/intl.h"
#include "cmd/command.h"

/*
 * The options that commands which change something have in common.  Their
 * own structs begin with this one.
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
	    "If there are more, none is done. A percentage applies from 8 " \
	    "live reservations up." }, \
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
