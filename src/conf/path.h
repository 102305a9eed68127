/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_PATH_H
#define ICSR_CONF_PATH_H

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"

/*
 * Paths: as they are configured, and where the configuration and the state
 * lie, and whose they are.
 */

/*
 * A path as configured: "~" or $HOME at its begin is the home folder,
 * ${CREDENTIALS_DIRECTORY} the one of systemd's credentials (as it stands
 * when that is not set), and what is not absolute lies in folder (NULL or
 * ".": as it is).  Slashes at its end go.  NULL when there is no $HOME to
 * put in.
 */
const char *path_expand(struct slice text, const char *folder,
    struct arena *a);

/*
 * Where files of ours lie by the XDG rules: $VAR/icsreserve/NAME when VAR
 * is set and absolute, else $HOME/FALLBACK/icsreserve/NAME; NULL when there
 * is neither.
 */
const char *path_xdg(const char *var, const char *fallback, const char *name,
    struct arena *a);

/*
 * Any text as the name of a file that no other text has: ASCII letters,
 * digits, '-', '_', what is in keep and all that is not ASCII stay, other
 * bytes become "=XX".  One that would be longer than 200 bytes is a digest.
 */
const char *path_segment(struct slice text, const char *keep,
    struct arena *a);

/*
 * The configuration's path: option, else the first of the usual places that
 * is there; NULL when none is.
 */
const char *places_file(const char *option, struct arena *a);
/*
 * Read the configuration into text.  ERR_USAGE with the remedy when it can't
 * be read or it, or a folder above it, isn't this user's own (base/trust.h):
 * its commands are run.
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
 * ERR_USAGE with the remedy when a folder that the path leads through is not
 * this user's own (base/trust.h), or another user has put a file beside the
 * state that is read with it: whoever writes there chooses what is deleted.
 * A folder that is not there yet is fine.  ERR_USAGE, too, when path itself
 * or such a file is a pipe, a folder or a device.
 */
int places_check_state(const char *path, struct err *e);

#endif
