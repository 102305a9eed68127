/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_CREDENTIALS_H
#define ICSR_CONF_CREDENTIALS_H

#include "base/err.h"

/*
 * ERR_USAGE with the remedy when others than its owner can read or write
 * the file at path, which holds what.  Anything but a regular file (a pipe
 * of the shell) is let pass.
 */
int credentials_private(const char *path, const char *what, struct err *e);

#endif
