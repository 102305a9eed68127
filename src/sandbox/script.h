/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_SCRIPT_H
#define ICSR_SANDBOX_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"
#include "sandbox/call.h"

struct fault_item {
	struct fault_item *next;
	const char *text;
};

/* What goes wrong with one call; 0 and NULL: nothing of that kind. */
struct fault {
	int64_t status, code, delay, delay_before, huge;
	const char *msg, *redirect, *ratelimit, *url, *wrong_types;
	struct fault_item *set, *header;
	int64_t before, after;	/* the deed: never or done, whatever else */
	int64_t cut_before, cut_after, half, garbage, html, empty, not_json;
	int64_t no_id, revoke, quota;
	const char *text;	/* the actions as they were written */
};

/*
 * Misbehaviour by call and count, a line each:
 *   CALL COUNT ACTION...
 * See icsreserve-sandbox(1).  Rules live until script_free, so that a call
 * under way can point to its fault.
 */
struct script {
	struct arena arena;
	struct script_rule *first, **last;
	int64_t rules;		/* read so far, refused ones included */
	size_t bytes;
};

void script_init(struct script *s);
void script_free(struct script *s);
/* Add the rules of a file; ERR_USAGE names file and line. */
int script_read(struct script *s, const char *path, struct err *e);
/*
 * Add the rules of a text, all or none.  calls and all are how many calls
 * there were, of each endpoint and of any: a count of "+1" is the next one.
 */
int script_add(struct script *s, struct slice text, const char *name,
    const int64_t calls[CALL_N], int64_t all, struct err *e);
/* Rules match no more. */
void script_clear(struct script *s);
/* The fault of the first rule that matches, or NULL. */
const struct fault *script_match(const struct script *s, enum call_name call,
    int64_t count, int64_t all);

#endif
