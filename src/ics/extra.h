/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_EXTRA_H
#define ICSR_ICS_EXTRA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/vec.h"

/*
 * The X- properties of a VEVENT and of what is in it, by the digests of their
 * names and of their unfolded lines.  Our id line is none of them, nor is
 * X-MOZ-GENERATION, which counts edits.
 */
struct extra {
	uint64_t name, line;
	bool rules;			/* ours, and it rules the event */
};
struct extras VEC(struct extra);

/* Add those in the bytes. */
void extra_find(struct slice bytes, struct extras *out);

bool extra_has_line(const struct extras *all, uint64_t line);
bool extra_has_name(const struct extras *all, uint64_t name);

/* Whether what rules the events is the same in both. */
bool extra_same_rules(struct slice a, struct slice b);

#endif
