/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_BESIDE_H
#define ICSR_CMD_BESIDE_H

#include "sync/verify.h"

/*
 * What is recorded of a reservation beside what the server has, field by
 * field.  Meeting passwords are said to be there, and shown only when asked
 * for.
 */
struct beside {
	const struct finding *finding;
	bool differences;	/* only the fields that differ */
	bool password;		/* show it */
};

/* A table of the fields, those that differ with a '*' before them. */
void beside_text(struct str *out, const struct beside *b, size_t width);

/*
 * The members "changed", "fields" and "error":
 * [{"field":"topic","recorded":"a","server":"b","differs":true},...]
 */
void beside_json(struct str *out, const struct beside *b);

#endif
