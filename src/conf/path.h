/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_PATH_H
#define ICSR_CONF_PATH_H

#include "base/mem.h"
#include "base/slice.h"

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

#endif
