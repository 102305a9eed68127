/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_KEYS_H
#define ICSR_CONF_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/value.h"

/* Every key of the configuration; the tables of the manual are made of it. */

extern const struct key keys[];
extern const size_t keys_n;

/*
 * The next key of that name, from *i on, that may stand in a section
 * ("calendar" for those of calendars); NULL: no more.
 */
const struct key *keys_next(const char *section, const char *name, size_t *i);

/*
 * What may have been meant by an unknown key or section, as the end of a
 * sentence ("; did you mean 'x'?"), appended; nothing when nothing is near.
 */
void keys_suggest(const char *section, const char *name, struct str *out);
void keys_suggest_section(const char *section, struct str *out);
bool keys_section(const char *section);

#endif
