/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_ATTRIBUTES_H
#define ICSR_BASE_ATTRIBUTES_H

#include "base/err.h"

struct stat;

/*
 * Give the new file fd, of mode 0600, what the file at path has beside its
 * bytes: owner, group, mode, ACL (POSIX or NFSv4) and the extended
 * attributes of users; st is what stat says of path.  An ACL that the new
 * file has from its folder and the old one lacks is taken away.  What is
 * right already is not set: a sandbox may forbid the call as such.
 *
 * ERR_FAILED names path and what can't be kept; fd is then of no use.
 */
int attributes_keep(int fd, const char *path, const struct stat *st,
    struct err *e);

#endif
