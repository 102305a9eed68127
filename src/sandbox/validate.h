/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_VALIDATE_H
#define ICSR_SANDBOX_VALIDATE_H

#include <stdbool.h>
#include <stdint.h>

/* What a body may hold: its fields, and the values of an apply or update. */

struct box;
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

/* The body of batch_get_id. */
extern const struct shape shape_batch[];

/*
 * Hold the body of a call against its table: types, ranges, required fields
 * and, by one of two readings, no others.  -1 when the call was refused with
 * 121003.
 */
int shape_check(struct box *b, struct call *c, const struct shape *shape);

/* What an apply or update asks for, once it has been found valid. */
struct wish {
	int64_t end_time;		/* 0: not given */
	const char *owner;		/* apply only; the call's or actor's */
	const char *password;		/* NULL: not given */
	struct json_object *settings;	/* owned: merged, without password */
	struct json_object *invalid;	/* owned: ids of unknown hosts */
};

/*
 * Check a body; old is the object of the reservation to update, NULL for
 * an apply.  -1 when the call was refused.  wish_free in any case.
 */
int wish_read(struct box *b, struct call *c, struct json_object *old,
    struct wish *w);
void wish_free(struct wish *w);

#endif
