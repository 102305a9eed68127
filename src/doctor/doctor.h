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
struct check_findings VEC(struct check_finding);

struct doctor {
	/* set by the caller */
	struct conf_options options;
	const struct clock *clock;
	bool offline;			/* nothing goes out */

	/* what came of it; the texts are of the arena and the run */
	struct check_findings findings;
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

/* What a check can't do without. */
enum check_need {
	NEED_CONF = 1,		/* a configuration that could be read */
	NEED_STATE = 2,		/* a state that could be read */
	NEED_NETWORK = 4,	/* not with --offline */
	NEED_SERVER = 8,	/* that has answered */
	NEED_TOKEN = 16,	/* that the server has granted */
};

/* A check is a row, which stands in the file of its function. */
struct check {
	const char *name;		/* stable */
	unsigned needs;			/* else it is skipped */
	void (*run)(struct doctor *d);
};

/* The rows; doctor_run has them in order. */
extern const struct check check_configuration, check_time_zones, check_modes,
    check_state, check_disk, check_lock, check_bookings, check_calendars,
    check_profiles, check_people, check_servers, check_proxy, check_network,
    check_clock, check_credentials, check_scopes, check_owner;

/*
 * Find in advance what would make a sync fail.  Nothing is changed: no byte on
 * disk, and the calls that probe the scopes name a reservation and an address
 * that don't exist (doctor/access.c).
 *
 * Run all checks, one after the other whatever they find.  doctor_free
 * follows.
 */
void doctor_run(struct doctor *d);
void doctor_free(struct doctor *d);

/*
 * How checks say what they found.  A check may say several things; each goes
 * under its name.  A remedy is not copied: a literal, or a text of the
 * doctor's arena.
 */
void check_ok(struct doctor *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void check_warn(struct doctor *d, const char *remedy, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* exit: an enum err_code; what is no class of its own counts as
 * ERR_FAILED. */
void check_fail(struct doctor *d, enum err_code exit, const char *remedy,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void check_skip(struct doctor *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether the check at work has added a finding other than ok since the list
 * had `from` findings. */
bool check_trouble(const struct doctor *d, size_t from);

/* The settings that are used: of each calendar, or the defaults when there
 * is none.  NULL past the last. */
const struct settings *check_settings(const struct doctor *d, size_t i);

#endif
