/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DOCTOR_DOCTOR_H
#define ICSR_DOCTOR_DOCTOR_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/vec.h"
#include "conf/conf.h"
#include "plan/when.h"
#include "sync/run.h"

/*
 * What would be found out the hard way otherwise.  Nothing is changed: not
 * a byte on disk, and of what the server holds only what is no one's is
 * asked for (doctor/access.c).
 */
enum check_status {
	CHECK_OK,
	CHECK_WARN,	/* no failure; it may become one */
	CHECK_FAIL,
	CHECK_SKIPPED,	/* message says why */
};

/* The words of --json: "ok", "warn", "fail", "skipped". */
const char *check_status_name(enum check_status s);

struct check_finding {
	const char *check;	/* a stable word: "clock" */
	enum check_status status;
	const char *message;	/* may hold any character */
	const char *remedy;	/* what to do; NULL: nothing */
	int exit;		/* what a failure asks for; else 0 */
};

struct doctor {
	/* set by the caller */
	struct conf_options options;
	const struct clock *clock;
	bool offline;			/* nothing goes out */

	/* what came of it; the texts are of the arena and the run */
	struct vec findings;		/* struct check_finding */
	int exit;			/* of the worst of them */
	struct when when;		/* how times look to the user */

	/* the checks' own */
	const char *check;		/* the one at work */
	struct arena arena;
	struct conf conf;
	struct run run;
	const char *state;		/* its path; NULL: not known */
	bool conf_read;			/* without an error */
	bool state_read;		/* else run.store is an empty one */
	bool locked;			/* another run is at work */
	bool reached;			/* the API answers */
	int64_t date, here;		/* what the server's clock said, and
					 * ours then; date 0: not known */
	bool admitted;			/* there is a token for it */
};

/*
 * Run all checks, one after the other whatever they find.  doctor_free
 * follows.
 */
void doctor_run(struct doctor *d);
void doctor_free(struct doctor *d);

#endif
