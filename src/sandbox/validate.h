/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_VALIDATE_H
#define ICSR_SANDBOX_VALIDATE_H

#include <stdint.h>

struct box;
struct call;
struct json_object;

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
