/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_CONF_H
#define ICSR_CONF_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/slice.h"
#include "base/vec.h"
#include "model/settings.h"

struct share {
	int n, of;			/* n/of, at most 1 */
};

/*
 * The configuration: an INI file, the environment, and what the options of
 * the command line say.  One table of keys (conf/keys.c) has for each its
 * section, type, default and a line for the manual.
 */
struct conf {
	struct arena arena;		/* owns the texts below */
	const char *file;		/* it was read from; NULL: none */

	/* [feishu] */
	const char *base_url, *app_id, *token_command, *user_id_type;
	struct secret app_secret;	/* empty until conf_secret */
	const char *app_secret_command, *app_secret_file;
	const char *ca_file;		/* trusted instead of the system's */
	int connections, rate_per_second, rate_per_minute, retries;
	int64_t timeout;		/* seconds */
	struct share rate_share;	/* of what the app may do */

	/* [run] and [hooks]; commands are NULL when unset */
	const char *metrics;		/* path; NULL: none */
	bool log_json;
	const char *on_change, *on_failure, *on_success;
	int64_t hook_timeout;		/* seconds */

	const char *state;		/* path of the state database */
	struct guard_limit max_deletes;
	struct settings defaults;	/* of calendars without a section */
	struct vec calendars;		/* struct calendar, in file order */
	struct vec extra;		/* struct calendar *: by their path */

	int *lines;			/* of each key, where it is set; 0 */
	struct vec calendar_lines;	/* int *: the same, of each calendar */
};

struct conf_options {
	const char *config;		/* -c; NULL: the usual places */
	const char *state;		/* --state; NULL: as configured */
};

/*
 * Read the configuration from -c, else $XDG_CONFIG_HOME/icsreserve/
 * config.ini, else /etc/icsreserve/config.ini; with none of the latter two
 * the defaults and the environment serve.  An unknown section or key, a
 * value that can't be, a key given twice in a section (but include and
 * exclude) is ERR_USAGE with "file:line: [section] key: …" and what is
 * allowed, but never the value of a secret or password.  A file with
 * app_secret in it that others can read is an ERR_USAGE too, and so is any
 * that others may write (base/trust.h): commands of the file are run.
 *
 * Environment: ICSRESERVE_APP_ID, ICSRESERVE_APP_SECRET, and for whoever
 * has no file ICSRESERVE_BASE_URL, ICSRESERVE_OWNER; the file's own keys win
 * over those.  ICSRESERVE_STATE wins over the file, the option over it.
 *
 * c must not move afterwards and is freed in any case.
 */
int conf_read(struct conf *c, const struct conf_options *opt, struct err *e);
void conf_free(struct conf *c);

/*
 * Get the app secret, by command or from its file when it is not given
 * outright.  Called only when a call is due, since the command may ask a
 * key ring.  ERR_USAGE says what is missing or that others can read the
 * file; ERR_AUTH that the command failed.
 */
int conf_secret(struct conf *c, struct err *e);

/*
 * What this configuration is called where there are several: its file's
 * name without folder and ".ini", "default" for config.ini and for none.
 */
const char *conf_profile(const struct conf *c, struct arena *a);

/* The calendar of this name that is configured, or kept; NULL: none. */
const struct calendar *conf_named(const struct conf *c, const char *name);
/* The settings of the calendar of this name, or the defaults. */
const struct settings *conf_settings(const struct conf *c, const char *name);
/* Whether a calendar of this name is configured, or kept. */
bool conf_has_calendar(const struct conf *c, const char *name);

/*
 * The calendar of that name, or else the one configured with that path
 * (both as real paths), or else a new one named by its real path with the
 * default settings (kept in extra; the same path gives it again).
 * ERR_SOURCE when there is neither such a name nor such a path.  It stays
 * where it is until conf_free.
 */
int conf_calendar(struct conf *c, const char *name_or_path,
    struct calendar **cal, struct err *e);

/*
 * Whether a path is that of a table: *.csv, *.tsv, *.tab, and a *.txt that
 * is no calendar.
 */
bool conf_is_table(const char *path);

/* Whether there is an encoding of this name. */
bool conf_knows_encoding(const char *name);

/* Let no file of the calendar be written. */
void conf_leave_files(struct calendar *cal);

/*
 * Add a calendar that no file configures, by the name, path, output,
 * encoding, dates and imported of `like`, whose texts are copied; its settings
 * are the defaults.  A table wants a topic in each row.  With
 * `kept` it counts as configured from now on; else it is one of extra.
 * Not before all other calendars were asked for: those may move.
 */
struct calendar *conf_add_calendar(struct conf *c,
    const struct calendar *like, bool kept);


/*
 * Where a setting, at that offset of struct settings, of a calendar came
 * from: "[calendar "team"] hosts, line 12 of FILE", "$ICSRESERVE_OWNER",
 * "[meeting] hosts, default".  The text belongs to the arena.
 */
const char *conf_origin(const struct conf *c, const struct calendar *cal,
    size_t offset, struct arena *a);

/* Read "25%" or "10" (also of --max-deletes).  False when it is neither. */
bool conf_guard(struct slice text, struct guard_limit *limit);

#endif
