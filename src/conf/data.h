/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_DATA_H
#define ICSR_CONF_DATA_H

#include <stdint.h>

#include "base/mem.h"
#include "base/secret.h"
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
	struct secret app_secret;	/* empty until credentials_secret */
	const char *app_secret_command, *app_secret_file;
	const char *ca_file;		/* trusted instead of the system's */
	int connections, rate_per_second, rate_per_minute, retries;
	int attendance_days;		/* kept so long */
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
	struct calendars calendars;	/* in file order */
	struct VEC(struct calendar *) extra;	/* by their path */

	int *lines;			/* of each key, where it is set; 0 */
	struct VEC(int *) calendar_lines;	/* the same, of each calendar */
};

#endif
