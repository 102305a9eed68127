/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CONF_VALUE_H
#define ICSR_CONF_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"

/*
 * A key of the configuration, and the kinds of values that one can have: how
 * a value is read into its place in a struct, and written from there in one
 * canonical form.
 */
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
	const char *help;		/* for the manual */
};

struct value_context {
	struct arena *a;	/* texts that are kept */
	const char *folder;	/* relative paths lie in it; NULL: in . */
};

struct value_type {
	/* What a value may be, for messages and the manual; NULL: words. */
	const char *allowed;
	/* Read trimmed text into *at; false when it can't be a value. */
	bool (*read)(const struct key *k, struct slice text, void *at,
	    const struct value_context *vc);
	/* Append *at; nothing when it is unset. */
	void (*print)(const struct key *k, const void *at, struct str *out);
	bool repeats;		/* each line adds one more */
	bool may_be_empty;
	bool hidden;		/* no message shows a value */
};

/* Define value_NAME: how it is read and printed, and what else it has. */
#define VALUE_TYPE(name, reads, prints, ...) \
	const struct value_type value_##name = { \
		.read = (reads), .print = (prints), __VA_ARGS__ }

/* What stands between the words of a value. */
#define VALUE_BLANKS " ,\t"

extern const struct value_type
    value_text,		/* const char * */
    value_command,	/* the same; NULL when empty */
    value_name,		/* the same, one word without blanks */
    value_path,		/* the same, expanded */
    value_url,		/* the same, of a server */
    value_remote,	/* the same, of a calendar */
    value_word,		/* the same, one of the key's words */
    value_password,	/* the same, of a meeting */
    value_hosts,	/* the same, who is host */
    value_permission,	/* the same, who may */
    value_label,	/* the same, fit for a quoted parameter */
    value_secret,	/* struct secret; never printed */
    value_flag,		/* bool by the second of two words */
    value_choice,	/* enum in the order of the words */
    value_set,		/* unsigned, a bit for each word in order */
    value_int,		/* int from min to max */
    value_count,	/* int64_t from min to max */
    value_duration,	/* int64_t, seconds, from min to max */
    value_guard,	/* struct guard_limit */
    value_share,	/* struct share */
    value_list,		/* struct text_list */
    value_domains,	/* struct text_list of host names */
    value_filters,	/* struct text_list, one from each line */
    value_encoding,	/* const char *, of an encoding */
    value_alias;	/* struct tz_aliases, one from each line */

/* What a key's value may be, in words; appended. */
void value_allowed(const struct key *k, struct str *out);

#endif
