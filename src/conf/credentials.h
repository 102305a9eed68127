/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_CREDENTIALS_H
#define ICSR_CONF_CREDENTIALS_H

#include "base/err.h"

/*
 * ERR_USAGE with the remedy when others than its owner can read or write
 * the file at path, which holds what, when it is not this user's own
 * (base/trust.h), or a named pipe.  A pipe of the shell is let pass.
 */
int credentials_private(const char *path, const char *what, struct err *e);

#endif
