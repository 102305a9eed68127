/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_CONF_H
#define ICSR_CONF_CONF_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "conf/data.h"

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
 * What this configuration is called where there are several: its file's
 * name without folder and ".ini", "default" for config.ini and for none.
 */
const char *conf_profile(const struct conf *c, struct arena *a);

/*
 * Where a setting, at that offset of struct settings, of a calendar came
 * from: "[calendar "team"] hosts, line 12 of FILE", "$ICSRESERVE_OWNER",
 * "[meeting] hosts, default".  The text belongs to the arena.
 */
const char *conf_origin(const struct conf *c, const struct calendar *cal,
    size_t offset, struct arena *a);

#endif
