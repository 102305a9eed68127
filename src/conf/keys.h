/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_KEYS_H
#define ICSR_CONF_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "conf/value.h"

/* Every key of the configuration; the tables of the manual are made of it. */

enum key_home { KEY_CONF, KEY_SETTINGS, KEY_CALENDAR };

struct key {
	const char *section, *name;
	const struct value_type *type;
	enum key_home home;		/* the struct that it is kept in */
	size_t offset;			/* and where there */
	const char *value;		/* default as text; NULL: unset */
	const char *words;		/* values, a blank between */
	int64_t min, max;
	bool per_calendar;		/* may stand in a [calendar] too */
	const char *help;		/* one line for the manual */
};

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
