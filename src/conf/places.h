/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_PLACES_H
#define ICSR_CONF_PLACES_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

/* Where the configuration and the state lie, and whose they are. */

/*
 * The configuration's path: option, else the first of the usual places that
 * is there; NULL when none is.
 */
const char *places_file(const char *option, struct arena *a);
/*
 * Read the configuration into text.  ERR_USAGE with the remedy when it can't
 * be read or isn't this user's own (base/trust.h): its commands are run.
 */
int places_read(struct str *text, const char *path, struct err *e);

/*
 * The state's path, into *state, which has what the configuration says or
 * NULL: option, else the environment, else that, else the usual place.
 * ERR_USAGE when there is none, or another user has put what lies there
 * into a folder like /tmp.
 */
int places_state(const char **state, const char *option, struct arena *a,
    struct err *e);
/*
 * ERR_USAGE with the remedy when the folder that the state at path lies in
 * is not this user's own (base/trust.h): whoever writes it chooses what is
 * deleted.  One that is not there yet is fine.
 */
int places_check_state(const char *path, struct err *e);

#endif
