/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_SHAPE_H
#define ICSR_SANDBOX_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

struct call;
struct json_object;

enum shape_kind {
	SHAPE_END,
	SHAPE_TEXT,
	SHAPE_INT,	/* min to max */
	SHAPE_BOOL,
	SHAPE_TIME,	/* seconds: a string or a number */
	SHAPE_OBJECT,	/* of */
	SHAPE_LIST,	/* of objects of */
	SHAPE_TEXTS,	/* of strings */
};

/* One field of an object; a table of them ends with SHAPE_END. */
struct shape {
	const char *name;
	enum shape_kind kind;
	bool required;
	int64_t min, max;
	const struct shape *of;
};

/* The bodies of the API. */
extern const struct shape shape_apply[], shape_update[], shape_batch[];

/*
 * Hold an object against its table: types, ranges, required fields and,
 * with strict, no others.  -1 when the call was refused with 121003.
 */
int shape_check(struct call *c, const struct shape *shape,
    struct json_object *o, bool strict);

/* Whether meeting_settings has such a field. */
bool shape_setting(const char *name);

#endif
