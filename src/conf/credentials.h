/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_CREDENTIALS_H
#define ICSR_CONF_CREDENTIALS_H

#include "base/err.h"
#include "conf/data.h"

/*
 * Get the app secret, by command or from its file when it is not given
 * outright.  Called only when a call is due, since the command may ask a
 * key ring.  ERR_USAGE says what is missing or that others can read the
 * file; ERR_AUTH that the command failed.  On failure
 * c->app_secret stays empty.
 */
int credentials_secret(struct conf *c, struct err *e);

/*
 * Get the password, or the token, for the url of a calendar: by command, from
 * its file or from $ICSRESERVE_PASSWORD_NAME, where NAME is the calendar's in
 * upper case with '_' for all but letters and digits.  Both stay empty when
 * it has no login.  Errors as of credentials_secret.
 */
int credentials_login(const struct calendar *cal, struct secret *password,
    struct secret *bearer, struct err *e);

/*
 * ERR_USAGE with the remedy when others than its owner can read or write
 * the file at path, which holds what, when it is not this user's own
 * (base/trust.h), or a named pipe.  A pipe of the shell is let pass, and so
 * is a credential of systemd, which its folder protects (systemd.exec(5)).
 */
int credentials_private(const char *path, const char *what, struct err *e);

#endif
