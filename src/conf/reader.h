/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_READER_H
#define ICSR_CONF_READER_H

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/vec.h"

/*
 * One line of an INI file that says something: "name = value", or with a
 * NULL name the begin of a section.  Texts are valid UTF-8 without control
 * characters.  Comments are gone; leading blanks mean nothing.
 */
struct entry {
	const char *section;	/* what stands between [ and ] */
	const char *name, *value;
	int line;
};
struct entries VEC(struct entry);

/*
 * Split a file (by inih); entries are added to out, their texts belong to
 * the arena.  ERR_USAGE "FILE:LINE: …" on a line that is neither a section
 * nor a setting, is too long, or stands before the first section.
 */
int reader_read(struct entries *out, struct slice text, const char *file,
    struct arena *a, struct err *e);

#endif
