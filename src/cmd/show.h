/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_SHOW_H
#define ICSR_CMD_SHOW_H

#include "plan/when.h"
#include "sync/verify.h"

/*
 * What is recorded of a reservation beside what the server has, field by
 * field.  Of meeting passwords it shows that there is one, and the password
 * only when asked for.
 */
struct drift_view {
	const struct finding *finding;
	bool differences;	/* only the fields that differ */
	bool password;		/* show it */
	const struct when *when;	/* how times look */
};

/* A table of the fields, those that differ with a '*' before them; where it
 * would not fit, one value below the other. */
void drift_view_text(struct str *out, const struct drift_view *b, size_t width);

/*
 * The members "changed", "fields" and "error":
 * [{"field":"topic","recorded":"a","server":"b","differs":true},...]
 */
void drift_view_json(struct str *out, const struct drift_view *b);


#endif
